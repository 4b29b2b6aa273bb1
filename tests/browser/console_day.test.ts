// A day at the console: the queue, a review without a mouse, the next one, labels, figures, search
// and the log of messages. What applicants and finance do before comes through the API.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';

import { inReview } from '../service/applications.ts';
import { confirmMoney } from '../service/case.ts';
import { type Answer, enrol as enrolByApi, Hall } from '../service/hall.ts';
import { company } from '../service/papers.ts';
import { barriers } from './accessibility';
import { atDesk, openBrowser, pageErrors, picture, pictureOfAll } from './browser';
import { enrol } from './staff';

const hall = new Hall();
const kMore = [1, 2, 3];
let browser: Browser;
let reviewer: Page;
let second: Page;
let producer: Page;
const filed: Answer[] = [];

beforeAll(async () => {
  await hall.start();
  browser = await openBrowser('console_day');
  const finance = (await enrolByApi(hall, 'finance', hall.oneTimePassword('finance'))).browser;
  for (const nth of kMore) {
    const one = await inReview(hall, company(nth));
    await confirmMoney(one, finance);
    filed.push(await one.look());
  }
  [reviewer, second, producer] = [
    await atDesk(browser, hall.url),
    await atDesk(browser, hall.url),
    await atDesk(browser, hall.url),
  ];
  await enrol(reviewer, { login: 'reviewer', password: hall.oneTimePassword('reviewer') });
  await enrol(second, { login: 'r2', password: hall.addStaff('r2', 'reviewer') });
  await enrol(producer, { login: 'producer', password: hall.oneTimePassword('producer') });
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed');
});

afterAll(async () => {
  await browser?.close();
  await hall.remove();
});

/** The one that the page shows, by its address. */
const shown = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');

async function opened(page: Page): Promise<void> {
  await page.waitForURL(/applications\/\w+$/);
  await page.getByRole('region', { name: '材料查看' }).waitFor();
}

test('the day begins with what waits', async () => {
  await reviewer.goto('/console/today');
  await reviewer.getByRole('link', { name: /待审核 3 张/ }).waitFor();
  await picture(reviewer, 'today');
  await reviewer
    .getByRole('navigation')
    .getByRole('link', { name: /审核队列/ })
    .click();
  await reviewer.getByRole('button', { name: '开始审核' }).waitFor();
  await picture(reviewer, 'queue');
});

test('N opens the most urgent, and a second reviewer gets another', async () => {
  await reviewer.keyboard.press('n');
  await opened(reviewer);
  expect(shown(reviewer)).toBe(filed[0].id);
  await second.goto('/console/queue');
  await second.getByText('正在由审核员甲审核').waitFor();
  await second.keyboard.press('n');
  await opened(second);
  expect(shown(second)).toBe(filed[1].id);
  await second.goto(`/console/applications/${filed[0].id}`);
  await second.getByText('正在由审核员甲审核').waitFor();
  await picture(second, 'claimed');
});

test('a review needs no mouse: pictures, zoom, ticks, help, approval', async () => {
  await expect.poll(() => focused(reviewer)).toBe(filed[0].details.organization.name);
  for (const key of ['j', 'j', 'k', '+', '+', '-', 'f', 'r']) await reviewer.keyboard.press(key);
  await reviewer.keyboard.press('?');
  await reviewer.getByRole('dialog', { name: '快捷键' }).waitFor();
  await picture(reviewer, 'shortcuts');
  await reviewer.keyboard.press('Escape');
  await reviewer.getByRole('dialog', { name: '快捷键' }).waitFor({ state: 'hidden' });
  const points = await reviewer.locator('footer input[type="checkbox"]').count();
  await reviewer.keyboard.press('a');
  expect(shown(reviewer)).toBe(filed[0].id); // nothing is ticked yet
  for (let point = 1; point <= points; point += 1) await reviewer.keyboard.press(String(point));
  await reviewer.getByText('要点已全部核对').waitFor();
  await picture(reviewer, 'review-by-keyboard');
  await reviewer.keyboard.press('a');
  await reviewer.waitForURL((url) => !url.pathname.endsWith(filed[0].id));
});

