// What somebody who guesses, floods or plants cookies meets at the two doors.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { ask, hangUp, type Said } from './asking.ts';
import { type Answer, enrol, Hall, messagesTo, password, totp, until } from './hall.ts';

const hall = new Hall();
before(async () => hall.start());
after(async () => {
  hangUp();
  await hall.remove();
});
// Each test is an hour of its own.
beforeEach(() => hall.sql('delete from rate_limit'));

const json = { 'Content-Type': 'application/json' };
const hour = 'expires_at - window_start = 3600000';
let numbers = 0;
const newMobile = (): string => `139${String(10_000_000 + (numbers += 1))}`;
let networks = 0;
const newAddress = (): string => `127.0.2.${(networks += 1)}`;

function post(path: string, body: Answer, cookie = '', from = '127.0.0.1'): Promise<Said> {
  return ask(hall, {
    method: 'POST',
    path,
    cookie,
    from,
    headers: json,
    body: JSON.stringify(body),
  });
}
const send = (mobile: string, cookie?: string, from?: string): Promise<Said> =>
  post('/api/session/code', { mobile }, cookie, from);
const login = (mobile: string, code: string, cookie: string): Promise<Said> =>
  post('/api/session', { mobile, code }, cookie);
const staffLogin = (name: string, word: string, code?: string, cookie?: string): Promise<Said> =>
  post('/api/staff/session', { login: name, password: word, totp: code }, cookie);

/// The cookie that an answer sets under that name, as a browser would send it back.
function cookieOf(said: Said, name: string): string {
  const set = said.headers['set-cookie'] ?? [];
  const found = set.find((each) => each.startsWith(`${name}=`));
  assert.ok(found, `no cookie ${name} in ${set}`);
  return found.split(';')[0];
}
const fieldText = (said: Said): string => JSON.parse(said.text).fields[0].message;
const get = async (path: string, cookie: string): Promise<number> =>
  (await ask(hall, { method: 'GET', path, cookie, from: '127.0.0.1' })).status;

/// A code that was sent, and the browser that it was sent for.
async function sent(mobile: string, cookie = ''): Promise<{ code: string; browser: string }> {
  const before = (await messagesTo(hall, mobile)).length;
  const said = await send(mobile, cookie);
  assert.equal(said.status, 200, said.text);
  const text = await until('the code', async () => {
    const all = await messagesTo(hall, mobile);
    return all.length > before ? all[0] : undefined;
  });
  const code = /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0];
  assert.ok(code, text);
  return { code, browser: cookie || cookieOf(said, 'certhall_browser') };
}
const wrong = (code: string, by = 1): string =>
  String((Number(code) + by) % 1_000_000).padStart(6, '0');

test('a code opens once, and only for the browser that asked', async () => {
  const mobile = newMobile();
  const { code, browser } = await sent(mobile);
  const elsewhere = (await sent(newMobile())).browser;
  assert.equal((await login(mobile, code, elsewhere)).status, 422);
  assert.equal((await login(mobile, code, '')).status, 422);
  assert.equal((await login(newMobile(), code, browser)).status, 422);
  assert.equal((await login(mobile, code, browser)).status, 200);
  const again = await login(mobile, code, browser);
  assert.equal(again.status, 422);
  assert.match(fieldText(again), /已失效[,，]请重新获取/);
});

test('a code lives for five minutes', async () => {
  const mobile = newMobile();
  const { code, browser } = await sent(mobile);
  const said = await send(newMobile());
  assert.deepEqual(JSON.parse(said.text), { valid_seconds: 300, resend_after_seconds: 60 });
  hall.sql('update login_code set expires_at = expires_at - 299000');
  assert.equal((await login(mobile, wrong(code), browser)).status, 422);
  hall.sql('update login_code set expires_at = expires_at - 1000');
  const late = await login(mobile, code, browser);
  assert.equal(late.status, 422);
  assert.match(fieldText(late), /已失效/);
});

