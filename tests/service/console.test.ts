// The console beyond one case: search, lists, figures, labels, the log of messages, and reviewers who
// are many.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inReview } from './applications.ts';
import { draft, person } from './asking.ts';
import { approve, type Case, confirmMoney } from './case.ts';
import {
  type Answer,
  Browser,
  consentsOf,
  enrol,
  Hall,
  signIn,
  stationWords,
  until,
  write,
} from './hall.ts';
import { company } from './papers.ts';

const hall = new Hall();
hall.reading = false;
const file = (name: string): string => join(hall.folder, name);
const first = company(1);
const second = company(2);

let filed: Case[];
let reviewer: Browser;
let other: Browser;
let finance: Browser;
let producer: { browser: Browser; secret: string };
let one: Answer;
let two: Answer;

before(async () => {
  await hall.start();
  filed = [await inReview(hall, first), await inReview(hall, second)];
  [one, two] = await Promise.all(filed.map((each) => each.look()));
  reviewer = (await enrol(hall, 'reviewer', hall.oneTimePassword('reviewer'))).browser;
  other = (await enrol(hall, 'r2', hall.addStaff('r2', 'reviewer'))).browser;
  finance = (await enrol(hall, 'finance', hall.oneTimePassword('finance'))).browser;
  producer = await enrol(hall, 'producer', hall.oneTimePassword('producer'));
});
after(async () => hall.remove());

const search = (term: string, who = finance): Promise<Answer> =>
  who.call('POST', '/api/console/search', { term });

async function findsFirst(kind: string, term: string): Promise<void> {
  const { hits } = await search(term);
  const hit = hits.find((each: Answer) => each.row.id === one.id);
  assert.ok(hit, `${kind}: ${term}`);
  assert.equal(hit.kind, kind);
}

test('an application is found by whatever one has in hand', async () => {
  const { organization, legal_representative: legal, agent } = first;
  await findsFirst('application_number', one.number);
  await findsFirst('application_number', one.number.slice(0, 8).toLowerCase());
  await findsFirst('name', ` ${organization.name} `);
  await findsFirst('name', agent.name);
  await findsFirst('name', legal.name);
  await findsFirst('credit_code', organization.credit_code.toLowerCase());
  await findsFirst('id_number', agent.id_number);
  await findsFirst('mobile', `+86 ${agent.mobile}`);
  await findsFirst('mobile', legal.mobile);
  await findsFirst('email', agent.email.toUpperCase());
  await findsFirst('remark_code', one.payment.remark_code.toLowerCase());
  assert.deepEqual((await search('没有这家公司')).hits, []);
  const problem = await finance.refused(422, 'POST', '/api/console/search', { term: '1' });
  assert.equal(problem.fields[0].field, 'term');
});

test('what is found is masked, and the search is on record without its words', async () => {
  const text = JSON.stringify(await search(first.agent.mobile));
  for (const secret of [first.agent.mobile, first.agent.id_number, first.agent.name])
    assert.ok(!text.includes(secret), secret);
  assert.match(text, /138\*{4}0001/);
  const auditor = (await enrol(hall, 'auditor', hall.oneTimePassword('auditor'))).browser;
  const { entries } = await auditor.call('GET', '/api/console/audit');
  const searches = entries.filter((each: Answer) => each.act === 'application.search');
  assert.ok(searches.length >= 10);
  assert.deepEqual(Object.keys(JSON.parse(searches[0].detail)).sort(), ['found', 'kinds']);
  const log = JSON.stringify(entries) + hall.output;
  for (const secret of [first.agent.mobile, first.organization.name, first.agent.id_number])
    assert.ok(!log.includes(secret), secret);
});

test('whoever harvests is stopped after thirty in a minute', async () => {
  let refused = 0;
  for (let n = 0; n < 40; n += 1) {
    const answer = await other.send('POST', '/api/console/search', { term: `1390000${1000 + n}` });
    if (answer.status === 429) refused += 1;
    else assert.equal(answer.status, 200);
  }
  assert.ok(refused >= 10 && refused < 40, String(refused));
});

async function walk(query: string, between: () => Promise<unknown>): Promise<string[]> {
  const numbers: string[] = [];
  let after_ = '';
  for (;;) {
    const page = await finance.call('GET', `/api/console/applications?${query}${after_}`);
    assert.ok(page.entries.length <= 50);
    numbers.push(...page.entries.map((each: Answer) => each.number));
    if (!page.next) return numbers;
    after_ = `&after=${encodeURIComponent(page.next)}`;
    await between();
  }
}

