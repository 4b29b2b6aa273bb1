// One organization's case, from the portal to 「已完成」 and on to the loss report, through the
// real pages of the real program.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';

import { barriers } from './accessibility';
import { download, fillDetails, fillPortal, saved, section, uploadMaterial } from './applicant';
import { atDesk, openBrowser, pageErrors, picture, pictureOfAll } from './browser';
import { openssl, RelyingParty } from './foreign';
import { renderPapers, textOf, whatTheFormSays } from './papers';
import { agent, legal, organization, relyingApplication } from './people';
import { bouncyCastle, certhall, oneTimePasswords, openToken, Service } from './programs';
import { Sandbox } from './sandbox';
import * as sms from './sms_texts';
import { enrol, openFromQueue, runStation, seesPicture } from './staff';

const service = new Service();
let browser: Browser;
let applicant: Page;
let reviewer: Page;
let secondReviewer: Page;
let finance: Page;
let producer: Page;
let sandbox: Sandbox;
let party: RelyingParty;

let producerSecret = '';
let number = ''; // of the application
let bankReference = '';
let pinCode = '';
let tokenSerial = '';

beforeAll(async () => {
  await service.start();
  browser = await openBrowser();
  applicant = await atDesk(browser, service.url);
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

test('first start prints a one-time password for every role; staff set their own', async () => {
  const accounts = oneTimePasswords(service.printed);
  const roles = ['reviewer', 'finance', 'producer', 'administrator', 'auditor'];
  expect(accounts.map(({ login }) => login)).toEqual(roles);
  const account = (login: string) => accounts.find((each) => each.login === login)!;

  reviewer = await atDesk(browser, service.url);
  finance = await atDesk(browser, service.url);
  producer = await atDesk(browser, service.url);
  await enrol(reviewer, account('reviewer'));
  await reviewer.getByRole('heading', { name: '审核队列' }).waitFor();
  await picture(reviewer, 'console-empty-queue');
  await enrol(finance, account('finance'));
  await finance.getByRole('heading', { name: '款项核对' }).waitFor();
  producerSecret = await enrol(producer, account('producer'));
  await producer.getByRole('heading', { name: '制证与寄送' }).waitFor();

  const wanted = ['--login', 'reviewer2', '--name', '复核乙', '--role', 'reviewer'];
  const said = await certhall('staff', 'add', '--data', service.data, ...wanted);
  const [second] = oneTimePasswords(said);
  expect(second?.login).toBe('reviewer2');
  secondReviewer = await atDesk(browser, service.url);
  await enrol(secondReviewer, second!);
});

test('the portal shows the six services and hands the details over to the hall', async () => {
  await applicant.goto('/');
  for (const service of ['办理', '补办', '变更', '解锁', '更新', '查询']) {
    await applicant
      .getByRole('link', { name: new RegExp(service) })
      .first()
      .waitFor();
  }
  await picture(applicant, 'portal');
  await applicant.getByRole('link', { name: '办理证书' }).click();
  await fillPortal(applicant);
  await picture(applicant, 'portal-apply');
  await applicant.getByRole('button', { name: '立即申请' }).click();
  await applicant.waitForURL(/\/hall\/login/);
});

test('login by SMS code', async () => {
  await applicant.getByLabel('手机号码').fill(agent.mobile);
  await applicant.getByRole('button', { name: '获取验证码' }).click();
  const text = await sandbox.sms(agent.mobile, '登录验证码');
  const code = sms.loginCode.exec(text)?.[1];
  expect(code, text).toBeDefined();
  await picture(applicant, 'login');
  await picture(sandbox.page, 'sandbox-login-code');
  await applicant.getByLabel('短信验证码').fill(code!);
  await applicant.getByRole('button', { name: '登录' }).click();
  await applicant.waitForURL(/\/hall\/start/);
});

test('consent: nothing begins before both ticks', async () => {
  await applicant.getByRole('heading', { name: '证书新办' }).waitFor();
  for (const title of [
    '证书办理指南',
    '电子认证服务协议',
    '个人信息保护政策',
    '敏感个人信息授权书',
  ]) {
    await applicant.getByRole('tab', { name: title }).click();
    expect((await applicant.getByRole('tabpanel').innerText()).length).toBeGreaterThan(200);
  }
  const next = applicant.getByRole('button', { name: '下一步' });
  const [together, separate] = await applicant.getByRole('checkbox').all();
  await together!.check();
  expect(await next.isDisabled()).toBe(true);
  await separate!.check();
  await picture(applicant, 'consent');
  await next.click();
  await applicant.waitForURL(/\/hall\/applications\/[^/]+\/application/);
});

test('details: the hand-over is filled in, errors show while typing, a reload loses nothing', async () => {
  await applicant.getByRole('radio', { name: relyingApplication }).check();
  await applicant.getByRole('button', { name: /^下一步/ }).click();
  await applicant.waitForURL(/\/details/);
  const ofOrganization = section(applicant, '单位信息');
  expect(await ofOrganization.getByLabel('机构名称').inputValue()).toBe(organization.name);
  expect(await ofOrganization.getByLabel('统一社会信用代码').inputValue()).toBe(
    organization.creditCode,
  );
  expect(await section(applicant, '经办人信息').getByLabel('移动电话').inputValue()).toBe(
    agent.mobile,
  );

  const idNumber = section(applicant, '法人信息').getByLabel('身份证号码');
  await idNumber.fill(legal.idNumber.replace(/.$/, legal.idNumber.endsWith('8') ? '7' : '8'));
  await idNumber.blur();
  await applicant.getByText('身份证号码校验不通过').waitFor();

  await fillDetails(applicant);
  await section(applicant, '证书信息').getByText('350元/1年').waitFor();
  await section(applicant, '证书信息')
    .getByText(/证书费200.介质费100.签章费50/)
    .waitFor();
  expect(await section(applicant, '发票信息').getByLabel('纳税人识别号').inputValue()).toBe(
    organization.creditCode,
  );
  await saved(applicant);
  await applicant.reload();
  expect(await section(applicant, '经办人信息').getByLabel('常用联系邮箱').inputValue()).toBe(
    agent.email,
  );
  await picture(applicant, 'details');
  await applicant.getByRole('button', { name: /^下一步/ }).click();
  await applicant.waitForURL(/\/form/);
});

test('the application form as PDF carries everything that was filled in', async () => {
  await applicant.getByRole('button', { name: /生成申请表/ }).click();
  await applicant.getByText('申请表已生成').waitFor();
  await picture(applicant, 'form');
  await download(applicant, '下载申请表', service.file('form.pdf'));
  await download(applicant, '下载印章采集表', service.file('seal.pdf'));
  const text = await textOf(service.file('form.pdf'));
  for (const part of whatTheFormSays) expect(text).toContain(part);
  number = /HN\d{8}-\d{6}/.exec(text)?.[0] ?? '';
  expect(number).not.toBe('');
  await applicant.getByRole('link', { name: /^下一步/ }).click();
});

test('materials are judged at once: a wrong paper is refused, stamped scans are taken', async () => {
  const file = (name: string) => service.file(name);
  await renderPapers(service.folder);
  await uploadMaterial(applicant, '申请表扫描件', file('licence-plain.jpg'), '请重新上传');
  await picture(applicant, 'material-refused');
  await uploadMaterial(applicant, '申请表扫描件', file('form.jpg'), '已通过检查');
  await uploadMaterial(applicant, '营业执照扫描件', file('licence.jpg'), '已通过检查');
  await uploadMaterial(applicant, '数字证书印章采集表', file('seal.jpg'), '已通过检查');
  await picture(applicant, 'materials');
});

test('identity on the phone; the desktop page follows by itself', async () => {
  await sandbox.register(agent);
  const qr = applicant.getByAltText('手机身份认证二维码');
  await qr.waitFor();
  const link = await applicant.getByRole('link', { name: '就用这台手机认证' }).getAttribute('href');
  await applicant.getByRole('button', { name: '复制链接' }).waitFor();
  await picture(applicant, 'identity-qr');

  const phone = await sandbox.scan(link!);
  await phone.getByLabel('拍摄身份证人像面').setInputFiles(service.file('card-front.jpg'));
  await phone.getByLabel('拍摄身份证国徽面').setInputFiles(service.file('card-back.jpg'));
  await phone.getByRole('heading', { name: '请核对姓名和号码' }).waitFor();
  expect(await phone.getByLabel('姓名').inputValue()).toBe(agent.name);
  expect(await phone.getByLabel('身份证号码').inputValue()).toBe(agent.idNumber);
  await picture(phone, 'phone-check');
  await phone.getByLabel('姓名').fill(`${agent.name}错`); // mended on the same phone
  await phone.getByRole('button', { name: /开始认证/ }).click();
  await phone.getByText('姓名与申请表不一致').waitFor();
  await picture(phone, 'phone-differs');
  await phone.getByLabel('姓名').fill(agent.name);
  await phone.getByRole('button', { name: '再认证一次' }).click();
  await phone.getByRole('heading', { name: '认证通过' }).waitFor();
  await picture(phone, 'phone-done');
  const width = await phone.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(375);
  await phone.close();
  await applicant.getByText('已通过实名认证').waitFor();
});

test('bank transfer with its remark code, and the voucher', async () => {
  await applicant.getByRole('link', { name: /^下一步/ }).click();
  await applicant.getByRole('button', { name: /确认用公对公汇款/ }).click();
  const remark = (await applicant.locator('.remark .value').textContent())?.trim() ?? '';
  expect(remark).toMatch(/^[0-9A-Z]{8}$/);
  bankReference = await sandbox.transfer(organization.name, '350.00', remark);
  expect(bankReference).not.toBe('');
  await sandbox.receipt(service.file('voucher.png'));
  await applicant.getByLabel('选择汇款流水单').setInputFiles(service.file('voucher.png'));
  await picture(applicant, 'payment');
  await applicant.getByRole('button', { name: '提交审核' }).click();
  await applicant.getByRole('heading', { name: /等待审核/ }).waitFor();
  await applicant.getByText(number).first().waitFor();
  await picture(applicant, 'submitted');
});

test('finance confirms the money, to the fen', async () => {
  await finance.goto('/console/payments');
  await finance.getByText(organization.name).first().waitFor();
  const amount = finance.getByLabel('到账金额');
  await amount.fill('349.99');
  await finance.getByText('与应付金额不符').waitFor();
  expect(await finance.getByRole('button', { name: '确认到账' }).isDisabled()).toBe(true);
  await amount.fill('350');
  await finance.getByLabel('付款人名称').fill(organization.name);
  await finance.getByLabel('银行流水号').fill(bankReference);
  await picture(finance, 'console-payment');
  await finance.getByRole('button', { name: '确认到账' }).click();
  await finance.getByText('没有待核的款项').waitFor();
  expect(await sandbox.sms(agent.mobile, '已确认到账')).toBe(sms.paid);
});

test('the reviewer returns one item with its reason', async () => {
  await openFromQueue(reviewer, number, '审核');
  expect(await seesPicture(reviewer)).toBe(true);
  const details = reviewer.getByRole('region', { name: '申请信息' });
  expect(await details.getByText(agent.idNumber).count()).toBe(0);
  await picture(reviewer, 'console-review');
  await reviewer.keyboard.press('v');
  await details.getByText('已显示完整信息，已记入审计').waitFor();
  await details.getByText(agent.idNumber).first().waitFor();
  for (let i = 0; i < 6; i += 1) await reviewer.keyboard.press('j');
  await reviewer.getByTitle('申请表原稿').waitFor();
  await reviewer.keyboard.press('x');
  const dialog = reviewer.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: '营业执照扫描件' }).check();
  await dialog.getByRole('button', { name: '未加盖单位公章' }).click();
  await picture(reviewer, 'console-return');
  await dialog.getByRole('button', { name: '驳回并短信通知' }).click();
  await reviewer.getByText(`${number} 已驳回`).waitFor();
  expect(await sandbox.sms(agent.mobile, '审核驳回')).toBe(
    sms.returned('营业执照扫描件:未加盖单位公章'),
  );
});

