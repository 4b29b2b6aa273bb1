// The whole case through the API: portal to 「已完成」, with one return, and what strangers say of what
// was issued.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import {
  type Answer,
  Browser,
  consentsOf,
  enrol,
  Hall,
  messagesTo,
  signIn,
  stationWords,
  until,
  write,
} from './hall.ts';
import { Case, deliver } from './case.ts';
import { company, licence, picture } from './papers.ts';

const root = resolve(import.meta.dirname, '../..');
const hall = new Hall();
const mine = company(1);
const { organization, agent } = mine;

const file = (name: string): string => join(hall.folder, name);

const ours = new Case(hall, mine);
let applicant: Browser;
const at = (path = ''): string => ours.at(path);
const look = (): Promise<Answer> => ours.look();

before(async () => hall.start());
after(async () => hall.remove());

test('the portal hands over what was typed', async () => {
  const { location } = await new Browser(hall).call('POST', '/api/portal/handover', {
    vendor: 'szca',
    kind: 'enterprise',
    organization_name: organization.name,
    credit_code: organization.credit_code,
    organization_address: organization.address,
    agent_name: agent.name,
    agent_mobile: agent.mobile,
  });
  applicant = await signIn(hall, agent.mobile);
  const consents = await consentsOf(applicant);
  assert.equal(consents.length, 5);
  const problem = await applicant.refused(422, 'POST', '/api/applications', {
    consents: consents.slice(0, 2),
  });
  assert.equal(problem.fields[0].field, 'consents');
  const handover = new URL(location, hall.url).searchParams.get('handover');
  const view = await applicant.call('POST', '/api/applications', { consents, handover });
  ours.take(applicant, view);
  assert.equal(view.details.organization.credit_code, organization.credit_code);
  assert.equal(view.details.invoice.tax_number, organization.credit_code);
  assert.equal(view.step, 'choose_application');
});

test('the wizard saves, says what is wrong, and prints', async () => {
  let view = await look();
  view = await applicant.call('PUT', at('/relying-application'), {
    revision: view.revision,
    relying_application: 'hn-ggzy',
  });
  const wrong = { ...mine, agent: { ...agent, id_number: '990101199003073011' } };
  view = await applicant.call('PUT', at('/details'), { revision: view.revision, details: wrong });
  assert.ok(view.problems.some((each: Answer) => each.field === 'agent.id_number'));
  await applicant.refused(409, 'POST', at('/form'), { revision: view.revision });
  await applicant.refused(409, 'PUT', at('/details'), {
    revision: view.revision - 1,
    details: mine,
  });
  view = await applicant.call('PUT', at('/details'), { revision: view.revision, details: mine });
  assert.deepEqual(view.problems, []);
  assert.equal(view.price.total, 35000);
  view = await applicant.call('POST', at('/form'), { revision: view.revision });
  assert.equal(view.form.version, 1);
  for (const [name, path] of [
    ['form.pdf', '/form.pdf'],
    ['seal.pdf', '/seal-sheet.pdf'],
  ])
    write(file(name), new Uint8Array(await (await applicant.send('GET', at(path))).arrayBuffer()));
  const text = execFileSync('pdftotext', ['-layout', file('form.pdf'), '-'], { encoding: 'utf8' });
  for (const value of [
    ours.number,
    organization.name,
    organization.credit_code,
    agent.name,
    agent.id_number,
    '350.00',
    '申请表',
  ])
    assert.ok(text.includes(value), `${value} is not on the form`);
});

test('materials are judged at once', async () => {
  const paper = licence(mine, file('licence.jpg'));
  let view = await applicant.upload(at('/materials/application_form'), paper, 'image/jpeg');
  const form = view.materials.find((each: Answer) => each.kind === 'application_form');
  assert.equal(form.accepted, false);
  assert.match(form.checks.find((each: Answer) => !each.passed).message, /二维码/);
  const { name } = organization;
  const stamped = { in: file('form.pdf'), name, look: 'mild' };
  const scan = picture('stamped', file('scan.jpg'), stamped);
  view = await applicant.upload(at('/materials/application_form'), scan, 'image/jpeg');
  assert.equal(view.materials[0].accepted, true, JSON.stringify(view.materials[0].checks));
  await applicant.upload(at('/materials/business_licence'), paper, 'image/jpeg');
  const seal = picture('stamped', file('seal.jpg'), {
    in: file('seal.pdf'),
    at: '0.28,0.56',
    name,
  });
  view = await applicant.upload(at('/materials/seal_impression'), seal, 'image/jpeg');
  assert.ok(view.materials.every((each: Answer) => each.accepted));
  const fake = write(file('fake.jpg'), 'this is no picture');
  const refused = await applicant.send(
    'POST',
    at('/materials/business_licence'),
    new Uint8Array(Buffer.from('no picture')),
    { 'Content-Type': 'image/jpeg', 'X-File-Name': 'fake.jpg' },
  );
  assert.ok(refused.status >= 400 && refused.status < 500, fake);
});