test('a new code ends the one before', async () => {
  const mobile = newMobile();
  const first = await sent(mobile);
  hall.sql('delete from rate_limit');
  const second = await sent(mobile, first.browser);
  if (first.code !== second.code)
    assert.equal((await login(mobile, first.code, first.browser)).status, 422);
  assert.equal((await login(mobile, second.code, first.browser)).status, 200);
});

test('fifty guesses never get in, and after five the right code does not either', async () => {
  const mobile = newMobile();
  const { code, browser } = await sent(mobile);
  for (let guess = 1; guess <= 50; guess += 1) {
    const said = await login(mobile, wrong(code, guess), browser);
    assert.equal(said.status, guess <= 30 ? 422 : 429, said.text);
    if (guess < 5) assert.match(fieldText(said), /不正确/);
    if (guess >= 5 && guess <= 30) assert.match(fieldText(said), /已作废/);
  }
  assert.equal((await login(mobile, code, browser)).status, 429);
  hall.sql('delete from rate_limit');
  assert.match(fieldText(await login(mobile, code, browser)), /已作废/);
});

test('guesses at the same moment count one by one', async () => {
  const mobile = newMobile();
  const { code, browser } = await sent(mobile);
  const guesses = Array.from({ length: 20 }, (_, i) => login(mobile, wrong(code, i + 1), browser));
  const texts = (await Promise.all(guesses)).map(fieldText);
  assert.equal(texts.filter((text) => /不正确/.test(text)).length, 4);
  assert.equal((await login(mobile, code, browser)).status, 422);
});

test('a number gets a code a minute and ten a day', async () => {
  const mobile = newMobile();
  for (let i = 0; i < 10; i += 1) {
    assert.equal((await send(mobile, '', newAddress())).status, 200);
    const soon = await send(mobile, '', newAddress());
    assert.equal(soon.status, 429);
    assert.match(soon.text, /一分钟后再获取/);
    assert.ok(Number(soon.headers['retry-after']) <= 60);
    // What was refused counts for the day too; here it must not.
    hall.sql('delete from rate_limit where expires_at - window_start = 60000');
    hall.sql('update rate_limit set hits = hits - 1');
  }
  const tooMany = await send(mobile, '', newAddress());
  assert.equal(tooMany.status, 429);
  assert.match(tooMany.text, /今天获取验证码的次数已用完/);
  assert.equal((await messagesTo(hall, mobile)).length, 10);
});

test('an address gets twenty codes an hour, the hall two thousand', async () => {
  const flooder = newAddress();
  for (let i = 0; i < 20; i += 1) assert.equal((await send(newMobile(), '', flooder)).status, 200);
  const stopped = await send(newMobile(), '', flooder);
  assert.equal(stopped.status, 429);
  assert.match(stopped.text, /当前网络/);
  assert.equal((await send(newMobile(), '', newAddress())).status, 200);
  hall.sql(`update rate_limit set hits = 2000 where ${hour}`);
  const full = await send(newMobile(), '', newAddress());
  assert.equal(full.status, 429);
  assert.match(full.text, /获取验证码的人较多/);
});

test('the answer is the same for numbers that are known and unknown', async () => {
  const known = newMobile();
  const { code, browser } = await sent(known);
  await login(known, code, browser);
  hall.sql('delete from rate_limit');
  const face = (said: Said): Answer => {
    const { date: _, 'x-request-id': __, ...headers } = said.headers;
    return { ...said, headers };
  };
  const unknown = newMobile();
  assert.deepEqual(face(await send(known, browser)), face(await send(unknown, browser)));
  for (const guess of ['000000', '1', ''])
    assert.equal(
      fieldText(await login(known, guess, browser)),
      fieldText(await login(unknown, guess, browser)),
    );
});

