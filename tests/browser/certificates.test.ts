// What administrators do with certificates: one is suspended, released and revoked; many go by a list
// that another one approves; a certificate profile is changed by two.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { X509Certificate } from 'node:crypto';

import { Case, Desk } from '../service/case.ts';
import { Hall } from '../service/hall.ts';
import { approved, issue } from '../service/issued.ts';
import { company } from '../service/papers.ts';
import { barriers } from './accessibility';
import { atAllWidths, atDesk, openBrowser, pageErrors, picture, pictureOfAll } from './browser';
import { enrol } from './staff';

const hall = new Hall();
let browser: Browser;
let first: Page;
let second: Page;
let serials: string[];

beforeAll(async () => {
  await hall.start();
  browser = await openBrowser('certificates');
  const desk = await Desk.of(hall);
  const pairs = [];
  for (const nth of [1, 2]) {
    const one = await approved(new Case(hall, company(nth)), desk);
    pairs.push(await issue(one, desk.producer, `K${nth}-2026`));
  }
  serials = pairs.map(({ signing_certificate }) =>
    new X509Certificate(Buffer.from(signing_certificate, 'base64')).serialNumber.toLowerCase(),
  );
  first = await atDesk(browser, hall.url);
  second = await atDesk(browser, hall.url);
  const login = 'administrator';
  const other = hall.addStaff('administrator2', login);
  await enrol(first, { login, password: hall.oneTimePassword(login) });
  await enrol(second, { login: 'administrator2', password: other });
}, 240_000);

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed');
});

afterAll(async () => {
  await browser?.close();
  await hall.remove();
});

async function find(serial: string): Promise<void> {
  await first.getByLabel('证书序列号').fill(serial);
  await first.getByRole('button', { name: '查找' }).click();
}

/** In the dialog that is open. */
async function confirm(act: string): Promise<void> {
  await first.getByRole('dialog').getByRole('button', { name: act, exact: true }).click();
  await first.getByRole('dialog').waitFor({ state: 'detached' });
}

const tags = (text: string) => first.locator('article').getByText(text, { exact: true });

/** The other administrator approves what waits for him; a dialog may ask once more. */
async function approve(): Promise<void> {
  await second.goto('/console/administration');
  await second.getByRole('link', { name: '核对' }).click();
  await second.getByRole('button', { name: '批准并立即生效' }).click();
  await second.getByText('已生效').first().waitFor();
}

test('a serial number that is nobody’s is explained', async () => {
  await first.goto('/console/certificates');
  await first.getByText('还没有办理过清单').waitFor();
  await find('0123456789abcdef0123456789abcdef');
  await first.getByRole('alert').waitFor();
  await atAllWidths(first, 'not-found');
});

test('a pair is suspended and released', async () => {
  // As Windows shows it: in capitals, with spaces.
  await find((serials[0] ?? '').toUpperCase().replace(/(..)/g, '$1 '));
  await first.getByRole('heading', { name: /^业务单/ }).waitFor();
  await atAllWidths(first, 'found');
  await first.getByRole('button', { name: '挂起签名证书' }).click();
  await confirm('挂起');
  await tags('已挂起').nth(1).waitFor();
  await picture(first, 'suspended');
  await first.getByRole('button', { name: '解除挂起签名证书' }).click();
  await confirm('解除挂起');
  await first.getByRole('button', { name: '挂起签名证书', exact: true }).waitFor();
});

test('a revocation wants its reason and one more look', async () => {
  await first.getByRole('button', { name: '吊销签名证书' }).click();
  const dialog = first.getByRole('dialog');
  const act = dialog.getByRole('button', { name: '吊销', exact: true });
  expect(await act.isDisabled()).toBe(true);
  await dialog.getByLabel('吊销原因').selectOption('affiliation_changed');
  await dialog.getByLabel(/已核对/).check();
  await atAllWidths(first, 'revoke');
  await confirm('吊销');
  await first.getByText('主体信息变更').first().waitFor();
  expect(await first.getByRole('button', { name: /^(挂起|吊销)(签名|加密)证书/ }).count()).toBe(0);
  await picture(first, 'revoked');
});

test('a list goes by two, and each line has its result', async () => {
  await first.getByRole('link', { name: '新建或审批清单' }).click();
  await first.getByRole('button', { name: '新建吊销清单' }).click();
  await first.getByLabel('清单名称').fill('2026-court-1');
  await first.getByRole('button', { name: '下一步' }).click();
  const text = first.getByLabel('内容');
  await text.fill(`# 法院通知\n${serials[1]},lost_interest\n`);
  await first.getByRole('button', { name: '第 2 行' }).waitFor();
  expect(await first.getByRole('button', { name: '提出变更' }).isDisabled()).toBe(true);
  await atAllWidths(first, 'wrong-list');
  await text.fill(
    `# 法院通知\n${serials[1]},privilege_withdrawn\n${serials[0]}\nabcdef0123456789\n`,
  );
  await first.getByRole('button', { name: '第 2 行' }).waitFor({ state: 'detached' });
  await first.getByLabel('修改原因').fill('法院通知第1号');
  await first.getByRole('button', { name: '提出变更' }).click();
  await first.getByText(/等.*administrator2.*批准/).waitFor();
  await approve();
  await first.goto('/console/certificates');
  await expect
    .poll(
      async () => {
        await first.getByRole('button', { name: '刷新' }).click();
        return first.getByText('已办理 3 / 3 行').count();
      },
      { timeout: 30_000, interval: 1000 },
    )
    .toBe(1);
  await first.getByRole('button', { name: /2026-court-1/ }).click();
  await first.getByRole('region', { name: '逐行结果' }).getByRole('row').nth(3).waitFor();
  await atAllWidths(first, 'list-report');
});

test('a certificate profile is changed by two', async () => {
  await first.goto('/console/administration/profile');
  await first.getByRole('button', { name: /^机构签名证书/ }).click();
  await first.getByRole('heading', { name: '现行内容' }).waitFor();
  await atAllWidths(first, 'profiles');
  await first.getByRole('button', { name: '提出修改' }).click();
  const text = first.getByLabel('内容');
  const before = await text.inputValue();
  await text.fill(before.replace('longest_days = 1861', 'longest_days = 0'));
  await first.getByRole('button', { name: /^第 \d+ 行/ }).waitFor();
  await atAllWidths(first, 'wrong-profile');
  await text.fill(before.replace('longest_days = 1861', 'longest_days = 1900'));
  await first.getByRole('button', { name: /^第 \d+ 行/ }).waitFor({ state: 'detached' });
  await first.getByLabel('修改原因').fill('与证书策略一致');
  await first.getByRole('button', { name: '提出变更' }).click();
  await first.getByText(/等.*administrator2.*批准/).waitFor();
  await approve();
  await first.goto('/console/administration/profile');
  await first.getByRole('button', { name: /^机构签名证书/ }).click();
  await first.getByText('longest_days = 1900').waitFor();
});

test('nothing went wrong inside the pages, and everybody can use them', () => {
  expect(pageErrors).toEqual([]);
  expect(barriers).toEqual([]);
});