test('the applicant sees what to mend, mends it, and submits again', async () => {
  await applicant.goto('/hall/applications');
  await applicant.getByRole('link', { name: organization.name }).click();
  await applicant.getByText('未加盖单位公章').first().waitFor();
  await picture(applicant, 'returned');
  await applicant.getByRole('link', { name: /去修改.*营业执照/ }).click();
  const licence = service.file('licence.jpg');
  await uploadMaterial(applicant, '营业执照扫描件', licence, '已通过检查');
  await applicant.getByRole('link', { name: /回到业务单重新提交/ }).click();
  await applicant.getByRole('button', { name: '重新提交' }).click();
  await applicant.getByRole('heading', { name: '待审核' }).waitFor();
});

test('whoever acted once does not act again; a second reviewer approves', async () => {
  await openFromQueue(reviewer, number, '查看');
  expect(await reviewer.getByRole('button', { name: '通过', exact: true }).count()).toBe(0);

  await openFromQueue(secondReviewer, number, '审核');
  const approve = secondReviewer.getByRole('button', { name: '通过', exact: true });
  expect(await approve.isDisabled()).toBe(true);
  for (const tick of await secondReviewer.getByRole('checkbox').all()) await tick.check();
  await picture(secondReviewer, 'console-approve');
  await approve.click();
  await secondReviewer.getByText(`${number} 已通过`).waitFor();
  expect(await sandbox.sms(agent.mobile, '审核通过')).toBe(sms.approved);
});

