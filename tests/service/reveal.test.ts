// Personal data in full: only by an act with a reason, so many times an hour, and always in the chain.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inReview } from './applications.ts';
import { type Case, confirmMoney } from './case.ts';
import { type Answer, type Browser, enrol, Hall } from './hall.ts';
import { company } from './papers.ts';

const hall = new Hall();
hall.reading = false;
const mine = company(4);
let reviewer: Browser;
let finance: Browser;
let auditor: Browser;
let one: Case;
const at = (path = ''): string => `/api/console/applications/${one.id}${path}`;
const reason = '审核：与证件和申请表核对';

before(async () => {
  await hall.start();
  const browser = async (login: string): Promise<Browser> =>
    (await enrol(hall, login, hall.oneTimePassword(login))).browser;
  reviewer = await browser('reviewer');
  finance = await browser('finance');
  auditor = await browser('auditor');
  one = await inReview(hall, mine);
});
after(async () => hall.remove());

const canaries = [
  mine.agent.id_number,
  mine.agent.mobile,
  mine.agent.email,
  mine.legal_representative.id_number,
  mine.legal_representative.mobile,
  mine.delivery.address,
];

test('without the act nobody on the staff is told a number, an e-mail or an address', async () => {
  for (const who of [reviewer, finance]) {
    const text = JSON.stringify(await who.call('GET', at()));
    for (const canary of canaries) assert.ok(!text.includes(canary), canary);
  }
  const view = await reviewer.call('GET', at());
  assert.equal(view.details.agent.name, mine.agent.name);
  assert.match(view.details.agent.email, /^a\*\*\*@example\.com$/);
  assert.match(view.address_text, /岳麓区麓山\*\*\*\*$/);
});

test('with a reason a reviewer is told all, and it is in the chain', async () => {
  await reviewer.refused(422, 'POST', at('/reveal'), { reason: '' });
  const number = await reviewer.refused(422, 'POST', at('/reveal'), {
    reason: `核对 ${mine.agent.mobile}`,
  });
  assert.match(number.fields[0].message, /不要写号码/);
  const told = await reviewer.call('POST', at('/reveal'), { reason });
  const text = JSON.stringify(told);
  for (const canary of canaries) assert.ok(text.includes(canary), canary);
  assert.equal(told.person_number, mine.agent.id_number);
  assert.equal(told.payer_name, undefined);
  const { entries } = await auditor.call('GET', '/api/console/audit?act=person.reveal');
  assert.equal(entries.length, 1);
  assert.equal(entries[0].actor, 'reviewer');
  assert.equal(entries[0].subject, `application/${one.id}`);
  assert.equal(JSON.parse(entries[0].detail).reason, reason);
});

test('finance is told the payer and nobody else', async () => {
  assert.equal((await confirmMoney(one, finance)).status, 200);
  const told = await finance.call('POST', at('/reveal'), { reason: '核对付款人' });
  assert.ok(told.payer_name);
  assert.deepEqual(Object.keys(told), ['payer_name']);
});

test('finance sees the voucher and none of the other papers', async () => {
  const view = await finance.call('GET', at());
  assert.deepEqual(
    view.materials.map(({ kind }: Answer) => kind),
    ['transfer_voucher'],
  );
  assert.deepEqual(view.identity.photo_urls, []);
  for (const kind of ['application_form', 'business_licence', 'id_card_front'])
    await finance.refused(403, 'GET', at(`/materials/${kind}/pages/1`));
  await finance.refused(403, 'GET', at('/form.pdf'));
  assert.equal((await finance.send('GET', at('/materials/transfer_voucher/pages/1'))).status, 200);
});

test('no more than sixty times an hour, and the auditor sees who tried', async () => {
  for (let i = 1; i < 60; i += 1) await reviewer.call('POST', at('/reveal'), { reason });
  const refused = await reviewer.refused(429, 'POST', at('/reveal'), { reason });
  assert.ok(refused.retry_after_seconds > 0);
  const { lookers } = await auditor.call('GET', '/api/console/audit/lookers');
  const [most] = lookers;
  assert.deepEqual(most, {
    login: 'reviewer',
    name: '审核员甲',
    looks: 60,
    idle: 60,
    refused: 1,
  });
});

test('the records can be taken away, whole or narrowed, and that is a record too', async () => {
  const csv = await (await auditor.send('GET', '/api/console/audit/export.csv')).text();
  assert.match(csv, /^\uFEFF?序号,时间,类别,操作者,操作,对象,详情,摘要\r\n/);
  const query = '?act=person.reveal&actor=finance';
  const lines = await (await auditor.send('GET', `/api/console/audit/export.jsonl${query}`)).text();
  const rows = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  assert.deepEqual(
    rows.map(({ actor, act }) => [actor, act]),
    [['finance', 'person.reveal']],
  );
  const { entries } = await auditor.call('GET', '/api/console/audit?act=audit.export');
  assert.equal(entries.length, 2);
  for (const canary of canaries) assert.ok(!csv.includes(canary), canary);
  await reviewer.refused(403, 'GET', '/api/console/audit/export.csv');
  await auditor.refused(400, 'GET', '/api/console/audit?from=yesterday');
});
