// 机构个人证书 and 自然人证书 from login to the finished token: what they ask for and what not, who
// proves himself, who gets the PIN, what the certificate says, and what strangers see of it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { type Answer, Browser, Hall, messagesTo, until, write } from './hall.ts';
import { Case, Desk } from './case.ts';
import { company, licence, member, person } from './papers.ts';

const root = resolve(import.meta.dirname, '../..');
const hall = new Hall();
const natural = new Case(hall, person(1));
const holder = new Case(hall, member(2));
let desk: Desk;

before(async () => {
  await hall.start();
  desk = await Desk.of(hall);
});
after(async () => hall.remove());

const kinds = (view: Answer): string[] => view.materials.map((each: Answer) => each.kind);
const fields = (view: Answer): string[] => view.problems.map((each: Answer) => each.field);

/// What openssl says of a certificate, names in UTF-8.
function openssl(certificate: string, ...wanted: string[]): string {
  const how = ['-nameopt', 'RFC2253,-esc_msb,utf8'];
  return execFileSync(
    'openssl',
    ['x509', '-inform', 'DER', '-in', certificate, '-noout', ...wanted, ...how],
    { encoding: 'utf8' },
  );
}

/// The bytes of an extension, as text that shows what is printable.
function extension(certificate: string, oid: string): string {
  const dump = execFileSync('openssl', ['asn1parse', '-inform', 'DER', '-in', certificate], {
    encoding: 'utf8',
  });
  const lines = dump.split('\n');
  const at = lines.findIndex((line) => line.endsWith(`:${oid}`));
  if (at < 0) return '';
  const hex = /\[HEX DUMP\]:([0-9A-F]+)/.exec(lines[at + 1] ?? '')?.[1] ?? '';
  return Buffer.from(hex, 'hex').toString('latin1');
}

const kPersonCode = '1.2.156.10260.4.1.1';
const kOrganizationCode = '1.2.156.10260.4.1.4';

async function certificateOf(of: Case, usage: string): Promise<{ path: string; serial: string }> {
  const view = await of.look();
  const one = view.certificates.find((each: Answer) => each.usage === usage);
  return { path: await of.fetchTo(one.download_url, `${usage}.cer`), serial: one.serial };
}

/// Our own chain, judged by Bouncy Castle.
async function strangersAccept(of: Case, usage: string): Promise<void> {
  const { path } = await certificateOf(of, usage);
  const issuer = await of.fetchTo('/ca/sm2.cer', 'sm2.cer');
  const rootCa = await of.fetchTo('/ca/root-sm2.cer', 'root.cer');
  const said = execFileSync(join(root, 'tests/conformance/bc.sh'), ['cert', path, issuer, rootCa], {
    encoding: 'utf8',
  });
  assert.match(said, /accepted/);
}

test('the portal hands a person over with his name and number, and nothing else', async () => {
  const { name, mobile } = natural.wanted.agent;
  const { location } = await new Browser(hall).call('POST', '/api/portal/handover', {
    vendor: 'szca',
    kind: 'personal',
    organization_name: '湖南示例建设有限公司', // typed before 个人证书 was chosen
    credit_code: '',
    organization_address: '',
    agent_name: name,
    agent_mobile: mobile,
  });
  const token = new URL(location, hall.url).searchParams.get('handover') ?? '';
  const view = await natural.open(token);
  assert.equal(view.details.certificate_type, 'natural_person');
  assert.equal(view.details.agent.name, name);
  assert.equal(view.details.agent.mobile, mobile);
  assert.equal(view.details.organization.name, '');
  assert.equal(view.details.invoice.title, name);
  assert.equal(view.details.invoice.tax_number, '');
});

test('a natural person needs no organization and pays his own price', async () => {
  await natural.choose();
  const blank = await natural.save({
    ...natural.wanted,
    agent: { ...natural.wanted.agent, name: '' },
  });
  assert.deepEqual(fields(blank), ['agent.name', 'invoice.title']); // which follows his name
  const view = await natural.save();
  assert.deepEqual(view.problems, []);
  assert.equal(view.price.total, 25000);
  assert.deepEqual(kinds(view), ['application_form', 'seal_impression']);
  assert.ok(view.materials.every((each: Answer) => !each.stamped));
});

test('another type loses nothing that was typed, and its papers count for it alone', async () => {
  const other = company(5);
  await natural.save({ ...other, agent: natural.wanted.agent });
  await natural.print();
  await natural.upload('business_licence', licence(other, natural.file('old-licence.jpg')));
  await natural.uploadPapers();
  let view = await natural.save({
    ...other,
    agent: natural.wanted.agent,
    certificate_type: 'natural_person',
  });
  assert.equal(view.details.organization.name, other.organization.name, 'still in the draft');
  const sheet = view.materials.find((each: Answer) => each.kind === 'seal_impression');
  assert.equal(sheet.accepted, false);
  assert.match(sheet.checks.at(-1).message, /证书类型已更改/);
  assert.equal(view.form.current, false);
  const { invoice } = natural.wanted;
  view = await natural.save({ ...view.details, invoice });
  assert.equal(view.details.legal_representative.name, other.legal_representative.name);
  assert.equal(view.details.invoice.title, natural.wanted.agent.name);
});

