// From the portal to 「在线支付」, by the pages, without looking right or left.
import type { Page } from 'playwright-core';

import { download, fillDetails, fillPortal, saved, section, uploadMaterial } from './applicant';
import { renderPapers } from './papers';
import { agent, relyingApplication } from './people';
import type { Service } from './programs';
import type { Sandbox } from './sandbox';
import * as sms from './sms_texts';

async function signIn(page: Page, sandbox: Sandbox): Promise<void> {
  await page.getByLabel('手机号码').fill(agent.mobile);
  await page.getByRole('button', { name: '获取验证码' }).click();
  const code = sms.loginCode.exec(await sandbox.sms(agent.mobile, '登录验证码'))?.[1];
  await page.getByLabel('短信验证码').fill(code ?? '');
  await page.getByRole('button', { name: '登录' }).click();
}

async function consent(page: Page): Promise<void> {
  await page.getByRole('heading', { name: '证书新办' }).waitFor();
  for (const tick of await page.getByRole('checkbox').all()) await tick.check();
  await page.getByRole('button', { name: '下一步' }).click();
  await page.waitForURL(/\/hall\/applications\/[^/]+\/application/);
}

async function fillIn(page: Page): Promise<void> {
  await page.getByRole('radio', { name: relyingApplication }).check();
  await page.getByRole('button', { name: /^下一步/ }).click();
  await page.waitForURL(/\/details/);
  await fillDetails(page);
  await section(page, '证书信息').getByText('350元/1年').waitFor();
  await saved(page);
  await page.getByRole('button', { name: /^下一步/ }).click();
  await page.waitForURL(/\/form/);
}

async function bringPapers(page: Page, service: Service): Promise<void> {
  await page.getByRole('button', { name: /生成申请表/ }).click();
  await page.getByText('申请表已生成').waitFor();
  await download(page, '下载申请表', service.file('form.pdf'));
  await download(page, '下载印章采集表', service.file('seal.pdf'));
  await page.getByRole('link', { name: /^下一步/ }).click();
  await renderPapers(service.folder);
  await uploadMaterial(page, '申请表扫描件', service.file('form.jpg'), '已通过检查');
  await uploadMaterial(page, '营业执照扫描件', service.file('licence.jpg'), '已通过检查');
  await uploadMaterial(page, '数字证书印章采集表', service.file('seal.jpg'), '已通过检查');
}

async function proveIdentity(page: Page, sandbox: Sandbox, service: Service): Promise<void> {
  await sandbox.register(agent);
  const link = page.getByRole('link', { name: '就用这台手机认证' });
  await link.waitFor();
  const phone = await sandbox.scan((await link.getAttribute('href')) ?? '');
  await phone.getByLabel('拍摄身份证人像面').setInputFiles(service.file('card-front.jpg'));
  await phone.getByLabel('拍摄身份证国徽面').setInputFiles(service.file('card-back.jpg'));
  await phone.getByRole('heading', { name: '请核对姓名和号码' }).waitFor();
  await phone.getByRole('button', { name: /开始认证/ }).click();
  await phone.getByRole('heading', { name: '认证通过' }).waitFor();
  await phone.close();
  await page.getByText('已通过实名认证').waitFor();
}

/** Answers the application's number. */
export async function fileToPayment(page: Page, sandbox: Sandbox, service: Service) {
  await page.goto('/');
  await page.getByRole('link', { name: '办理证书' }).click();
  await fillPortal(page);
  await page.getByRole('button', { name: '立即申请' }).click();
  await page.waitForURL(/\/hall\//);
  if (page.url().includes('/hall/login')) await signIn(page, sandbox);
  await consent(page);
  await fillIn(page);
  await bringPapers(page, service);
  await proveIdentity(page, sandbox, service);
  await page.getByRole('link', { name: /^下一步/ }).click();
  await page.getByRole('heading', { name: '选择付款方式' }).waitFor();
  const id = /applications\/([^/]+)\//.exec(page.url())?.[1] ?? '';
  const answer = await page.request.get(`/api/applications/${id}`);
  const { number } = (await answer.json()) as { number: string };
  return { id, number };
}
