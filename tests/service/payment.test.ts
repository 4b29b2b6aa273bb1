// WeChat and Alipay: what is counted once, what goes back, and where the PIN travels.

import assert from 'node:assert/strict';
import { createCipheriv, createECDH, createHmac, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { complete } from './applications.ts';
import { approve, type Case } from './case.ts';
import { type Answer, Browser, enrol, Hall, messagesTo, stationWords, until } from './hall.ts';
import { company } from './papers.ts';

const hall = new Hall();
hall.reading = false;
const outside = new Browser(hall);
const account = {
  account_number: '6222 0200 9900 8888',
  bank_name: '示例银行',
  branch: '长沙分行营业部',
};
let reviewer: Browser;
let finance: Browser;
let producer: { browser: Browser; secret: string };

before(async () => {
  await hall.start();
  const desk = (login: string) => enrol(hall, login, hall.oneTimePassword(login));
  reviewer = (await desk('reviewer')).browser;
  finance = (await desk('finance')).browser;
  producer = await desk('producer');
});
after(async () => hall.remove());

// --- what providers sign -------------------------------------------------------------------------

function secret(): Buffer {
  const hex = readFileSync(join(hall.folder, 'var/secrets/sandbox_payment.key'), 'utf8').trim();
  return Buffer.from(hex, 'hex');
}

function signed(text: string): string {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(secret());
  const point = pair.getPublicKey();
  const part = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', d: secret().toString('base64url') };
  const key = createPrivateKey({ key: { ...jwk, x: part(1), y: part(33) }, format: 'jwk' });
  return sign('sha256', Buffer.from(text), key).toString('base64');
}

interface Announced {
  number: string;
  transaction: string;
  amount: number;
}

/// A notice as WeChat would send it; `at`: seconds since 1970.
function wechatNotice({ number, transaction, amount }: Announced, at = Date.now() / 1000) {
  const trade = {
    out_trade_no: number,
    transaction_id: transaction,
    trade_state: 'SUCCESS',
    success_time: new Date().toISOString(),
    amount: { total: amount },
  };
  const key = createHmac('sha256', secret()).update('notices').digest();
  const nonce = '123456789012';
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from('transaction'));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(trade)), cipher.final()]);
  const body = JSON.stringify({
    id: 'notice',
    create_time: new Date().toISOString(),
    event_type: 'TRANSACTION.SUCCESS',
    resource_type: 'encrypt-resource',
    resource: {
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64'),
      nonce,
      associated_data: 'transaction',
    },
  });
  const timestamp = String(Math.floor(at));
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': 'abc',
      'Wechatpay-Serial': 'SANDBOX',
      'Wechatpay-Signature': signed(`${timestamp}\nabc\n${body}\n`),
    } as Record<string, string>,
  };
}

function alipayNotice({ number, transaction, amount }: Announced, at = Date.now()): string {
  const china = (ms: number) =>
    new Date(ms + 8 * 3600_000).toISOString().slice(0, 19).replace('T', ' ');
  const fields: Record<string, string> = {
    app_id: '2021000000000000',
    seller_id: '2088000000000000',
    notify_id: 'n',
    notify_time: china(at),
    out_trade_no: number,
    trade_no: transaction,
    trade_status: 'TRADE_SUCCESS',
    subject: '数字证书 a+b',
    total_amount: (amount / 100).toFixed(2),
    gmt_payment: china(Date.now()),
  };
  const text = Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
  return new URLSearchParams({ ...fields, sign_type: 'RSA2', sign: signed(text) }).toString();
}

async function post(path: string, body: string, headers: Record<string, string>) {
  const response = await fetch(hall.url + path, { method: 'POST', body, headers });
  return { status: response.status, text: await response.text() };
}
const toWechat = (notice: ReturnType<typeof wechatNotice>) =>
  post('/callbacks/wechat', notice.body, notice.headers);
const toAlipay = (body: string) =>
  post('/callbacks/alipay', body, { 'Content-Type': 'application/x-www-form-urlencoded' });

// --- what people do ------------------------------------------------------------------------------

async function choose(filed: Case, method: string, given: object = account): Promise<Answer> {
  await filed.change('POST', '/payment', {
    method,
    ...(method === 'bank_transfer' ? {} : { account: given }),
  });
  if (method === 'bank_transfer') return filed.look();
  return filed.see('the code', (view) => view.payment.order?.status === 'open');
}

