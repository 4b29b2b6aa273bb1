// From the portal to 「在线支付」, by the pages, without looking right or left.
import type { Page } from 'playwright-core';

import { fillDetails, fillPortal } from './applicant';
import { renderPapers } from './papers';
import { agent } from './people';
import type { Service } from './programs';
import type { Sandbox } from './sandbox';
import { begin, photograph, printForm, signIn, toTheForm, uploadAll } from './steps';

/** An organization's application; answers its number. */
export async function fileToPayment(page: Page, sandbox: Sandbox, service: Service) {
  await page.goto('/apply');
  await fillPortal(page);
  await page.getByRole('button', { name: '立即申请' }).click();
  await page.waitForURL(/\/hall\//);
  // Whoever is signed in is asked for his consent at once.
  const login = page.getByLabel('短信验证码');
  await login.or(page.getByRole('checkbox')).first().waitFor();
  if (await login.isVisible()) await signIn(page, sandbox, agent.mobile);
  await begin(page);
  await fillDetails(page);
  await toTheForm(page);
  await printForm(page, service);
  await page.getByRole('link', { name: /^下一步/ }).click();
  await renderPapers(service.folder);
  await uploadAll(page, service, {
    申请表扫描件: 'form.jpg',
    营业执照扫描件: 'licence.jpg',
    数字证书印章采集表: 'seal.jpg',
  });
  await sandbox.register(agent);
  const phone = await photograph(page, sandbox, service);
  await phone.getByRole('button', { name: /开始认证/ }).click();
  await phone.getByRole('heading', { name: '认证通过' }).waitFor();
  await phone.close();
  await page.getByText('已通过实名认证').waitFor();
  await page.getByRole('link', { name: /^下一步/ }).click();
  await page.getByRole('heading', { name: '选择付款方式' }).waitFor();
  const id = /applications\/([^/]+)\//.exec(page.url())?.[1] ?? '';
  const answer = await page.request.get(`/api/applications/${id}`);
  const { number } = (await answer.json()) as { number: string };
  return number;
}
