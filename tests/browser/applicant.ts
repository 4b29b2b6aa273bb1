// The applicant's way through portal and hall.
import type { Locator, Page } from 'playwright-core';

import { agent, delivery, legal, organization } from './people';

export async function fillPortal(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^深圳市电子商务/ }).check();
  await page.getByRole('radio', { name: '企业证书' }).check();
  await page.getByLabel('单位名称').fill(organization.name);
  await page.getByLabel('统一社会信用代码').fill(organization.creditCode);
  await page.getByLabel('单位地址').fill(organization.address);
  await page.getByLabel('经办人姓名').fill(agent.name);
  await page.getByLabel('经办人手机号码').fill(agent.mobile);
}

export function section(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** 经办人信息 or 申请人信息, where the section is so called; what is not given stays as it is. */
export async function fillPerson(
  page: Page,
  title: string,
  who: { name?: string; idNumber: string; mobile?: string; email?: string },
): Promise<void> {
  const part = section(page, title);
  if (who.name) await part.getByLabel(/姓名/).fill(who.name);
  await part.getByLabel('身份证号码').fill(who.idNumber);
  if (who.mobile) await part.getByLabel('移动电话').fill(who.mobile);
  if (who.email) await part.getByLabel('常用联系邮箱').fill(who.email);
}

export async function fillDelivery(page: Page): Promise<void> {
  const mail = section(page, '邮寄信息');
  await mail.getByLabel('省份').selectOption(delivery.province);
  await mail.getByLabel('城市').selectOption(delivery.city);
  await mail.getByLabel('区县').selectOption(delivery.district);
  await mail.getByLabel('收件地址').fill(delivery.address);
  await mail.getByLabel('邮政编码').fill(delivery.postcode);
}

export async function fillDetails(page: Page): Promise<void> {
  await fillPerson(page, '法人信息', legal);
  await fillPerson(page, '经办人信息', { idNumber: agent.idNumber, email: agent.email });
  await fillDelivery(page);
}

/** Waits until what was typed is on the server. */
export async function saved(page: Page): Promise<void> {
  await page.getByRole('status').filter({ hasText: '已保存' }).waitFor();
}

export async function download(page: Page, link: string, path: string): Promise<void> {
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: link }).click();
  await (await coming).saveAs(path);
}

/** Uploads a material and waits for what the machine says of it. */
export async function uploadMaterial(page: Page, title: string, path: string, said: string) {
  const card = page.locator('section.material').filter({ has: page.getByText(title).first() });
  await card.getByLabel(new RegExp(`^(选择|更换)${title}$`)).setInputFiles(path);
  await card.locator('header').getByText(said).waitFor();
}