const numberOf = (view: Answer): string => view.payment.order.link.split('/').at(-1);
const pay = (number: string, choice = 'normal'): Promise<Answer> =>
  outside.call('POST', `/api/sandbox/orders/${number}/pay`, { choice });
const paid = (filed: Case): Promise<Answer> =>
  filed.see('the payment', (view) => view.payment?.status === 'confirmed');
const desk = (): Promise<Answer> => finance.call('GET', '/api/console/payments');
const ofApplication = (list: Answer[], filed: Case): Answer =>
  list.find((each) => each.application_id === filed.id);
const countOf = (view: Answer, title: RegExp): number =>
  view.timeline.filter((each: Answer) => title.test(each.title)).length;
/// Time passes: the order's end is past, and a job looks at once.
function expire(number: string): void {
  hall.sql(`update payment_order set expires_at = 1, attend_at = 1 where number = '${number}'`);
}

async function refuse(filed: Case): Promise<void> {
  const path = `/api/console/applications/${filed.id}`;
  const { revision } = await reviewer.call('GET', path);
  await reviewer.call('POST', `${path}/refuse`, { revision, reason: '材料不真实' });
}

test('WeChat: the account is asked for, the code is shown, the notice brings it into review', async () => {
  const filed = await complete(hall, company(0));
  const missing = await filed.refusedChange(422, 'POST', '/payment', { method: 'wechat' });
  assert.match(missing.title, /对公账户/);
  const wrong = await filed.refusedChange(422, 'POST', '/payment', {
    method: 'wechat',
    account: { account_number: '12ab', bank_name: '', branch: '长沙' },
  });
  assert.deepEqual(
    wrong.fields.map((each: Answer) => each.field),
    ['account.account_number', 'account.bank_name'],
  );
  assert.equal((await filed.look()).status, 'draft');

  const view = await choose(filed, 'wechat');
  assert.equal(view.status, 'awaiting_payment');
  assert.match(view.payment.order.qr_svg, /^<svg/);
  assert.equal(view.account_check.account_masked, '************8888');
  assert.ok(!JSON.stringify(view).includes('6222020099008888'));
  await pay(numberOf(view));
  const after = await filed.see('the review', (now) => now.status === 'in_review');
  assert.equal(after.payment.status, 'confirmed');
  assert.ok(after.due_at);
  assert.equal(after.payment.order.qr_svg, undefined);
  await until('the text', async () =>
    (await messagesTo(hall, filed.wanted.agent.mobile)).find((each) =>
      /已确认到账350.00元/.test(each),
    ),
  );
  await outside.refused(409, 'POST', `/api/sandbox/orders/${numberOf(view)}/pay`, {
    choice: 'normal',
  });
});

test('the ways to pay may be changed; the orders before are closed', async () => {
  const filed = await complete(hall, company(1));
  const first = numberOf(await choose(filed, 'wechat'));
  const second = numberOf(await choose(filed, 'alipay'));
  assert.notEqual(first, second);
  await choose(filed, 'bank_transfer');
  await filed.refusedChange(409, 'POST', '/resubmit');
  const closed = await until('both closed', async () => {
    const { orders } = await outside.call('GET', '/api/sandbox');
    const mine = orders.filter((each: Answer) => [first, second].includes(each.number));
    return mine.every((each: Answer) => each.status === 'closed') ? mine : undefined;
  });
  assert.equal(closed.length, 2);
  const third = numberOf(await choose(filed, 'alipay'));
  await pay(third, 'thrice');
  const view = await paid(filed);
  assert.equal(view.payment.method, 'alipay');
  assert.equal(view.status, 'in_review');
  assert.equal(countOf(view, /支付宝成功/), 1);

  // The money of the one that was closed is too much, and goes back.
  await pay(first);
  const back = await filed.see('the surplus', (now) => countOf(now, /款项已退回/) === 1);
  assert.equal(back.payment.status, 'confirmed');
  assert.equal(back.status, 'in_review');
  const { differences } = await desk();
  assert.equal(ofApplication(differences, filed).difference, '业务单已用其他方式付款');
  assert.equal(ofApplication(differences, filed).status, 'refunded');
});

test('a code expires; paid late all the same, it counts while nothing else has paid', async () => {
  const filed = await complete(hall, company(2));
  const view = await choose(filed, 'wechat');
  const number = numberOf(view);
  await pay(number, 'late');
  assert.equal((await filed.look()).status, 'awaiting_payment');
  expire(number);
  const after = await paid(filed);
  assert.equal(after.status, 'in_review');
  assert.equal(countOf(after, /微信支付成功/), 1);
});

