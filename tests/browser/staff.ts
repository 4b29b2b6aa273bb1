// Staff at the console.
import { writeFileSync } from 'node:fs';

import type { Page } from 'playwright-core';

import { certhall, type OneTimePassword, type Service } from './programs';
import { totp } from './totp';

const kPassword = '示例口令 correct horse';

/** A code is good once: each is of a later step than the one before. */
const used = new Map<string, string>();
async function nextCode(secret: string): Promise<string> {
  while (totp(secret) === used.get(secret)) await new Promise((later) => setTimeout(later, 200));
  const code = totp(secret);
  used.set(secret, code);
  return code;
}

/**
 * For an enrolment: of the step before this one, which is good as well, so that nobody has to wait
 * for the code after it; of this one where it soon ends.
 */
async function firstCode(secret: string): Promise<string> {
  return Date.now() % 30_000 < 15_000 ? totp(secret, Date.now() - 30_000) : nextCode(secret);
}

/**
 * First login: one-time password, own password, authenticator. Answers the TOTP secret. `look` is
 * called with the name of each page on the way.
 */
export async function enrol(
  page: Page,
  { login, password }: OneTimePassword,
  look: (name: string) => Promise<void> = async () => {},
): Promise<string> {
  await page.goto('/console');
  await page.getByLabel('账号').fill(login);
  await look('console-login');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByAltText('绑定身份验证器的二维码').waitFor();
  await look('console-enrolment');
  const secret = (await page.getByTestId('totp-secret').textContent())?.replace(/\s/g, '') ?? '';
  await page.getByLabel('新密码').fill(kPassword);
  await page.getByLabel('再输一次').fill(kPassword);
  await page.getByLabel('动态口令').fill(await firstCode(secret));
  await page.getByRole('button', { name: '完成设置' }).click();
  await page.getByRole('button', { name: '退出' }).waitFor();
  await page.waitForURL((url) => !/login|enrolment/.test(url.pathname));
  return secret;
}

/** Opens an application from the queue by its number; `act` is what the queue offers. */
export async function openFromQueue(page: Page, number: string, act: '审核' | '查看') {
  await page.goto('/console/queue');
  await page.getByRole('link', { name: `${act} ${number}` }).click();
  await page.getByRole('region', { name: '材料查看' }).waitFor();
}

/** The picture in the viewer has been loaded. */
export async function seesPicture(page: Page): Promise<boolean> {
  const picture = page.getByRole('region', { name: '材料查看' }).locator('img[draggable="false"]');
  await picture.waitFor({ state: 'visible' });
  return picture.evaluate((image: HTMLImageElement) => image.naturalWidth > 0);
}

/** The producer's station makes one token; answers what it said. */
export async function runStation(service: Service, secret: string, number: string) {
  writeFileSync(service.file('password'), `${kPassword}\n`);
  writeFileSync(service.file('totp'), `${secret}\n`);
  await nextCode(secret); // the station makes the same one
  return certhall(
    ...['station', '--url', service.url, '--login', 'producer', '--number', number],
    ...['--password-file', service.file('password'), '--totp-secret-file', service.file('totp')],
    ...['--tokens', service.file('tokens')],
  );
}
