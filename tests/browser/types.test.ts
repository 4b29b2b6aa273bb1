// 自然人证书 and 机构个人证书 through the pages: what they ask for, what stays when one changes
// one's mind, and what the reviewer sees of them.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';

import { barriers } from './accessibility';
import { fillDelivery, fillPerson, fillPortal, saved, section } from './applicant';
import { atAllWidths, atDesk, openBrowser, pageErrors, picture, pictureOfAll } from './browser';
import { renderPapers, textOf } from './papers';
import { agent, holder, legal, organization, person } from './people';
import { oneTimePasswords, Service } from './programs';
import { Sandbox } from './sandbox';
import { enrol, openFromQueue } from './staff';
import { begin, photograph, printForm, prove, signIn, toTheForm, uploadAll } from './steps';

const service = new Service();
let browser: Browser;
let applicant: Page;
let member: Page; // the agent of the organization whose member gets a certificate
let sandbox: Sandbox;
const numbers: string[] = [];

beforeAll(async () => {
  await service.start();
  browser = await openBrowser('types');
  applicant = await atDesk(browser, service.url);
  member = await atDesk(browser, service.url);
  sandbox = new Sandbox(await atDesk(browser, service.url));
  await sandbox.open();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await pictureOfAll(browser, 'failed');
});

afterAll(async () => {
  await browser?.close();
  await service.stop();
});

const part = (page: Page, title: string) => section(page, title);
const choose = (page: Page, type: string) => page.getByRole('radio', { name: type }).check();

test('the portal takes a person over with name and number', async () => {
  await applicant.goto('/apply');
  await fillPortal(applicant); // of an organization, before one sees the other choice
  await applicant.getByRole('radio', { name: '个人证书' }).check();
  expect(await applicant.getByLabel('单位名称').count()).toBe(0);
  await applicant.getByLabel('申请人姓名').fill(person.name);
  await applicant.getByLabel('申请人手机号码').fill(person.mobile);
  await atAllWidths(applicant, 'portal-personal');
  await applicant.getByRole('button', { name: '立即申请' }).click();
  await signIn(applicant, sandbox, person.mobile);
  await begin(applicant);
  expect(await applicant.getByRole('radio', { name: '自然人证书' }).isChecked()).toBe(true);
  const own = part(applicant, '申请人信息');
  expect(await own.getByLabel('申请人姓名').inputValue()).toBe(person.name);
  expect(await own.getByLabel('移动电话').inputValue()).toBe(person.mobile);
  expect(await part(applicant, '单位信息').count()).toBe(0);
});

test('another type brings its own parts, and none of them loses what was typed', async () => {
  await choose(applicant, '机构证书');
  await part(applicant, '证书信息').getByText('350元/1年').waitFor();
  await part(applicant, '单位信息').getByLabel('机构名称').fill(organization.name);
  await fillPerson(applicant, '法人信息', legal);
  await choose(applicant, '机构个人证书');
  await part(applicant, '证书信息').getByText('600元/1年').waitFor();
  expect(await part(applicant, '法人信息').count()).toBe(0);
  expect(await part(applicant, '单位信息').getByLabel('机构名称').inputValue()).toBe(
    organization.name,
  );
  await fillPerson(applicant, '申请人信息', holder);
  await choose(applicant, '机构证书');
  expect(await part(applicant, '法人信息').getByLabel('法人姓名').inputValue()).toBe(legal.name);
  await choose(applicant, '自然人证书');
  await part(applicant, '证书信息').getByText('250元/1年').waitFor();
});

test('a person fills in himself, and his invoice bears his name', async () => {
  await fillPerson(applicant, '申请人信息', person);
  await fillDelivery(applicant);
  const invoice = part(applicant, '发票信息');
  expect(await invoice.getByLabel('发票抬头').inputValue()).toBe(person.name);
  expect(await invoice.getByLabel('纳税人识别号').inputValue()).toBe('');
  await atAllWidths(applicant, 'details-natural');
  await toTheForm(applicant);
  await applicant.getByText('姓名、身份证号码和手机号码').waitFor();
});

test('his form and sheet know nobody else and ask for no stamp', async () => {
  await printForm(applicant, service);
  await atAllWidths(applicant, 'form-natural');
  const form = await textOf(service.file('form.pdf'));
  for (const said of [...Object.values(person), '自然人证书', '250.00元']) {
    expect(form).toContain(said);
  }
  for (const unsaid of [organization.name, ...Object.values(legal), holder.name, '公章']) {
    expect(form).not.toContain(unsaid);
  }
  numbers.push(/HN\d{8}-\d{6}/.exec(form)?.[0] ?? '');
  await applicant.getByRole('link', { name: /^下一步/ }).click();
});