test('the next one is there after the decision, and is returned by keyboard', async () => {
  await opened(reviewer);
  expect(shown(reviewer)).toBe(filed[2].id); // the second reviewer keeps the other
  await expect.poll(() => focused(reviewer)).toBe(filed[2].details.organization.name);
  await reviewer.keyboard.press('x');
  const dialog = reviewer.getByRole('dialog', { name: '驳回修改' });
  await dialog.waitFor();
  await reviewer.keyboard.press('Tab');
  await dialog.getByRole('checkbox', { name: '营业执照扫描件' }).focus();
  await reviewer.keyboard.press('Space');
  await dialog.getByLabel('营业执照扫描件的驳回原因').focus();
  await reviewer.keyboard.type('未加盖公章，请盖章后重新上传');
  await picture(reviewer, 'return-by-keyboard');
  await reviewer.keyboard.press('Enter');
  await reviewer.waitForURL((url) => !url.pathname.endsWith(filed[2].id));
});

test('search finds by a telephone number from anywhere', async () => {
  await reviewer.goto('/console/queue');
  await reviewer.getByRole('heading', { name: '审核队列' }).waitFor();
  await reviewer.keyboard.press('/');
  await reviewer.keyboard.type(company(2).agent.mobile);
  await reviewer.keyboard.press('Enter');
  await reviewer.getByRole('heading', { name: '找到 1 张业务单' }).waitFor();
  await reviewer.getByText('按手机号找到').waitFor();
  expect(reviewer.url()).not.toContain(company(2).agent.mobile);
  await expect.poll(() => focused(reviewer)).toContain('找到 1 张业务单');
  await picture(reviewer, 'search');
});

test('the list is narrowed and kept in the address', async () => {
  await reviewer.goto('/console/applications');
  await reviewer.getByLabel('状态').selectOption('returned');
  await reviewer.waitForURL(/status=returned/);
  await reviewer.getByRole('link', { name: filed[2].number }).waitFor();
  await expect.poll(() => reviewer.getByRole('row').count()).toBe(2);
  await picture(reviewer, 'applications');
});

test('the figures are drawn, and told in words and numbers', async () => {
  await reviewer.goto('/console/dashboard');
  const received = reviewer.getByRole('region', { name: '每日收件', exact: true });
  await received.locator('svg').waitFor();
  await received.getByRole('img', { name: /每日收件：合计 3/ }).waitFor();
  await received.getByText('查看数据表').click();
  await received.getByRole('table').waitFor();
  await picture(reviewer, 'dashboard');
  await reviewer.setViewportSize({ width: 375, height: 800 });
  await picture(reviewer, 'dashboard-narrow');
  await reviewer.setViewportSize({ width: 1440, height: 900 });
});

test('the log of messages names what was sent, not to whom or what', async () => {
  await reviewer.goto('/console/messages');
  await reviewer.getByRole('cell', { name: '审核通过' }).waitFor();
  await reviewer.getByRole('cell', { name: '138****0001' }).first().waitFor();
  expect(await reviewer.content()).not.toContain(company(1).agent.mobile);
  await picture(reviewer, 'messages');
});

test('production and delivery have their lists, parcels their labels', async () => {
  await producer.goto('/console/production');
  await producer.getByRole('cell', { name: filed[0].number }).waitFor();
  await picture(producer, 'production');
  await producer.getByRole('radio', { name: '在途' }).check();
  await producer.getByText('没有在途的包裹').waitFor();
  await producer.goto('/console/dashboard');
  await producer.getByRole('region', { name: '每日收件', exact: true }).waitFor();
});

test('every page can be used by everybody, and none had errors', () => {
  expect(barriers).toEqual([]);
  expect(pageErrors).toEqual([]);
});