test('the form of a natural person knows nobody else, and asks for no stamp', async () => {
  const { form, sheet } = await natural.print();
  const { agent } = natural.wanted;
  for (const value of [agent.name, agent.id_number, agent.mobile, '自然人证书', '250.00'])
    assert.ok(form.includes(value), `${value} is not on the form`);
  for (const value of ['申请人信息', '申请人（签字）', '（通用）'])
    assert.ok(form.includes(value), `${value} is not on the form`);
  const { organization, legal_representative: legal } = company(5);
  for (const value of [organization.name, legal.name, legal.id_number, '盖公章', '经办人', '法人'])
    assert.ok(!form.includes(value), `${value} is on the form`);
  assert.ok(sheet.includes('手写签名') && sheet.includes(agent.id_number));
  assert.ok(!sheet.includes('公章') && !sheet.includes(organization.name));
  const view = await natural.uploadPapers();
  assert.ok(
    view.materials.every((each: Answer) => each.accepted),
    JSON.stringify(view.materials),
  );
});

test('the person himself is checked on the phone, and every text calls him so', async () => {
  const view = await natural.look();
  assert.equal(view.next_step, '请申请人用手机扫码完成身份认证。');
  const { phone, view: seen } = await natural.photograph();
  assert.equal(seen.person_title, '申请人');
  assert.equal(seen.person_masked, '孙**');
  assert.equal(seen.read_number, natural.wanted.agent.id_number);
  const failed = await phone.call('POST', '/api/phone/identity/confirm', {
    name: '孙样本',
    number: natural.wanted.agent.id_number,
  });
  assert.match(failed.failure, /修改申请人姓名/);
  await natural.prove(phone);
  const { timeline } = await natural.look();
  assert.ok(timeline.some((each: Answer) => each.title === '申请人身份认证通过'));
});

test('once submitted nothing is left of what another type asked for', async () => {
  const view = await natural.pay();
  assert.equal(view.status, 'in_review');
  assert.equal(view.payment.amount, 25000);
  assert.equal(view.details.organization.name, '');
  assert.equal(view.details.legal_representative.id_number, '');
  assert.match(view.next_step, /短信通知申请人/);
  await until('the licence to go', async () => {
    const licenceOf = natural.at('/materials/business_licence/original');
    const { status } = await natural.applicant.send('GET', licenceOf);
    return status === 404 ? true : undefined;
  });
  const { applications } = await natural.applicant.call('GET', '/api/applications');
  assert.equal(applications[0].subject_name, natural.wanted.agent.name);
});

test('the reviewer sees a person: his points, no stamps, and only his fields to return', async () => {
  await desk.confirmMoney(natural);
  const seen = await desk.seen(natural);
  assert.equal(seen.details.certificate_type, 'natural_person');
  assert.equal(seen.details.agent.id_number.slice(3, -4), '*'.repeat(11));
  assert.ok(seen.checklist.every((each: Answer) => !each.text.includes('公章')));
  const problem = await desk.reviewer.refused(
    422,
    'POST',
    `/api/console/applications/${natural.id}/return`,
    { revision: seen.revision, items: [{ item: 'organization.name', reason: '与营业执照不符' }] },
  );
  assert.equal(problem.fields[0].field, 'items[0].item');
  await desk.approve(natural);
  await until('the text of the approval', async () =>
    (await messagesTo(hall, natural.wanted.agent.mobile)).find((each) => /审核通过/.test(each)),
  );
});

test('a member of an organization: holder and agent, no legal representative, 600 yuan', async () => {
  await holder.open();
  await holder.choose();
  const { holder: _, ...without } = holder.wanted;
  let view = await holder.save(without);
  assert.deepEqual(fields(view), ['holder.name', 'holder.id_number', 'holder.mobile']);
  assert.equal(view.details.holder.name, '');
  view = await holder.save();
  assert.deepEqual(view.problems, []);
  assert.equal(view.price.total, 60000);
  assert.deepEqual(kinds(view), ['application_form', 'business_licence', 'seal_impression']);
  const { form, sheet } = await holder.print();
  const { organization, agent, holder: him } = holder.wanted;
  assert.ok(him);
  for (const value of [
    ...[organization.name, organization.credit_code, him.name, him.id_number, him.mobile],
    ...[agent.name, agent.id_number, agent.email, '机构个人证书', '600.00', '盖公章'],
  ])
    assert.ok(form.includes(value), `${value} is not on the form`);
  assert.ok(!form.includes('法人'));
  assert.ok(sheet.includes(him.name) && sheet.includes('手写签名') && sheet.includes('单位公章'));
});

