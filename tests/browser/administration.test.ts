// Two administrators change a price: one proposes, the other one sees what changes and approves, and
// the applicant sees the new price.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';

import { barriers } from './accessibility';
import { atAllWidths, atDesk, openBrowser, pageErrors, picture, pictureOfAll } from './browser';
import { certhall, oneTimePasswords, Service } from './programs';
import { enrol } from './staff';

const service = new Service();
let browser: Browser;
let first: Page;
let second: Page;
let auditor: Page;

beforeAll(async () => {
  await service.start();
  browser = await openBrowser('administration');
  const account = (login: string) =>
    oneTimePasswords(service.printed).find((each) => each.login === login)!;
  const words = ['--login', 'administrator2', '--name', '管理员乙', '--role', 'administrator'];
  const [other] = oneTimePasswords(
    await certhall('staff', 'add', '--data', service.data, ...words),
  );
  first = await atDesk(browser, service.url);
  second = await atDesk(browser, service.url);
  auditor = await atDesk(browser, service.url);
  await enrol(first, account('administrator'));
  await enrol(second, other!);
  await enrol(auditor, account('auditor'));
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed');
});

afterAll(async () => {
  await browser?.close();
  await service.stop();
});

async function priceInTheHall(): Promise<string> {
  const page = await atDesk(browser, service.url);
  await page.goto('/help');
  const answer = await page.request.get('/api/catalogue');
  const { prices } = (await answer.json()) as {
    prices: { relying_application: string; certificate_per_year: number }[];
  };
  await page.context().close();
  const found = prices.find((each) => each.relying_application === 'hn-ggzy');
  return String(found?.certificate_per_year);
}

test('the start page says what waits for whom', async () => {
  await first.goto('/console/administration');
  await first.getByRole('heading', { name: '系统管理' }).waitFor();
  await first.getByText('没有等您批准的变更').waitFor();
  await atAllWidths(first, 'administration');
});

test('a wrong price list is marked at its line and cannot be proposed', async () => {
  await first.goto('/console/administration/price_list');
  await first.getByRole('button', { name: '提出修改' }).click();
  const text = first.getByLabel('内容');
  const before = await text.inputValue();
  await text.fill(before.replace('200.00', '2OO'));
  await first.getByText('证书费「2OO」不正确').waitFor();
  await first.getByRole('button', { name: '第 2 行' }).click();
  expect(await first.getByRole('button', { name: '提出变更' }).isDisabled()).toBe(true);
  await atAllWidths(first, 'wrong-price');
  await text.fill(before.replace('200.00', '210.00'));
  await first.getByText('证书费「2OO」不正确').waitFor({ state: 'detached' });
});

test('one administrator proposes, and cannot approve it himself', async () => {
  await first.getByLabel('修改原因').fill('按2026年第3号价格决定调整');
  await first.getByRole('button', { name: '对照' }).click();
  await first
    .getByText(/210\.00/)
    .first()
    .waitFor();
  await first.getByRole('button', { name: '提出变更' }).click();
  await first.getByText('等管理员乙（administrator2）批准').waitFor();
  await first.getByRole('button', { name: '撤回' }).waitFor();
  expect(await first.getByRole('button', { name: /^批准/ }).count()).toBe(0);
  await atAllWidths(first, 'proposed');
  expect(await priceInTheHall()).toBe('20000');
});

test('the other one sees what changes and approves', async () => {
  await second.goto('/console/administration');
  await second.getByRole('region', { name: '等您批准的变更' }).waitFor();
  await atAllWidths(second, 'waiting');
  await second.getByRole('link', { name: '核对' }).click();
  await second.getByRole('region', { name: '修改前后对照' }).waitFor();
  await picture(second, 'approve');
  await second.getByRole('button', { name: '批准并立即生效' }).click();
  await second.getByText('已生效').first().waitFor();
  await picture(second, 'in-force');
  expect(await priceInTheHall()).toBe('21000');
});

test('a new member of staff gets his password in two halves', async () => {
  await first.goto('/console/administration/staff');
  await first.getByRole('region', { name: '员工账号' }).waitFor();
  await atAllWidths(first, 'staff');
  await first.getByRole('button', { name: '新增员工' }).click();
  await first.getByRole('textbox', { name: '账号' }).fill('reviewer3');
  await first.getByRole('button', { name: '下一步' }).click();
  await first.getByRole('textbox', { name: '姓名' }).fill('审核员丙');
  await first.getByLabel(/^管理员/).check();
  await first.getByLabel(/^审计员/).check();
  await first.getByText('不能既是管理员又是审计员').waitFor();
  await picture(first, 'wrong-roles');
  await first.getByLabel(/^管理员/).uncheck();
  await first.getByLabel(/^审计员/).uncheck();
  await first.getByLabel(/^审核员/).check();
  await first.getByLabel('修改原因').fill('业务量增加');
  await first.getByRole('button', { name: '提出变更' }).click();
  await first.getByText('等管理员乙（administrator2）批准').waitFor();

  await second.goto('/console/administration');
  await second.getByRole('link', { name: '核对' }).click();
  await second.getByRole('button', { name: '批准并立即生效' }).click();
  await second.getByText('已生效').first().waitFor();
  const halves: string[] = [];
  await first.reload();
  for (const page of [first, second]) {
    await page.getByRole('button', { name: '领取半个一次性密码' }).click();
    await page.getByRole('button', { name: '显示' }).click();
    const share = page.locator('p.share');
    await share.waitFor();
    halves.push(((await share.textContent()) ?? '').trim().slice(0, 8));
    if (page === first) await picture(page, 'share');
    await page.getByRole('button', { name: '我已记下，关闭' }).click();
  }
  const newcomer = await atDesk(browser, service.url);
  const account = { login: 'reviewer3', password: halves.join('') };
  await enrol(newcomer, account, (name) => atAllWidths(newcomer, name));
  await newcomer.getByRole('heading', { name: '审核队列' }).waitFor();
});

test('calendar, consents and notices show what they mean', async () => {
  await first.goto('/console/administration/working_calendar');
  await first.getByText('全年 248 个工作日').waitFor();
  await atAllWidths(first, 'calendar');
  await first.goto('/console/administration/consent_document');
  await first.getByRole('button', { name: /《电子认证服务协议》/ }).click();
  await first.getByRole('heading', { name: '现行内容' }).waitFor();
  await atAllWidths(first, 'consents');
  await first.goto('/console/administration/notice_template');
  await first.getByRole('button', { name: /审核驳回/ }).click();
  await first.getByText('{原因}').waitFor();
  await atAllWidths(first, 'notices');
});

test('the auditor finds every step, and takes the records away', async () => {
  await auditor.goto('/console/audit');
  await auditor.getByRole('combobox').selectOption('change.approve');
  await auditor.getByRole('button', { name: '查询' }).click();
  await auditor.getByText('校验链完整').waitFor();
  await auditor
    .getByRole('cell', { name: /^批准变更/ })
    .first()
    .waitFor();
  await atAllWidths(auditor, 'audit');
  const coming = auditor.waitForEvent('download');
  await auditor.getByRole('link', { name: '导出 CSV' }).click();
  expect((await coming).suggestedFilename()).toMatch(/^审计记录-.*\.csv$/);
});

test('nothing went wrong inside the pages, and everybody can use them', () => {
  expect(pageErrors).toEqual([]);
  expect(barriers).toEqual([]);
});