test('a draft that an old order pays finds itself paid, and keeps its price', async () => {
  const filed = await complete(hall, company(3));
  const number = numberOf(await choose(filed, 'wechat'));
  const details = (await filed.look()).details;
  await filed.change('PUT', '/details', { details: { ...details, publish: false } });
  assert.equal((await filed.look()).status, 'draft');
  await pay(number);
  await paid(filed);
  assert.equal((await filed.look()).status, 'draft');
  const dearer = { ...details, years: 3 };
  const problem = await filed.refusedChange(409, 'PUT', '/details', { details: dearer });
  assert.match(problem.title, /不能再改/);
  await filed.change('PUT', '/details', { details });
  await filed.change('POST', '/form');
  const form = await filed.applicant.send('GET', filed.at('/form.pdf'));
  await filed.applicant.call(
    'POST',
    filed.at('/materials/application_form'),
    new Uint8Array(await form.arrayBuffer()),
    { 'Content-Type': 'application/pdf', 'X-File-Name': 'form.pdf' },
  );
  const after = await filed.change('POST', '/payment', { method: 'bank_transfer' });
  assert.equal(after.status, 'in_review');
  assert.equal(after.payment.method, 'wechat');
});

test('a notice that is lost costs seconds: the hall asks by itself', async () => {
  const filed = await complete(hall, company(4));
  await pay(numberOf(await choose(filed, 'alipay')), 'lost');
  assert.equal((await paid(filed)).status, 'in_review');
});