test('the phone proves the agent', async () => {
  const { phone, view, token } = await ours.photograph();
  await new Browser(hall).refused(410, 'POST', '/api/phone/identity/open', { token });
  assert.equal(view.read_name, agent.name);
  assert.equal(view.read_number, agent.id_number);
  await ours.prove(phone);
});

let reviewer: Browser;
let second: Browser;
let finance: Browser;
let producer: { browser: Browser; secret: string };

test('the money is confirmed, the reviewer returns, another approves', async () => {
  let view = await look();
  view = await applicant.call('POST', at('/payment'), {
    revision: view.revision,
    method: 'bank_transfer',
  });
  assert.equal(view.payment.amount, 35000);
  const voucher = picture('plain', file('voucher.jpg'), { in: file('form.pdf') });
  view = await applicant.upload(at('/payment/voucher'), voucher, 'image/jpeg');
  assert.equal(view.status, 'in_review');
  assert.ok(view.due_at);

  reviewer = (await enrol(hall, 'reviewer', hall.oneTimePassword('reviewer'))).browser;
  const console_ = `/api/console/applications/${ours.id}`;
  let seen = await reviewer.call('GET', console_);
  const checklist = seen.checklist.map((each: Answer) => each.code);
  await reviewer.refused(409, 'POST', `${console_}/approve`, {
    revision: seen.revision,
    checklist,
  }); // not paid

  finance = (await enrol(hall, 'finance', hall.oneTimePassword('finance'))).browser;
  await new Browser(hall).call('POST', '/api/sandbox/transfers', {
    payer_name: organization.name,
    amount: 35000,
    remark: view.payment.remark_code,
  });
  const [line] = (await new Browser(hall).call('GET', '/api/sandbox')).transfers;
  const [due] = (await finance.call('GET', '/api/console/payments')).payments;
  const confirm = {
    revision: due.revision,
    amount: 34999,
    payer_name: organization.name,
    bank_reference: line.bank_reference,
  };
  await finance.refused(422, 'POST', `/api/console/payments/${due.id}/confirm`, confirm);
  await finance.call('POST', `/api/console/payments/${due.id}/confirm`, {
    ...confirm,
    amount: 35000,
  });

  seen = await reviewer.call('GET', console_);
  await reviewer.call('POST', `${console_}/return`, {
    revision: seen.revision,
    items: [{ item: 'business_licence', reason: '营业执照未加盖单位公章' }],
  });
  view = await look();
  assert.equal(view.status, 'returned');
  await until('the text of the return', async () =>
    (await messagesTo(hall, agent.mobile)).find(
      (each) =>
        each ===
        '【深圳CA】您好,您提交的湖南省公共资源交易服务平台新申请业务' +
          '已被审核驳回。驳回原因:营业执照扫描件:营业执照未加盖单位公章。' +
          '请尽快登录深圳CA申请页面-个人中心-我的业务单-证书申请进行修改。',
    ),
  );
  const better = licence(mine, file('licence2.jpg'));
  view = await applicant.upload(at('/materials/business_licence'), better, 'image/jpeg');
  view = await applicant.call('POST', at('/resubmit'), { revision: view.revision });
  assert.equal(view.status, 'in_review');

  seen = await reviewer.call('GET', console_);
  assert.match(seen.blocked, /已处理过/);
  await reviewer.refused(403, 'POST', `${console_}/approve`, {
    revision: seen.revision,
    checklist,
  });
  const added = hall.run(
    'staff',
    'add',
    ...hall.where,
    '--login',
    'r2',
    '--name',
    '复核乙',
    '--role',
    'reviewer',
  );
  second = (await enrol(hall, 'r2', /r2 {2}(\S+)/.exec(added)?.[1] ?? '')).browser;
  seen = await second.call('GET', console_);
  await second.refused(422, 'POST', `${console_}/approve`, {
    revision: seen.revision,
    checklist: checklist.slice(1),
  });
  await second.call('POST', `${console_}/approve`, { revision: seen.revision, checklist });
  assert.equal((await look()).status, 'approved');
  await until('the text of the approval', async () =>
    (await messagesTo(hall, agent.mobile)).find(
      (each) =>
        each ===
        '【深圳CA】您好,您提交的湖南省公共资源交易服务平台新申请业务已经审核通过。' +
          '请登录深圳CA申请页面-网上营业厅--个人中心-我的业务单-进行查看。',
    ),
  );
});

