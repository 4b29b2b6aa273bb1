// The demo's phone and outside world, by its page.
import { expect } from 'vitest';
import type { Page } from 'playwright-core';

interface Subscriber {
  mobile: string;
  name: string;
  idNumber: string;
}

export class Sandbox {
  constructor(readonly page: Page) {}

  open() {
    return this.page.goto('/sandbox');
  }

  private card(title: string) {
    return this.page.getByRole('region', { name: title, exact: true });
  }

  /** The newest SMS to `mobile` that contains `part`. */
  async sms(mobile: string, part: string): Promise<string> {
    const message = this.page
      .getByRole('listitem')
      .filter({ hasText: `发给 ${mobile}` })
      .getByTestId('sms-text')
      .filter({ hasText: part })
      .first();
    await message.waitFor();
    return (await message.textContent())?.trim() ?? '';
  }

  async register({ mobile, name, idNumber }: Subscriber): Promise<void> {
    const card = this.card('运营商实名登记');
    await card.getByLabel('手机号', { exact: true }).fill(mobile);
    await card.getByLabel('机主姓名').fill(name);
    await card.getByLabel('机主身份证号').fill(idNumber);
    await card.getByRole('button', { name: '登记' }).click();
    await card.getByRole('cell', { name: mobile, exact: true }).waitFor();
  }

  /** Opens the link as a phone does, in a window of a phone's size. */
  async scan(link: string): Promise<Page> {
    await this.page.getByLabel('扫一扫').fill(link);
    const opened = this.page.waitForEvent('popup');
    await this.page.getByRole('button', { name: '打开', exact: true }).click();
    const phone = await opened;
    await phone.setViewportSize({ width: 375, height: 740 });
    return phone;
  }

  /** Pays, and answers the statement line's number. */
  async transfer(payer: string, yuan: string, remark: string): Promise<string> {
    const card = this.card('银行');
    await card.getByLabel('付款户名').fill(payer);
    await card.getByLabel('金额').fill(yuan);
    await card.getByLabel('附言').fill(remark);
    await card.getByRole('button', { name: '汇款' }).click();
    const line = card.getByRole('row').filter({ hasText: remark });
    await line.waitFor();
    return (await line.getByRole('cell').first().textContent())?.trim() ?? '';
  }

  /** The bank's statement on the screen, as a picture. */
  async receipt(path: string): Promise<void> {
    await this.page.screenshot({ path });
  }

  /** Lets the parcel travel until it is signed for; answers how many stops that took. */
  async deliver(waybill: string): Promise<number> {
    const next = this.page.getByRole('button', { name: `${waybill} 下一站` });
    const parcel = this.page.getByRole('listitem').filter({ hasText: waybill });
    await next.waitFor();
    for (let stops = 1; stops <= 10; stops += 1) {
      const seen = await parcel.getByRole('listitem').count();
      await next.click();
      await expect.poll(() => parcel.getByRole('listitem').count()).toBeGreaterThan(seen);
      if (!(await next.isVisible())) return stops;
    }
    throw new Error('the parcel never arrived');
  }
}