test('the agent proves himself, and the reviewer may return what is the holder’s', async () => {
  await holder.uploadPapers();
  const { phone, view } = await holder.photograph();
  assert.equal(view.person_title, '经办人');
  await holder.prove(phone);
  await holder.pay();
  await desk.confirmMoney(holder);
  const seen = await desk.seen(holder);
  assert.equal(seen.details.holder.mobile, '139****0102');
  assert.ok(seen.checklist.some((each: Answer) => each.text.includes('申请人和经办人签字')));
  await desk.approve(holder);
});

test('the PIN goes to the person whom the certificate names, and to nobody else', async () => {
  const pins = async (mobile: string): Promise<string[]> =>
    (await messagesTo(hall, mobile)).filter((each) => /PIN码:\d{8}/.test(each));
  assert.match(await desk.makeToken(natural), /制证完成/);
  await until('his PIN', async () => (await pins(natural.wanted.agent.mobile))[0]);
  assert.match(await desk.makeToken(holder), /制证完成/);
  await until('the holder’s PIN', async () => (await pins(holder.wanted.holder?.mobile ?? ''))[0]);
  assert.deepEqual(await pins(holder.wanted.agent.mobile), []);
  const view = await holder.look();
  assert.match(view.next_step, /PIN码已短信发送给申请人/);
});

test('the certificates name the right ones, and carry their numbers where GM/T 0015 wants them', async () => {
  const { path } = await certificateOf(natural, 'signing');
  const subject = openssl(path, '-subject');
  assert.match(subject, /CN=孙样例,C=CN$/m);
  assert.doesNotMatch(subject, /O=/);
  assert.match(subject, /serialNumber=[0-9a-f]{16},/);
  assert.ok(extension(path, kPersonCode).includes(natural.wanted.agent.id_number));
  assert.equal(extension(path, kOrganizationCode), '');

  const ofHolder = (await certificateOf(holder, 'signing')).path;
  const { organization, agent, holder: him } = holder.wanted;
  assert.ok(him);
  assert.match(
    openssl(ofHolder, '-subject'),
    new RegExp(`CN=赵样例,O=${organization.name},C=CN$`, 'm'),
  );
  assert.ok(extension(ofHolder, kPersonCode).includes(him.id_number));
  assert.ok(!extension(ofHolder, kPersonCode).includes(agent.id_number));
  assert.ok(extension(ofHolder, kOrganizationCode).includes(organization.credit_code));
  for (const one of [natural, holder])
    for (const usage of ['signing', 'encryption']) await strangersAccept(one, usage);
});

test('anybody may ask after a certificate, and learns nobody’s name or number', async () => {
  const anybody = new Browser(hall);
  const ask = async (of: Case): Promise<string> => {
    const { serial } = await certificateOf(of, 'signing');
    return JSON.stringify(await anybody.call('GET', `/api/certificates/${serial}`));
  };
  const ofNatural = await ask(natural);
  assert.ok(ofNatural.includes('CN=孙**'), ofNatural);
  const { agent } = natural.wanted;
  for (const secret of [agent.name, agent.id_number, agent.mobile, 'serialNumber'])
    assert.ok(!ofNatural.includes(secret), secret);
  const ofHolder = await ask(holder);
  assert.ok(ofHolder.includes(`CN=赵**,O=${holder.wanted.organization.name}`), ofHolder);
  assert.ok(!ofHolder.includes('赵样例'));
});

test('the parcels arrive, and a loss is told to everybody concerned', async () => {
  const done = await desk.deliver(natural);
  assert.equal(done.status_text, '已完成');
  await until('the text', async () =>
    (await messagesTo(hall, natural.wanted.agent.mobile)).find((each) => /非本人签收/.test(each)),
  );
  await desk.deliver(holder);
  const lost = { reason: 'key_compromise', confirmed: true };
  await holder.applicant.call('POST', holder.at('/loss'), lost);
  for (const mobile of [holder.wanted.agent.mobile, holder.wanted.holder?.mobile ?? ''])
    await until(`the text to ${mobile}`, async () =>
      (await messagesTo(hall, mobile)).find((each) =>
        each.includes('赵样例（湖南示例丙建设有限公司）用于'),
      ),
    );
});

test('who did not want to be published is not, whatever the type', async () => {
  const { serial } = await certificateOf(natural, 'signing');
  hall.sql(`update certificate set publish = 0 where serial = '${serial}'`);
  const found = await new Browser(hall).call('GET', `/api/certificates/${serial}`);
  assert.equal(found.subject, undefined);
  assert.equal(found.status, 'good');
});

test('no name or number of a person is in the log', async () => {
  await hall.stop();
  write(natural.file('output'), hall.output);
  for (const { wanted } of [natural, holder])
    for (const { name, id_number, mobile } of [wanted.agent, wanted.holder ?? wanted.agent])
      for (const secret of [name, id_number, mobile])
        assert.ok(!hall.output.includes(secret), `${secret} is in the log`);
});