test('the station makes the token, and the PIN goes to the agent alone', async () => {
  const said = await runStation(service, producerSecret, number);
  expect(said).toContain('制证完成');
  tokenSerial = /介质 (CH\d+)/.exec(said)?.[1] ?? '';
  expect(existsSync(service.file(`tokens/${tokenSerial}`))).toBe(true);
  const text = await sandbox.sms(agent.mobile, 'PIN码');
  pinCode = sms.pin(number, tokenSerial).exec(text)?.[1] ?? '';
  expect(pinCode, text).not.toBe('');
  expect(said).not.toContain(pinCode);
});

test('delivery: waybill, courier, signed for, completed', async () => {
  await producer.goto('/console/production');
  await producer.getByRole('button', { name: '生成运单' }).click();
  await producer.getByRole('radio', { name: '在途' }).check();
  const waybill = producer.getByText(/^SF\d+$/);
  await waybill.waitFor();
  await picture(producer, 'console-delivery');
  const code = (await waybill.textContent())?.trim() ?? '';
  expect(await sandbox.sms(agent.mobile, '已寄出')).toBe(sms.shipped(code));
  expect(await sandbox.deliver(code)).toBeGreaterThan(1);
  await picture(sandbox.page, 'sandbox-delivered');
  expect(await sandbox.sms(agent.mobile, '已办理完成')).toBe(sms.completed);

  await applicant.goto('/hall/applications');
  await applicant.getByRole('link', { name: organization.name }).click();
  await applicant.getByRole('heading', { name: '已完成' }).waitFor();
  await picture(applicant, 'completed');
});

