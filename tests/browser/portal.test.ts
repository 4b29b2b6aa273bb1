// What a bidder finds before and beside the hall: vendors, the hand-over, announcements, guide,
// FAQ, and help at each place.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';

import { barriers, lookForBarriers } from './accessibility';
import { fillPortal } from './applicant';
import { atAllWidths, atDesk, openBrowser, pageErrors, picture, pictureOfAll } from './browser';
import { agent, organization } from './people';
import { Service } from './programs';

const service = new Service();
const hotline = '400-112-3838';
let browser: Browser;
let page: Page;

beforeAll(async () => {
  await service.start();
  browser = await openBrowser('portal');
  page = await atDesk(browser, service.url);
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed');
});

afterAll(async () => {
  await browser?.close();
  await service.stop();
});

test('the portal shows its announcements, and each can be read', async () => {
  await page.goto('/');
  const news = page.getByRole('region', { name: '公告' });
  await news.getByText('置顶').waitFor();
  await atAllWidths(page, 'front');
  await news.getByRole('link').first().click();
  await page.getByRole('heading', { name: '数字证书网上营业厅开通' }).waitFor();
  await atAllWidths(page, 'announcement');
  await page.getByRole('article').getByRole('link', { name: '办理指南' }).click();
  await page.waitForURL('**/guide');
});

test('an outside vendor gets the details by a link that opens once', async () => {
  await page.goto('/apply');
  await page.getByRole('radio', { name: '企业证书' }).waitFor();
  expect(await page.locator('input[name=vendor]:checked').count()).toBe(0);
  await fillPortal(page);
  await page.getByRole('radio', { name: /^示例数字认证/ }).check();
  await page.getByText('离开本站').waitFor();
  await atAllWidths(page, 'vendors');
  await page.getByRole('button', { name: '立即申请' }).click();
  await page.waitForURL(/\/sandbox\/vendor\?handover=/);
  await page.getByText('信息已经收到').waitFor();
  for (const text of [organization.name, organization.creditCode, agent.name, agent.mobile])
    await page.getByText(text, { exact: true }).waitFor();
  await atAllWidths(page, 'outside-vendor');
  await page.reload();
  await page.getByText('这个链接已经用过一次').waitFor();
  await picture(page, 'outside-vendor-again');
});

test('no vendor chosen: the page says so and takes one there', async () => {
  await page.goto('/apply');
  await page.getByRole('button', { name: '立即申请' }).click();
  await page.getByRole('link', { name: '请选择证书办理厂商' }).click();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('vendor');
});

test('our own hall takes over what was filled in', async () => {
  await page.goto('/apply?vendor=szca');
  await fillPortal(page);
  await page.getByRole('button', { name: '立即申请' }).click();
  await page.waitForURL(/\/hall\/login\?next=.*handover/);
});

test('a bad link from another portal is explained, with a way on', async () => {
  await page.goto('/hall/arrival?handover=tampered');
  await page.getByText('这个链接不完整或被改动过').waitFor();
  await page.getByRole('link', { name: '直接办理' }).waitFor();
  await atAllWidths(page, 'arrival');
});

test('the search answers while one types, and the answer can be linked to', async () => {
  await page.goto('/help');
  await page.getByRole('heading', { name: '手机身份认证' }).waitFor();
  await atAllWidths(page, 'help');
  const search = page.getByLabel('搜索');
  await search.fill('认证通不过');
  await page.getByText(/找到 \d+ 条/).waitFor();
  await picture(page, 'help-search');
  await page.getByRole('link', { name: '实名电信认证没有通过怎么办？' }).click();
  await page.waitForURL('**/help/identity-failed');
  await page.getByText('运营商的 APP').waitFor();
  await atAllWidths(page, 'answer');
  await page.goBack();
  expect(await page.getByLabel('搜索').inputValue()).toBe('认证通不过');
  await page.getByLabel('搜索').fill('番茄炒蛋');
  await page.getByText('没有找到').waitFor();
});

/** Every page of the portal that can be reached by links, from the front page on. */
test('no link is dead, and the hotline is on every page', { timeout: 300_000 }, async () => {
  const waiting = ['/'];
  const seen = new Set(waiting);
  for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) {
    await page.goto(place);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.locator('.bones').waitFor({ state: 'detached' });
    expect(await page.getByText('没有这个页面').count(), place).toBe(0);
    const calls = page.locator('footer').getByRole('link', { name: hotline });
    expect(await calls.first().getAttribute('href'), place).toBe(`tel:${hotline}`);
    await lookForBarriers(page, place);
    const links = await page.evaluate(() =>
      Array.from(document.querySelectorAll('a')).map((link) => link.getAttribute('href') ?? ''),
    );
    for (const link of links) {
      const { pathname, origin, hash } = new URL(link || '/', service.url);
      if (hash && link.startsWith('#'))
        expect(await page.locator(hash).count(), `${place}${link}`).toBe(1);
      if (origin !== service.url || seen.has(pathname)) continue;
      seen.add(pathname);
      if (/^\/(?!hall|console|sandbox|ca|crl|ocsp|assets)/.test(pathname)) waiting.push(pathname);
    }
  }
  for (const place of ['/guide/organization', '/service/replace', '/service/revoke', '/help/pin'])
    expect(seen, place).toContain(place);
  expect([...seen].filter((place) => place.startsWith('/help/')).length).toBeGreaterThan(30);
});

test('hall and phone have the hotline, too', async () => {
  for (const place of ['/hall/login', '/hall/nothing', '/phone/identity/nothing']) {
    await page.goto(place);
    await page.locator('footer').getByRole('link', { name: hotline }).waitFor();
  }
});

test('guides and services read well at every width', async () => {
  for (const [name, place] of [
    ['guides', '/guide'],
    ['guide', '/guide/organization'],
    ['service', '/service/replace'],
  ] as const) {
    await page.goto(place);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await atAllWidths(page, name);
  }
});

test('large text grows everything, and stays', async () => {
  await page.goto('/');
  await page.getByRole('button', { name: '大字版' }).click();
  await page.goto('/hall/login');
  expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('20px');
  await page.goto('/');
  await atAllWidths(page, 'large');
  await page.getByRole('button', { name: '标准字' }).click();
});

test('no page had an error, a foreign script or a serious barrier', () => {
  expect(pageErrors).toEqual([]);
  expect(barriers).toEqual([]);
});
