// Paying by WeChat at a desk and by Alipay on a phone, the PIN in a transfer's remark, and a refusal
// whose money goes back, through the real pages of the real program.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';

import { barriers } from './accessibility';
import { atAllWidths, atDesk, openBrowser, pageErrors, picture, pictureOfAll } from './browser';
import { fileToPayment } from './filing';
import { agent } from './people';
import { oneTimePasswords, Service } from './programs';
import { Sandbox } from './sandbox';
import { enrol, openFromQueue, runStation } from './staff';

const service = new Service();
const account = { number: '6222020099008888', bank: '示例银行', branch: '长沙分行营业部' };
let browser: Browser;
let applicant: Page;
let reviewer: Page;
let finance: Page;
let sandbox: Sandbox;
let producerSecret = '';
let number = '';

beforeAll(async () => {
  await service.start();
  browser = await openBrowser('payment');
  applicant = await atDesk(browser, service.url);
  sandbox = new Sandbox(await atDesk(browser, service.url));
  await sandbox.open();
  const passwords = oneTimePasswords(service.printed);
  const desk = async (login: string) => {
    const page = await atDesk(browser, service.url);
    return [
      page,
      await enrol(
        page,
        passwords.find((each) => each.login === login)!,
      ),
    ] as const;
  };
  [reviewer] = await desk('reviewer');
  [finance] = await desk('finance');
  [, producerSecret] = await desk('producer');
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed');
});

afterAll(async () => {
  await browser?.close();
  await service.stop();
});

async function give(accountNumber: string): Promise<void> {
  await applicant.getByLabel('账号').fill(accountNumber);
  await applicant.getByLabel('开户银行').fill(account.bank);
  await applicant.getByLabel('开户支行').fill(account.branch);
}

async function payOnPhone(choice?: string): Promise<void> {
  const open = applicant.getByRole('link', { name: /打开.*付款/, includeHidden: true });
  await open.waitFor({ state: 'attached' });
  const phone = await sandbox.scan((await open.getAttribute('href')) ?? '');
  await phone.getByText('¥ 350.00').waitFor();
  if (choice) {
    await phone.getByText('测试选项').click();
    await phone.getByRole('radio', { name: choice }).check();
  }
  await picture(phone, 'pay-page');
  await phone.getByRole('button', { name: '确认支付' }).click();
  await phone.getByText('支付成功', { exact: true }).waitFor();
  await picture(phone, 'pay-page-done');
  await phone.close();
}

async function approve(): Promise<void> {
  await openFromQueue(reviewer, number, '审核');
  for (const tick of await reviewer.getByRole('checkbox').all()) await tick.check();
  await reviewer.getByRole('button', { name: '通过', exact: true }).click();
  await reviewer.getByText(`${number} 已通过`).waitFor();
}

test('WeChat at a desk: the account, the code, and the page that goes on by itself', async () => {
  number = await fileToPayment(applicant, sandbox, service);
  await applicant.getByRole('radio', { name: /微信支付/ }).check();
  await applicant.getByRole('button', { name: /确认用微信支付/ }).click();
  await applicant.getByText('请填写对公账户的账号').waitFor();
  await atAllWidths(applicant, 'payment-account');
  await give('6222 0200 9900 0000'); // does not exist
  await applicant.getByRole('button', { name: /确认用微信支付/ }).click();
  await applicant.getByAltText('微信支付付款二维码').waitFor();
  await applicant.getByText(/1[0-9]:\d\d/).waitFor();
  await atAllWidths(applicant, 'payment-wechat');
  await payOnPhone();
  await applicant.getByRole('heading', { name: /等待审核/ }).waitFor();
  await picture(applicant, 'payment-submitted');
});

test('a transfer that fails is shown with what to do, and made again', async () => {
  await approve();
  await runStation(service, producerSecret, number);
  await applicant.getByRole('link', { name: '查看进度' }).click();
  await applicant
    .getByText(/账号不存在/)
    .first()
    .waitFor();
  await atAllWidths(applicant, 'check-failed');
  await finance.goto('/console/payments');
  await finance.getByRole('tab', { name: /单位金融认证/ }).click();
  await finance.getByText('账号不存在').waitFor();
  await atAllWidths(finance, 'console-checks');
  expect(await finance.content()).not.toContain('6222020099000000');
  await give(account.number);
  await applicant.getByRole('button', { name: '更正账户，重新转账' }).click();
  const remark = sandbox.page.getByTestId('remark').filter({ hasText: 'PIN码' });
  await remark.first().waitFor();
  const pin = /PIN码(\d{8})/.exec((await remark.first().textContent()) ?? '')?.[1] ?? '';
  expect(pin).not.toBe('');
  await picture(sandbox.page, 'sandbox-payout');
  await applicant
    .getByText(/向贵司财务人员获取/)
    .first()
    .waitFor();
  await atAllWidths(applicant, 'check-succeeded');
  expect(await applicant.content()).not.toContain(pin);
  expect(await sandbox.sms(agent.mobile, '在转账附言中')).not.toContain(pin);
});

test('Alipay on a phone, after another way was chosen first', async () => {
  number = await fileToPayment(applicant, sandbox, service);
  await applicant.getByRole('button', { name: /确认用公对公汇款/ }).click();
  await applicant.getByRole('heading', { name: /从单位账户汇款/ }).waitFor();
  await atAllWidths(applicant, 'payment-transfer');
  await applicant.setViewportSize({ width: 375, height: 740 });
  await applicant.getByRole('radio', { name: /支付宝/ }).check();
  await give(account.number);
  await applicant.getByRole('button', { name: /确认用支付宝/ }).click();
  await applicant.getByRole('link', { name: '打开支付宝付款' }).waitFor();
  await picture(applicant, 'payment-alipay-phone');
  await payOnPhone('正常支付，但以后第一次退款会失败');
  await applicant.getByRole('heading', { name: /等待审核/ }).waitFor();
  await applicant.setViewportSize({ width: 1440, height: 900 });
});

test('a refusal: the refund that fails first stands with finance, and then goes back', async () => {
  await openFromQueue(reviewer, number, '审核');
  await reviewer.getByRole('button', { name: '拒绝办理' }).click();
  const dialog = reviewer.getByRole('dialog');
  await dialog.getByLabel('拒绝原因').fill('材料与实际不符');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: '拒绝办理' }).click();
  await reviewer.getByText(new RegExp(`${number} 已`)).waitFor();
  await finance.goto('/console/payments');
  await finance.getByRole('tab', { name: /在线退款/ }).click();
  await finance.getByText('商户账户可用余额不足').waitFor();
  await atAllWidths(finance, 'console-refunds');
  await finance.getByRole('button', { name: '重新退款' }).click();
  await finance.getByText(`${number} 已重新发起退款`).waitFor();
  await applicant.getByRole('link', { name: '查看进度' }).click();
  await applicant.getByText('款项已退回原付款账户').first().waitFor();
  await atAllWidths(applicant, 'refunded');
  expect(await sandbox.sms(agent.mobile, '已退回原付款账户')).toContain('350.00');
  await finance.getByRole('tab', { name: /不能计入/ }).click();
  await picture(finance, 'console-differences');
});

test('no page had an error or broke the content security policy', () => {
  expect(pageErrors).toEqual([]);
});

test('no page had a serious barrier for keyboard, screen reader or weak eyes', () => {
  expect(barriers).toEqual([]);
});