test('the timeline tells every step', async () => {
  const titles = await applicant
    .getByRole('region', { name: '办理进度' })
    .locator('.title')
    .allTextContents();
  // The invoice follows the approval by a job of its own: somewhere before the end.
  const invoiced = '电子发票已开具';
  expect(titles).toContain(invoiced);
  expect(titles.filter((title) => title !== invoiced).reverse()).toEqual([
    '已同意协议并新建业务单',
    expect.stringContaining('申请表'),
    '经办人身份认证通过',
    '选择公对公汇款',
    '上传汇款流水单，提交审核',
    '汇款已到账',
    '审核驳回，待修改',
    expect.stringContaining('重新提交'),
    '审核通过',
    '制证完成',
    '已寄出',
    '已签收，办理完成',
  ]);
});

test('the auditor reads an unbroken chain, and the PIN is nowhere in it', async () => {
  const account = oneTimePasswords(service.printed).find(({ login }) => login === 'auditor');
  const auditor = await atDesk(browser, service.url);
  await enrol(auditor, account!);
  await auditor.getByText('校验链完整').waitFor();
  for (const act of ['application.approve', 'application.return']) {
    await auditor
      .getByRole('cell', { name: new RegExp(act) })
      .first()
      .waitFor();
  }
  expect(await auditor.content()).not.toContain(pinCode);
  await picture(auditor, 'console-audit');
  await certhall('audit', 'verify', '--data', service.data);
  expect(service.printed).not.toContain(pinCode);
});