test('64 identical notices at once, replays and a poll are one payment', async () => {
  const filed = await complete(hall, company(5));
  const number = numberOf(await choose(filed, 'wechat'));
  const notice = wechatNotice({ number, transaction: 'T-64', amount: 35000 });
  const answers = await Promise.all(Array.from({ length: 64 }, () => toWechat(notice)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([204]));
  assert.equal((await toWechat(notice)).status, 204);
  const view = await paid(filed);
  assert.equal(countOf(view, /微信支付成功/), 1);
  assert.equal(view.status, 'in_review');
  const texts = await messagesTo(hall, filed.wanted.agent.mobile);
  assert.equal(texts.filter((each) => /已确认到账/.test(each)).length, 1);

  // The same transaction for another order is nobody's payment until finance has looked.
  const other = numberOf(await choose(await complete(hall, company(5)), 'wechat'));
  const strange = wechatNotice({ number: other, transaction: 'T-64', amount: 35000 });
  assert.equal((await toWechat(strange)).status, 204);
  const { unmatched } = await desk();
  assert.ok(unmatched.some((each: Answer) => each.transaction_id === 'T-64'));
});

test('whatever is not signed, not fresh or not readable is refused, as providers expect', async () => {
  const filed = await complete(hall, company(6));
  const number = numberOf(await choose(filed, 'wechat'));
  const what = { number, transaction: 'T-forged', amount: 35000 };
  const good = wechatNotice(what);
  const now = Date.now() / 1000;
  const headers = (change: Record<string, string>) => ({
    ...good,
    headers: { ...good.headers, ...change },
  });
  const signature = good.headers['Wechatpay-Signature'];
  const forged = [
    headers({ 'Wechatpay-Signature': signature.replace(/^./, (c) => (c === 'M' ? 'N' : 'M')) }),
    headers({ 'Wechatpay-Signature': '' }),
    headers({ 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${signature}` }),
    headers({ 'Wechatpay-Nonce': 'abd' }),
    headers({ 'Wechatpay-Timestamp': String(Math.floor(now) + 1) }),
    { ...good, body: good.body.replace('notice', 'notjce') },
    { ...good, body: `${good.body} ` },
    wechatNotice(what, now - 301),
    wechatNotice(what, now + 302),
  ];
  for (const [i, notice] of forged.entries()) {
    const said = await toWechat(notice);
    assert.equal(said.status, 401, `${i}: ${said.text}`);
    assert.equal(JSON.parse(said.text).code, 'FAIL');
  }
  const unreadable = { ...good, body: '{' };
  unreadable.headers = {
    ...good.headers,
    'Wechatpay-Signature': signed(`${good.headers['Wechatpay-Timestamp']}\nabc\n{\n`),
  };
  assert.equal((await toWechat(unreadable)).status, 400);

  const form = alipayNotice(what);
  for (const body of [
    form.replace('350.00', '350.01'),
    form.replace(number, `${number}X`),
    `${form}&extra=1`,
    form.replace(/sign=[^&]+/, 'sign='),
    alipayNotice(what, Date.now() - 27 * 3600_000),
    '',
    'a',
    'a=%zz',
  ]) {
    const said = await toAlipay(body);
    assert.deepEqual([said.status, said.text], [401, 'fail'], body);
  }
  assert.equal((await toAlipay('a='.padEnd(33_000, 'x'))).status, 413);
  assert.equal((await fetch(`${hall.url}/callbacks/wechat`)).status, 405);
  const view = await filed.look();
  assert.equal(view.payment.status, 'awaiting_online');
  assert.equal(view.status, 'awaiting_payment');

  // The other channel's word does not count for this order.
  assert.equal((await toAlipay(form)).text, 'success');
  assert.equal((await filed.look()).payment.status, 'awaiting_online');
  await pay(number);
  await paid(filed);
});

test('a fen less is not counted, is told to finance, and goes back', async () => {
  const filed = await complete(hall, company(7));
  const number = numberOf(await choose(filed, 'alipay'));
  await pay(number, 'short_amount');
  const view = await filed.see('the refund', (now) => countOf(now, /款项已退回/) === 1);
  assert.equal(view.status, 'awaiting_payment');
  assert.equal(view.payment.status, 'awaiting_online');
  const entry = ofApplication((await desk()).differences, filed);
  assert.deepEqual([entry.amount, entry.paid_amount, entry.status], [35000, 34999, 'refunded']);
  await pay(numberOf(await choose(filed, 'alipay')));
  assert.equal((await paid(filed)).status, 'in_review');
});

test('money for an order that nobody knows is kept for finance', async () => {
  const notice = wechatNotice({ number: 'HN0-X', transaction: 'T-unknown', amount: 100 });
  for (let i = 0; i < 2; i += 1) assert.equal((await toWechat(notice)).status, 204);
  const mine = (list: Answer): Answer[] =>
    list.unmatched.filter((each: Answer) => each.transaction_id === 'T-unknown');
  assert.equal(mine(await desk()).length, 1);
  const body = { channel: 'wechat', transaction_id: 'T-unknown', resolution: '属于另一系统' };
  const list = await finance.call('POST', '/api/console/unmatched-payments', body);
  assert.equal(mine(list).length, 0);
  await finance.refused(404, 'POST', '/api/console/unmatched-payments', body);
});

test('a refused application gets its money back by itself', async () => {
  const filed = await complete(hall, company(8));
  await pay(numberOf(await choose(filed, 'wechat')));
  await filed.see('the review', (now) => now.status === 'in_review');
  await refuse(filed);
  const view = await filed.see('the refund', (now) => now.payment.status === 'refunded');
  assert.equal(view.status, 'refused');
  assert.match(view.next_step, /已退回/);
  await until('the text', async () =>
    (await messagesTo(hall, filed.wanted.agent.mobile)).find((each) =>
      /已退回原付款账户/.test(each),
    ),
  );
});

test('a refund that fails is finance’s: once more, or by hand', async () => {
  const refundFails = async (nth: number): Promise<Case> => {
    const filed = await complete(hall, company(nth));
    await pay(numberOf(await choose(filed, 'wechat')), 'refund_fails');
    await filed.see('the review', (now) => now.status === 'in_review');
    await refuse(filed);
    return filed;
  };
  const failed = async (filed: Case): Promise<Answer> =>
    until('the failure', async () => {
      const entry = ofApplication((await desk()).refunds, filed);
      return entry?.status === 'refund_failed' ? entry : undefined;
    });
  const again = await refundFails(9);
  const entry = await failed(again);
  assert.match(entry.failure, /余额不足/);
  assert.equal((await again.look()).payment.status, 'refund_due');
  const order = `/api/console/payment-orders/${entry.id}`;
  await reviewer.refused(403, 'POST', `${order}/retry-refund`, { revision: entry.revision });
  await finance.call('POST', `${order}/retry-refund`, { revision: entry.revision });
  await finance.refused(409, 'POST', `${order}/retry-refund`, { revision: entry.revision });
  await again.see('the refund', (now) => now.payment.status === 'refunded');

  const byHand = await refundFails(0);
  const other = await failed(byHand);
  const path = `/api/console/payment-orders/${other.id}/refunded`;
  await finance.refused(422, 'POST', path, { revision: other.revision, bank_reference: '' });
  await finance.call('POST', path, { revision: other.revision, bank_reference: 'BANK-1' });
  assert.equal((await byHand.look()).payment.status, 'refunded');
});

// --- the corporate account check -----------------------------------------------------------------

const payouts = async (ending: string): Promise<Answer[]> =>
  (await outside.call('GET', '/api/sandbox')).payouts.filter((each: Answer) =>
    each.account_number.endsWith(ending),
  );
const pinIn = (text: string): string => /PIN码:?(\d{8})/.exec(text)?.[1] ?? '';

async function produced(nth: number, given: object): Promise<Case> {
  const filed = await complete(hall, company(nth));
  await pay(numberOf(await choose(filed, 'wechat', given)));
  await filed.see('the review', (now) => now.status === 'in_review');
  await approve(filed, reviewer);
  hall.run('station', ...stationWords(hall, producer.secret));
  return filed;
}

/// No text message and no page of anybody's says the PIN.
async function nobodyReads(pin: string, filed: Case): Promise<void> {
  assert.match(pin, /^\d{8}$/);
  const texts = await messagesTo(hall, filed.wanted.agent.mobile);
  const pages = [
    await filed.look(),
    await desk(),
    await reviewer.call('GET', `/api/console/applications/${filed.id}`),
  ];
  for (const said of [...texts, JSON.stringify(pages), hall.output])
    assert.ok(!said.includes(pin), said);
}

test('the PIN comes in the remark of a transfer to the organization’s account, nowhere else', async () => {
  const filed = await produced(1, { ...account, account_number: '9988776655443322' });
  const view = await filed.see('the transfer', (now) => now.account_check.status === 'succeeded');
  assert.match(view.next_step, /请向贵司财务人员获取/);
  const [line] = await payouts('9988776655443322');
  assert.equal(line.amount, 1);
  assert.equal(line.account_name, filed.wanted.organization.name);
  await nobodyReads(pinIn(line.remark), filed);
  const texts = await messagesTo(hall, filed.wanted.agent.mobile);
  assert.ok(texts.some((each) => /请向贵司财务人员获取/.test(each)));
  await filed.refusedChange(409, 'PUT', '/account', { account });
});

test('an account that does not exist is told, corrected, and sent to again', async () => {
  const filed = await produced(2, { ...account, account_number: '9988776655440000' });
  const view = await filed.see('the failure', (now) => now.account_check.status === 'failed');
  assert.equal(view.account_check.failure, '账号不存在');
  assert.ok(view.actions.includes('correct_account'));
  await until('the text', async () =>
    (await messagesTo(hall, filed.wanted.agent.mobile)).find((each) => /转账未成功/.test(each)),
  );
  await filed.refusedChange(422, 'PUT', '/account', {
    account: { ...account, account_number: '1' },
  });
  await filed.change('PUT', '/account', {
    account: { ...account, account_number: '9988776655447777' },
  });
  await filed.see('the transfer', (now) => now.account_check.status === 'succeeded');
  const [line] = await payouts('9988776655447777');
  await nobodyReads(pinIn(line.remark), filed);
});

test('a transfer that comes back is sent again by finance, who sees neither PIN nor account', async () => {
  const filed = await produced(3, { ...account, account_number: '9988776655440001' });
  await filed.see('the transfer', (now) => now.account_check.status === 'sent');
  const [line] = await payouts('9988776655440001');
  await outside.call('POST', '/api/sandbox/payouts/return', { key: line.key });
  await filed.see('the return', (now) => now.account_check.status === 'returned');
  const entry = ofApplication((await desk()).account_checks, filed);
  assert.match(entry.failure, /退汇/);
  assert.ok(!JSON.stringify(entry).includes('9988776655440001'));
  const path = `/api/console/account-checks/${entry.id}/resend`;
  await reviewer.refused(403, 'POST', path, { revision: entry.revision });
  await finance.call('POST', path, { revision: entry.revision });
  await filed.see('the second transfer', (now) => now.account_check.status === 'sent');
  const lines = await until('two transfers', async () => {
    const all = await payouts('9988776655440001');
    return all.length === 2 ? all : undefined;
  });
  assert.equal(pinIn(lines[0].remark), pinIn(lines[1].remark));
  await nobodyReads(pinIn(line.remark), filed);
  await hall.stop();
  assert.match(hall.run('audit', 'verify', ...hall.where), /审计链完整/);
});