test('two signed papers, and his own card', async () => {
  await renderPapers(service.folder, { card: person });
  await applicant.getByRole('heading', { name: '上传两份本人签字的资料' }).waitFor();
  expect(await applicant.getByText('营业执照扫描件').count()).toBe(0);
  await uploadAll(applicant, service, { 申请表扫描件: 'form.jpg', 数字证书印章采集表: 'seal.jpg' });
  await sandbox.register(person);
  await applicant.getByRole('heading', { name: '申请人手机身份认证' }).waitFor();
  await atAllWidths(applicant, 'materials-natural');
  const phone = await photograph(applicant, sandbox, service);
  await phone.getByText('正在为申请人').waitFor();
  await picture(phone, 'phone-natural');
  await prove(applicant, phone);
});

/** By bank transfer, to the page that says that it is submitted. */
async function submit(page: Page, payer: string, yuan: string): Promise<void> {
  await page.getByRole('link', { name: /^下一步/ }).click();
  await page.getByRole('button', { name: /确认用公对公汇款/ }).click();
  const remark = (await page.locator('.remark .value').textContent())?.trim() ?? '';
  await sandbox.transfer(payer, yuan, remark);
  await sandbox.receipt(service.file('voucher.png'));
  await page.getByLabel('选择汇款流水单').setInputFiles(service.file('voucher.png'));
  await page.getByRole('button', { name: '提交审核' }).click();
  await page.getByRole('heading', { name: /等待审核/ }).waitFor();
}

test('submitted, his page and his list show him and nobody else', async () => {
  await submit(applicant, person.name, '250.00');
  await applicant.getByText('结果发短信到申请人手机').waitFor();
  await atAllWidths(applicant, 'submitted-natural');
  await applicant.goto('/hall/applications');
  await applicant.getByRole('link', { name: person.name }).waitFor();
  await atAllWidths(applicant, 'applications');
  await applicant.getByRole('link', { name: person.name }).click();
  await applicant.getByRole('heading', { name: '申请人信息' }).waitFor();
  const text = await applicant.locator('main').innerText();
  for (const gone of [organization.name, legal.name, holder.name]) expect(text).not.toContain(gone);
  await atAllWidths(applicant, 'application-natural');
});

test('a member of an organization: his and the agent’s data, three papers, the agent’s card', async () => {
  await member.goto('/apply');
  await fillPortal(member);
  await member.getByRole('button', { name: '立即申请' }).click();
  await signIn(member, sandbox, agent.mobile);
  await begin(member);
  await choose(member, '机构个人证书');
  await fillPerson(member, '申请人信息', { ...holder, idNumber: agent.idNumber });
  await fillPerson(member, '经办人信息', { idNumber: agent.idNumber, email: agent.email });
  await fillDelivery(member);
  await saved(member);
  await member.getByRole('button', { name: /^下一步/ }).click();
  await member.getByText('经办人：与申请人的身份证号码相同，姓名却不同').waitFor();
  await fillPerson(member, '申请人信息', holder);
  await atAllWidths(member, 'details-member');
  await toTheForm(member);
  await printForm(member, service);
  await atAllWidths(member, 'form-member');
  const form = await textOf(service.file('form.pdf'));
  for (const said of [
    ...Object.values(holder),
    ...Object.values(agent),
    '机构个人证书',
    '600.00元',
  ]) {
    expect(form).toContain(said);
  }
  expect(form).not.toContain('法人信息');
  numbers.push(/HN\d{8}-\d{6}/.exec(form)?.[0] ?? '');
  await member.getByRole('link', { name: /^下一步/ }).click();
  await renderPapers(service.folder);
  await uploadAll(member, service, {
    申请表扫描件: 'form.jpg',
    营业执照扫描件: 'licence.jpg',
    数字证书印章采集表: 'seal.jpg',
  });
  await sandbox.register(agent);
  await atAllWidths(member, 'materials-member');
  await prove(member, await photograph(member, sandbox, service));
  await submit(member, organization.name, '600.00');
  await member.getByText('PIN 码以短信发到申请人手机').waitFor();
});

test('the reviewer sees each of them as what he is', async () => {
  const account = oneTimePasswords(service.printed).find(({ login }) => login === 'reviewer');
  const reviewer = await atDesk(browser, service.url);
  await enrol(reviewer, account!);
  await reviewer.getByText('自然人证书').waitFor();
  await reviewer.getByText(`${holder.name}（${organization.name}）`).waitFor();
  await picture(reviewer, 'console-queue');
  await openFromQueue(reviewer, numbers[0]!, '审核');
  const details = reviewer.getByRole('region', { name: '申请信息' });
  await details.getByRole('heading', { name: '申请人信息' }).waitFor();
  expect(await details.innerText()).not.toMatch(/经办人|法人|单位/);
  await picture(reviewer, 'console-natural');
  await openFromQueue(reviewer, numbers[1]!, '审核');
  await details.getByText(holder.name).waitFor();
  await reviewer.keyboard.press('x');
  await reviewer.getByRole('dialog').waitFor();
  await picture(reviewer, 'console-member-return');
});

test('no page had an error or broke the content security policy', () => {
  expect(pageErrors).toEqual([]);
});

test('no page had a serious barrier for keyboard, screen reader or weak eyes', () => {
  expect(barriers).toEqual([]);
});