test('the PIN opens the token, whose keys sign and decrypt for others', async () => {
  party = await RelyingParty.of(service.url, service.folder);
  const file = (name: string) => service.file(name);
  await download(applicant, '下载签名证书', file('signing.cer'));
  await download(applicant, '下载加密证书', file('encryption.cer'));
  await party.accepts('signing');
  await party.accepts('encryption');

  writeFileSync(file('message'), '投标文件');
  await openssl(
    ...['pkeyutl', '-encrypt', '-pubin', '-inkey', file('encryption.pub')],
    ...['-in', file('message'), '-out', file('cipher')],
  );
  const token = file(`tokens/${tokenSerial}`);
  const files = ['message', 'signature', 'cipher', 'plain'].map(file);
  const wrong = pinCode.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  await expect(openToken(token, wrong, ...files)).rejects.toThrow();
  const downloaded = ['signing.cer', 'encryption.cer'].map((name) => readFileSync(file(name)));
  await openToken(token, pinCode, ...files);
  const onToken = ['signing.cer', 'encryption.cer'].map((name) => readFileSync(file(name)));
  expect(onToken).toEqual(downloaded);
  await bouncyCastle('signature', file('signing.cer'), file('message'), file('signature'));
  expect(readFileSync(file('plain'), 'utf8')).toBe('投标文件');
});

test('status: good for both, unknown for a number never issued', async () => {
  await party.ocspOf('signing', 'good');
  await party.ocspOf('encryption', 'good');
  await party.crlSays('signing', 'good');
  const never = '00aa55aa55aa55aa55aa55aa55aa55aa';
  await party.ocsp(['-serial', `0x${never}`], `serial:${never}`, 'unknown');
});

test('the holder reports a loss: revoked for everybody within a second', async () => {
  await applicant.getByRole('button', { name: '挂失证书' }).click();
  const dialog = applicant.getByRole('dialog');
  await picture(applicant, 'loss');
  await dialog.getByRole('button', { name: '我已了解' }).click();
  await dialog.getByLabel(/确认挂失/).fill('确认挂失');
  const answered = applicant.waitForResponse((response) => response.url().endsWith('/loss'));
  await dialog.getByRole('button', { name: '确认挂失' }).click();
  expect((await answered).status()).toBe(200);
  await party.ocspOf('signing', 'revoked');
  await party.ocspOf('encryption', 'revoked');
  const listed = () => party.crlSays('signing', 'revoked').then(() => true, String);
  await expect.poll(listed, { timeout: 30_000 }).toBe(true);
  await applicant.getByText('已注销').first().waitFor();
  await picture(applicant, 'revoked');
  expect(await sandbox.sms(agent.mobile, '已报失')).toBe(sms.lossReported(organization.name));

  const serial = await openssl('x509', '-in', service.file('signing.pem'), '-noout', '-serial');
  await applicant.goto('/query');
  await applicant.getByLabel('证书序列号').fill(serial.trim().replace('serial=', ''));
  await applicant.getByRole('button', { name: '查询', exact: true }).click();
  await applicant.getByText(/已注销.请勿信任/).waitFor();
});

test('no page had an error or broke the content security policy', () => {
  expect(pageErrors).toEqual([]);
});

test('no page had a serious barrier for keyboard, screen reader or weak eyes', () => {
  expect(barriers).toEqual([]);
});
