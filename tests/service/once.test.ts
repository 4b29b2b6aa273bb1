// Many at once ask for the same thing, each as if he were alone: a nervous double click, two nodes, a
// proxy that repeats. One is done, and the others hear that it is done, or how things stand.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { Case, Desk } from './case.ts';
import {
  type Answer,
  bin,
  Browser,
  consentsOf,
  enrol,
  Hall,
  messagesTo,
  signIn,
  stationWords,
  until,
} from './hall.ts';
import { company } from './papers.ts';

const hall = new Hall();
hall.reading = false;
const first = new Case(hall, company(4));
let desk: Desk;

before(async () => {
  await hall.start();
  desk = await Desk.of(hall);
  await first.open();
  await first.choose();
  await first.save();
  await first.print();
  await first.uploadPapers();
  const { phone } = await first.photograph();
  await first.prove(phone);
});
after(async () => hall.remove());

/// All of them at the same moment; how many got each status.
async function statuses(
  many: number,
  ask: (each: number) => Promise<Response>,
): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  const answers = await Promise.all(Array.from({ length: many }, (_, each) => ask(each)));
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const titled = (view: Answer, title: string): number =>
  view.timeline.filter((each: Answer) => each.title === title).length;

test('vouchers sent at once are one submission', async () => {
  let view = await first.look();
  view = await first.applicant.call('POST', first.at('/payment'), {
    revision: view.revision,
    method: 'bank_transfer',
  });
  await new Browser(hall).call('POST', '/api/sandbox/transfers', {
    payer_name: first.wanted.organization.name,
    amount: view.payment.amount,
    remark: view.payment.remark_code,
  });
  const voucher = readFileSync(first.file('licence.jpg'));
  const said = await statuses(8, () =>
    first.applicant.send('POST', first.at('/payment/voucher'), new Uint8Array(voucher), {
      'Content-Type': 'image/jpeg',
      'X-File-Name': 'voucher.jpg',
    }),
  );
  assert.ok(said[200] >= 1, JSON.stringify(said));
  view = await first.look();
  assert.equal(view.status, 'in_review');
  assert.equal(titled(view, '上传汇款流水单，提交审核'), 1);
});

test('64 confirmations of one transfer count it once', async () => {
  const { payments } = await desk.finance.call('GET', '/api/console/payments');
  const due = payments.find((each: Answer) => each.application_id === first.id);
  const said = await statuses(64, () =>
    desk.finance.send('POST', `/api/console/payments/${due.id}/confirm`, {
      revision: due.revision,
      amount: due.amount,
      payer_name: first.wanted.organization.name,
      bank_reference: 'EXAMPLE-0001',
    }),
  );
  assert.deepEqual(said, { 200: 1, 409: 63 });
  assert.equal(titled(await first.look(), '汇款已到账'), 1);
});

test('64 approvals of one application, by two reviewers, are one', async () => {
  const one = hall.addStaff('second', 'reviewer');
  const second = (await enrol(hall, 'second', one)).browser;
  const { revision, checklist } = await desk.seen(first);
  const codes = checklist.map((each: Answer) => each.code);
  const said = await statuses(64, (each) =>
    (each % 2 ? second : desk.reviewer).send(
      'POST',
      `/api/console/applications/${first.id}/approve`,
      { revision, checklist: codes },
    ),
  );
  assert.deepEqual(said, { 200: 1, 409: 63 });
  assert.equal(titled(await first.look(), '审核通过'), 1);
  const texts = async (): Promise<number> =>
    (await messagesTo(hall, first.wanted.agent.mobile)).filter((each) => /审核通过/.test(each))
      .length;
  await until('the text of the approval', async () => ((await texts()) > 0 ? true : undefined));
  assert.equal(await texts(), 1);
});

/// A proxy before the hall that sends `path` so many times at once, and hands the first answer on.
async function repeating(path: RegExp, many: number, heard: Answer[]): Promise<Server> {
  const once = async (asked: IncomingMessage, body: Buffer): Promise<Response> => {
    const { host: _, connection: __, 'content-length': ___, ...headers } = asked.headers;
    return fetch(hall.url + asked.url, {
      method: asked.method,
      headers: headers as Record<string, string>,
      ...(body.length ? { body: new Uint8Array(body) } : {}),
    });
  };
  const proxy = createServer(async (asked, answer) => {
    const body = await buffer(asked);
    const times = path.test(asked.url ?? '') ? many : 1;
    const [first, ...others] = await Promise.all(
      Array.from({ length: times }, () => once(asked, body)),
    );
    const said = await first.text();
    if (times > 1) {
      heard.push({ status: first.status, said });
      for (const each of others) heard.push({ status: each.status, said: await each.text() });
    }
    answer.statusCode = first.status;
    for (const cookie of first.headers.getSetCookie()) answer.appendHeader('Set-Cookie', cookie);
    answer.setHeader('Content-Type', first.headers.get('Content-Type') ?? 'application/json');
    answer.end(said);
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  return proxy;
}

test('64 requests for the certificates of one token make one pair', async () => {
  const heard: Answer[] = [];
  const proxy = await repeating(/\/issue$/, 64, heard);
  const words = stationWords(hall, desk.secret);
  words[words.indexOf('--url') + 1] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  try {
    await promisify(execFile)(bin, ['station', ...words, '--number', first.number]);
  } finally {
    proxy.close();
  }
  assert.equal(heard.length, 64);
  const made = heard.filter(({ status }) => status === 200).map(({ said }) => JSON.parse(said));
  assert.ok(made.length > 0, heard.map(({ status }) => status).join(' '));
  for (const { status } of heard) assert.ok([200, 409].includes(status), String(status));
  for (const usage of ['signing_certificate', 'encryption_certificate'])
    assert.equal(new Set(made.map((each) => each[usage])).size, 1, usage);
  const { status, certificates } = await first.look();
  assert.equal(status, 'produced');
  assert.equal(certificates.length, 2);
  assert.match(hall.run('ca', 'check', ...hall.where), /发现 0 处问题/);
});

test('50 clicks on 「新建」 make one draft, and seven people one each', async () => {
  const applicant = await signIn(hall, company(5).agent.mobile);
  const consents = await consentsOf(applicant);
  const said = await statuses(50, () => applicant.send('POST', '/api/applications', { consents }));
  assert.deepEqual(said, { 200: 50 });
  const { applications } = await applicant.call('GET', '/api/applications');
  assert.equal(applications.length, 1);

  const people = await Promise.all(
    Array.from({ length: 7 }, (_, each) => signIn(hall, `138000007${10 + each}`)),
  );
  const views = await Promise.all(
    people.map((each) => each.call('POST', '/api/applications', { consents })),
  );
  assert.equal(new Set(views.map(({ number }) => number)).size, people.length);
});
