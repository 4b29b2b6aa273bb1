// Steps of the applicant's way that tests of something else take without looking right or left.
import type { Page } from 'playwright-core';

import { download, saved, uploadMaterial } from './applicant';
import { relyingApplication } from './people';
import type { Service } from './programs';
import type { Sandbox } from './sandbox';
import * as sms from './sms_texts';

export async function signIn(page: Page, sandbox: Sandbox, mobile: string): Promise<void> {
  await page.waitForURL(/\/hall\/login/);
  await page.getByLabel('手机号码').fill(mobile);
  await page.getByRole('button', { name: '获取验证码' }).click();
  const code = sms.loginCode.exec(await sandbox.sms(mobile, '登录验证码'))?.[1];
  await page.getByLabel('短信验证码').fill(code ?? '');
  await page.getByRole('button', { name: '登录' }).click();
}

/** Agrees, and chooses what the certificate is for. */
export async function begin(page: Page): Promise<void> {
  await page.getByRole('checkbox').first().waitFor(); // with the documents, after the heading
  for (const tick of await page.getByRole('checkbox').all()) await tick.check();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.waitForURL(/\/application$/);
  await page.getByRole('radio', { name: relyingApplication }).check();
  await page.getByRole('button', { name: /^下一步/ }).click();
  await page.waitForURL(/\/details/);
}

export async function toTheForm(page: Page): Promise<void> {
  await saved(page);
  await page.getByRole('button', { name: /^下一步/ }).click();
  await page.waitForURL(/\/form/);
}

/** Makes the form; leaves form.pdf and seal.pdf. */
export async function printForm(page: Page, service: Service): Promise<void> {
  await page.getByRole('button', { name: /生成申请表/ }).click();
  await page.getByText('申请表已生成').waitFor();
  await download(page, '下载申请表', service.file('form.pdf'));
  await download(page, '下载印章采集表', service.file('seal.pdf'));
}

/** Titles and files; each is accepted. */
export async function uploadAll(page: Page, service: Service, papers: Record<string, string>) {
  for (const [title, name] of Object.entries(papers)) {
    await uploadMaterial(page, title, service.file(name), '已通过检查');
  }
}

/** The phone's page with both photos taken, name and number read. */
export async function photograph(page: Page, sandbox: Sandbox, service: Service): Promise<Page> {
  const link = page.getByRole('link', { name: '就用这台手机认证' });
  await link.waitFor();
  const phone = await sandbox.scan((await link.getAttribute('href')) ?? '');
  await phone.getByLabel('拍摄身份证人像面').setInputFiles(service.file('card-front.jpg'));
  await phone.getByLabel('拍摄身份证国徽面').setInputFiles(service.file('card-back.jpg'));
  await phone.getByRole('heading', { name: '请核对姓名和号码' }).waitFor();
  return phone;
}

export async function prove(page: Page, phone: Page): Promise<void> {
  await phone.getByRole('button', { name: /开始认证/ }).click();
  await phone.getByRole('heading', { name: '认证通过' }).waitFor();
  await phone.close();
  await page.getByText('已通过实名认证').waitFor();
}