test('the station makes the token, and its PIN opens it', async () => {
  producer = await enrol(hall, 'producer', hall.oneTimePassword('producer'));
  const said = hall.run('station', ...stationWords(hall, producer.secret));
  assert.match(said, /制证完成/);
  const view = await look();
  assert.equal(view.status, 'produced');
  assert.equal(view.certificates.length, 2);
  const text = await until('the PIN', async () =>
    (await messagesTo(hall, agent.mobile)).find((each) => /PIN/.test(each)),
  );
  assert.match(text, /\d{8}/);
  assert.equal(readdirSync(file('tokens')).length, 1);
});

test('the parcel arrives', async () => {
  const done = await deliver(producer.browser, ours);
  assert.equal(done.status_text, '已完成');
  const titles = done.timeline.map((each: Answer) => each.title);
  for (const title of ['审核驳回，待修改', '审核通过', '制证完成', '已寄出'])
    assert.ok(titles.includes(title), `${title} is missing in ${titles}`);
});

test('strangers accept what was issued, and a loss is known at once', async () => {
  const fetchTo = async (path: string, name: string): Promise<string> =>
    write(file(name), new Uint8Array(await (await applicant.send('GET', path)).arrayBuffer()));
  const view = await look();
  const signing = view.certificates.find((each: Answer) => each.usage === 'signing');
  const certificate = await fetchTo(signing.download_url, 'signing.cer');
  const issuer = await fetchTo('/ca/sm2.cer', 'sm2.cer');
  const rootCa = await fetchTo('/ca/root-sm2.cer', 'root.cer');
  const bc = (...args: string[]): string =>
    execFileSync(join(root, 'tests/conformance/bc.sh'), args, { encoding: 'utf8' });
  assert.match(bc('cert', certificate, issuer, rootCa), /accepted/);
  assert.match(
    bc('crl', await fetchTo('/crl/sm2.crl', 'before.crl'), issuer, certificate, 'good'),
    /accepted/,
  );
  const pem = (from: string): string => {
    execFileSync('openssl', ['x509', '-inform', 'DER', '-in', from, '-out', `${from}.pem`]);
    return `${from}.pem`;
  };
  execFileSync('openssl', [
    'ocsp',
    '-issuer',
    pem(issuer),
    '-cert',
    pem(certificate),
    '-reqout',
    file('ocsp.req'),
  ]);
  const ask = async (name: string): Promise<string> => {
    const { readFileSync } = await import('node:fs');
    const answer = await fetch(`${hall.url}/ocsp`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/ocsp-request' },
      body: readFileSync(file('ocsp.req')),
    });
    return write(file(name), new Uint8Array(await answer.arrayBuffer()));
  };
  assert.match(bc('ocsp', await ask('good.ocsp'), certificate, issuer, 'good'), /accepted/);
  await applicant.refused(422, 'POST', at('/loss'), { reason: 'key_compromise', confirmed: false });
  const report = await applicant.call('POST', at('/loss'), {
    reason: 'key_compromise',
    confirmed: true,
  });
  assert.ok(report.certificates.every((each: Answer) => each.status === 'revoked'));
  assert.match(bc('ocsp', await ask('revoked.ocsp'), certificate, issuer, 'revoked'), /accepted/);
  const { status } = await new Browser(hall).call('GET', `/api/certificates/${signing.serial}`);
  assert.equal(status, 'revoked');
});

test('the audit chain is whole, and the auditor alone reads it', async () => {
  const auditor = (await enrol(hall, 'auditor', hall.oneTimePassword('auditor'))).browser;
  const page = await auditor.call('GET', '/api/console/audit');
  assert.equal(page.chain_intact, true);
  const approval = page.entries.find((each: Answer) => each.act === 'application.approve');
  assert.equal(approval.actor, 'r2');
  await reviewer.refused(403, 'GET', '/api/console/audit');
  assert.match(hall.run('audit', 'verify', ...hall.where), /审计链完整/);
  assert.equal(await hall.stop(), 0);
});