test('pages are whole and without doubles while rows come and change', async () => {
  const many: Browser[] = [
    await signIn(hall, '13900000011'),
    await signIn(hall, '13900000012'),
    await signIn(hall, '13900000013'),
  ];
  const wanted = new Set<string>();
  for (let n = 0; n < 120; n += 1) {
    const consents = await consentsOf(many[n % 3]);
    wanted.add((await many[n % 3].call('POST', '/api/applications', { consents })).number);
  }
  const numbers = await walk('status=draft', () => draft(many[0]));
  assert.equal(new Set(numbers).size, numbers.length);
  for (const number of wanted) assert.ok(numbers.includes(number), number);
  const everything = await walk('', async () => undefined);
  assert.ok(everything.includes(one.number));
});

test('lists are narrowed, and refuse what means nothing', async () => {
  const list = async (query: string): Promise<string[]> =>
    (await finance.call('GET', `/api/console/applications?${query}`)).entries.map(
      (each: Answer) => each.id,
    );
  assert.deepEqual(await list('status=in_review&sort=due'), [one.id, two.id]);
  assert.deepEqual(await list('payment_status=voucher_uploaded'), [two.id, one.id]);
  assert.deepEqual(await list('status=in_review&certificate_type=natural_person'), []);
  assert.deepEqual(await list('due=overdue'), []);
  assert.deepEqual(await list('status=in_review&to=2020-01-01'), []);
  for (const query of ['status=nothing', 'from=tomorrow', 'after=x', 'sort=name', 'due=never'])
    await finance.refused(400, 'GET', `/api/console/applications?${query}`);
});

test('two reviewers do not read the same one', async () => {
  const next = async (who: Browser, left?: string): Promise<string | undefined> =>
    (await who.call('POST', '/api/console/queue/next', left ? { left } : {})).id;
  const mine = await next(reviewer);
  const theirs = await next(other);
  assert.deepEqual([mine, theirs].sort(), [one.id, two.id].sort());
  assert.equal(await next(other, theirs), undefined);
  const seen = await other.call('GET', `/api/console/applications/${mine}`);
  assert.equal(seen.claimed_by, '审核员甲');
  const { entries } = await other.call('GET', '/api/console/queue');
  assert.equal(entries.find((each: Answer) => each.id === mine).claimed_by, '审核员甲');
  await reviewer.call('POST', '/api/console/queue/next', { left: mine });
  const { claimed_by } = await other.call('POST', `/api/console/applications/${mine}/claim`);
  assert.equal(claimed_by, undefined);
});

test('of 64 identical approvals one counts', async () => {
  await confirmMoney(filed[0], finance);
  const path = `/api/console/applications/${one.id}`;
  const seen = await reviewer.call('GET', path);
  const body = {
    revision: seen.revision,
    checklist: seen.checklist.map((each: Answer) => each.code),
  };
  const answers = await Promise.all(
    Array.from({ length: 64 }, () => reviewer.send('POST', `${path}/approve`, body)),
  );
  const statuses = answers.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 200).length, 1, statuses.join());
  assert.ok(
    statuses.every((status) => [200, 403, 409].includes(status)),
    statuses.join(),
  );
  const { entries } = await reviewer.call('GET', `/api/console/messages?number=${one.number}`);
  const texts = entries.filter((each: Answer) => each.label === 'approved');
  assert.equal(texts.length, 1);
});

test('parcels get labels that a courier can read', async () => {
  hall.run('station', ...stationWords(hall, producer.secret));
  const waiting = await producer.browser.call('GET', '/api/console/deliveries');
  const [parcel] = waiting.entries;
  assert.equal(parcel.number, one.number);
  await producer.browser.call('POST', `/api/console/deliveries/${parcel.id}/ship`, {
    revision: parcel.revision,
    waybill: 'SF9900000000017',
  });
  for (const paper of ['label', 'sheet']) {
    const path = `/api/console/labels.pdf?paper=${paper}&deliveries=${parcel.id},nothing`;
    const answer = await producer.browser.send('GET', path);
    assert.equal(answer.headers.get('content-type'), 'application/pdf');
    const pdf = write(file(`${paper}.pdf`), new Uint8Array(await answer.arrayBuffer()));
    const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    for (const words of [one.number, 'SF9900000000017', first.agent.name, '138****0001', '到付'])
      assert.ok(text.includes(words), `${words} is not on the ${paper}`);
    assert.ok(!text.includes(first.agent.mobile));
  }
  await producer.browser.refused(404, 'GET', '/api/console/labels.pdf?deliveries=nothing');
  await producer.browser.refused(400, 'GET', '/api/console/labels.pdf?deliveries=a&paper=wall');
  const { entries } = await producer.browser.call('GET', '/api/console/deliveries?waiting=no');
  assert.equal(entries[0].waybill, 'SF9900000000017');
  await findsFirst('waybill', 'sf9900000000017');
});