test('a token that was planted before the login is not the session', async () => {
  const mobile = newMobile();
  const { code, browser } = await sent(mobile);
  const planted = `certhall=${randomBytes(32).toString('base64url')}`;
  const said = await login(mobile, code, `${browser}; ${planted}`);
  const session = cookieOf(said, 'certhall');
  assert.notEqual(session, planted);
  assert.equal(await get('/api/applications', planted), 401);
  assert.equal(await get('/api/applications', session), 200);
  const set = said.headers['set-cookie']?.find((each) => each.startsWith('certhall='));
  assert.match(set ?? '', /; HttpOnly; SameSite=Lax/);

  hall.sql('delete from rate_limit');
  const { code: next } = await sent(mobile, browser);
  const renewed = cookieOf(await login(mobile, next, `${browser}; ${session}`), 'certhall');
  assert.equal(await get('/api/applications', session), 401);
  await ask(hall, { method: 'DELETE', path: '/api/session', cookie: renewed, from: '127.0.0.1' });
  assert.equal(await get('/api/applications', renewed), 401);
});

test("a member of staff's token is new at login and at enrolment", async () => {
  const word = hall.addStaff('fixed', 'producer');
  const planted = `certhall_staff=${randomBytes(32).toString('base64url')}`;
  const first = await staffLogin('fixed', word, undefined, planted);
  const session = cookieOf(first, 'certhall_staff');
  assert.notEqual(session, planted);
  assert.match(String(first.headers['set-cookie']), /; HttpOnly; SameSite=Strict/);
  const { secret } = JSON.parse((await post('/api/staff/totp', {}, session)).text);
  const enrolment = { new_password: password, totp: totp(secret) };
  const done = await post('/api/staff/enrolment', enrolment, session);
  assert.equal(done.status, 200, done.text);
  const renewed = cookieOf(done, 'certhall_staff');
  assert.equal(await get('/api/console/production', session), 401);
  assert.equal(await get('/api/console/production', renewed), 200);
  assert.equal((await staffLogin('fixed', word)).status, 401, 'the one-time password is spent');
});

test('guessing at the console: five tries, and nobody learns which logins exist', async () => {
  const { secret } = await enrol(hall, 'reviewer', hall.oneTimePassword('reviewer'));
  const one = hall.oneTimePassword('finance');
  const face = (said: Said): Answer => {
    const { request_id: _, ...problem } = JSON.parse(said.text);
    return problem;
  };
  for (let guess = 1; guess <= 6; guess += 1) {
    const unknown = face(await staffLogin('nobody', `guess ${guess}`));
    assert.equal(unknown.status, 401);
    for (const known of ['reviewer', 'finance'])
      assert.deepEqual(face(await staffLogin(known, `guess ${guess}`)), unknown, `guess ${guess}`);
  }
  const later = totp(secret, 1);
  assert.equal((await staffLogin('reviewer', password, later)).status, 401, 'locked');
  assert.equal((await staffLogin('finance', one)).status, 401, 'locked');
  hall.sql('update staff set locked_until = locked_until - 900000');
  assert.equal((await staffLogin('reviewer', password, later)).status, 200, 'a quarter later');
  assert.equal((await staffLogin('reviewer', password, later)).status, 401, 'a code is good once');
  assert.equal((await staffLogin('finance', one)).status, 200);
});

test('guesses at the console at the same moment count one by one', async () => {
  const word = hall.addStaff('hurried', 'auditor');
  const guesses = Array.from({ length: 8 }, (_, i) => staffLogin('hurried', `guess ${i}`));
  for (const said of await Promise.all(guesses)) assert.equal(said.status, 401);
  assert.equal((await staffLogin('hurried', word)).status, 401);
});

test('an address may guess a hundred times an hour at the console', async () => {
  assert.equal((await staffLogin('nobody', 'guess')).status, 401);
  hall.sql(`update rate_limit set hits = 100 where ${hour}`);
  const said = await staffLogin('nobody', 'guess');
  assert.equal(said.status, 429);
  assert.match(said.text, /过于频繁/);
  assert.ok(Number(said.headers['retry-after']) > 0);
});
