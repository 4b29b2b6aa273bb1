// What a bidder finds before and beside the hall: vendors, the hand-over, announcements, guide,
// FAQ, and help at each place.
import { readFileSync, writeFileSync } from 'node:fs';

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';

import { barriers, lookForBarriers } from './accessibility';
import { fillPortal } from './applicant';
import { atAllWidths, atDesk, openBrowser, pageErrors, picture, pictureOfAll } from './browser';
import { agent, organization } from './people';
import { output, Service } from './programs';

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
      if (/^\/(?!hall|console|sandbox|ca|crl|ocsp|tsa|assets)/.test(pathname))
        waiting.push(pathname);
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

/** A PDF that some other program signed: the hole for the signature first, then the signature. */
async function signedPdf(): Promise<Buffer> {
  const [key, certificate] = [service.file('foreign.key'), service.file('foreign.pem')];
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate];
  await output('openssl', 'req', '-x509', ...made, '-subj', '/O=Example/CN=Example Signer');
  const hole = 8192;
  const head = '%PDF-1.7\n1 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite';
  const tail = '>>\nendobj\n%%EOF\n';
  const range = (at: number) =>
    `/ByteRange[0 ${[at, at + hole + 2, tail.length].map((n) => String(n).padEnd(8)).join(' ')}]/Contents`;
  const before = head + range(head.length + range(0).length);
  const [content, signature] = [service.file('content'), service.file('signature')];
  writeFileSync(content, before + tail);
  const how = ['-sign', '-binary', '-in', content, '-signer', certificate, '-inkey', key];
  await output('openssl', 'cms', ...how, '-outform', 'DER', '-out', signature);
  const hex = readFileSync(signature).toString('hex').padEnd(hole, '0');
  return Buffer.from(`${before}<${hex}>${tail}`);
}

test('what is dropped on 证书核验 is explained in plain words', { timeout: 120_000 }, async () => {
  await page.goto('/verify');
  await page.getByRole('heading', { name: '证书核验' }).waitFor();
  await atAllWidths(page, 'verify');
  const choose = (name: string, buffer: Buffer) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  const shows = (title: string) =>
    page.getByRole('status').getByRole('heading', { level: 2, name: title }).waitFor();
  const response = await page.request.get('/ca/sm2.cer');
  const own = await response.body();
  await choose('sm2.cer', own);
  await shows('证书有效');
  await page.getByText('签发证书的机构').waitFor();
  await page.getByText('技术信息').click();
  await atAllWidths(page, 'verify-good');
  const forged = Buffer.from(own);
  forged.writeUInt8(forged.readUInt8(forged.length - 1) ^ 1, forged.length - 1);
  await choose('forged.cer', forged);
  await shows('冒用本机构的名义');
  await picture(page, 'verify-forged');
  const signed = await signedPdf();
  await choose('signed.pdf', signed);
  await shows('需要留意');
  await page.getByText('签名 1：签名完好').waitFor();
  await page.getByText('Example Signer').first().waitFor();
  await atAllWidths(page, 'verify-pdf');
  const changed = Buffer.from(signed);
  changed.write('X', 20);
  await choose('changed.pdf', changed);
  await shows('请勿信任');
  await page.getByText('签名 1：内容被改动过').waitFor();
  await picture(page, 'verify-changed');
  await choose('plain.pdf', Buffer.from('%PDF-1.7\n%%EOF\n'));
  await shows('没有找到数字签名');
  await choose('my.pfx', Buffer.from('x'));
  await page.getByRole('alert').getByText('私钥').waitFor();
  await choose('holiday.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0]));
  await page.getByRole('alert').getByText('这是图片').waitFor();
  await picture(page, 'verify-refused');
});

test('证书查询 asks by serial number, credit code or key', async () => {
  await page.goto('/query');
  await page.getByRole('radio', { name: '信用代码' }).check();
  await page.getByLabel('统一社会信用代码').fill('9143');
  await page.getByRole('button', { name: '查询' }).click();
  await page.getByText('18 位').first().waitFor();
  await atAllWidths(page, 'query-code');
  await page.getByLabel('统一社会信用代码').fill(organization.creditCode);
  await page.getByRole('button', { name: '查询' }).click();
  await page.getByText('没有查到').waitFor();
  await page.getByRole('radio', { name: '公钥' }).check();
  await page.getByLabel('公钥标识').fill('a'.repeat(40));
  await page.getByRole('button', { name: '查询' }).click();
  await page.getByText('没有查到').waitFor();
  await picture(page, 'query-key');
});

test('guides and services read well at every width', async () => {
  for (const [name, place] of [
    ['guides', '/guide'],
    ['guide', '/guide/organization'],
    ['service', '/service/replace'],
    ['announcements', '/announcements'],
    ['nowhere', '/nowhere'],
    ['nowhere-in-the-hall', '/hall/nowhere'],
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