test('a certificate and its token lead back to their application', async () => {
  const view = await filed[0].look();
  await findsFirst('certificate_serial', view.certificates[0].serial.toUpperCase());
  const pin = await until('the text with the PIN', async () => {
    const { messages } = await new Browser(hall).call('GET', '/api/sandbox');
    return messages.find((each: Answer) => /PIN码/.test(each.text))?.text;
  });
  await findsFirst('token_serial', /UKey序列号:([^,]+),/.exec(pin)?.[1] ?? '');
});

test('the log of messages shows neither text nor number, and sends again what failed', async () => {
  const all = await until('all messages to be sent', async () => {
    const page = await reviewer.call('GET', `/api/console/messages?number=${one.number}`);
    return page.entries.every((each: Answer) => each.status === 'done') ? page.entries : undefined;
  });
  assert.ok(all.some((each: Answer) => each.label === 'pin'));
  const text = JSON.stringify(all);
  assert.ok(!text.includes(first.agent.mobile));
  assert.match(text, /138\*{4}0001/);
  const sent = all.find((each: Answer) => each.label === 'pin');
  assert.equal(sent.may_send_again, false);
  await reviewer.refused(409, 'POST', `/api/console/messages/${sent.id}/send-again`);

  // The sandbox's network has no such subscriber: this one's messages fail.
  const lost = { ...person, mobile: '13900000500' };
  await new Browser(hall).call('POST', '/api/session/code', { mobile: lost.mobile });
  const failed = await until('a message that failed', async () => {
    const page = await reviewer.call('GET', '/api/console/messages');
    return page.entries.find((each: Answer) => each.error && each.attempts > 0);
  });
  assert.equal(failed.recipient_masked, '139****0500');
  assert.equal(failed.may_send_again, false); // a login code comes too late
  await reviewer.refused(409, 'POST', `/api/console/messages/${failed.id}/send-again`);
  hall.sql(`update outbox set label = 'approved', status = 'given_up', due_at = 0
            where id = '${failed.id}'`);
  const again = await reviewer.call('GET', '/api/console/messages?status=given_up');
  assert.equal(again.entries[0].may_send_again, true);
  await reviewer.call('POST', `/api/console/messages/${failed.id}/send-again`);
  const page = await reviewer.call('GET', '/api/console/messages?status=waiting');
  assert.ok(page.entries.some((each: Answer) => each.id === failed.id));
});

test('the figures say what was done, and the rows say the same', async () => {
  await confirmMoney(filed[1], finance);
  await approve(filed[1], reviewer);
  const board = await reviewer.call('GET', '/api/console/dashboard');
  assert.equal(board.received.length, 30);
  assert.equal(board.received.at(-1).counts.organization, 2);
  const sum = (list: Answer[]): number =>
    list.reduce((total: number, each: Answer) => total + each.count, 0);
  assert.equal(sum(board.decided), 2);
  assert.equal(sum(board.waiting), 0);
  assert.equal(
    board.expiring.reduce((total: number, each: Answer) => total + each.counts.organization, 0),
    1,
  );
  const { places } = await producer.browser.call('GET', '/api/console/work');
  const waiting = places.find((each: Answer) => each.place === 'production');
  assert.deepEqual([waiting.count, waiting.urgent], [1, 0]);
  assert.match(hall.run('tallies', ...hall.where), /一致/);
  hall.sql("update tally set amount = amount + 5 where name = 'status' and key = 'draft'");
  assert.throws(() => hall.run('tallies', ...hall.where));
  assert.match(hall.run('tallies', '--repair', ...hall.where), /改正/);
  assert.match(hall.run('tallies', ...hall.where), /一致/);
});
