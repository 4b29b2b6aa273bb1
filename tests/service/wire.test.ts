// What no HTTP client sends, and what no OCSP client asks: garbage on the socket gets an answer or
// the end of the connection, and the hall goes on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ask, assertRefusal, hangUp, type Question } from './asking.ts';
import { Hall } from './hall.ts';
import { converse, type Talk } from './raw.ts';

const hall = new Hall();
/// Says half a head and then nothing; begun first, for it takes its time.
let slow: Promise<{ closed: boolean; heard: string; seconds: number }>;
before(async () => {
  await hall.start();
  const begun = Date.now();
  slow = converse(hall.port, { say: ['GET /api/portal HTTP/1.1\r\nHost: loc'] }, 15).then(
    (end) => ({
      ...end,
      seconds: (Date.now() - begun) / 1000,
    }),
  );
});
after(async () => {
  hangUp();
  await hall.remove();
});

const host = 'Host: localhost\r\n';
const get = (lines: string): string => `GET /api/portal HTTP/1.1\r\n${lines}\r\n`;
const post = (lines: string, body: string): string =>
  `POST /api/portal/handover HTTP/1.1\r\n${host}Origin: http://localhost\r\n` +
  `Content-Type: application/json\r\n${lines}\r\n${body}`;
const quit = 'Connection: close\r\n';
const promise = 'Expect: 100-continue\r\n';
const chunked = 'Transfer-Encoding: chunked\r\n';

/// What is said, and the statuses that come back in order; none: the connection just ends.
const talks: [name: string, talk: Talk, statuses: number[]][] = [
  ['garbage', { say: ['garbage\r\n\r\n'] }, [400]],
  ['binary garbage', { say: [Buffer.from([0, 1, 2, 255, 254, 13, 10, 13, 10])] }, [400]],
  ['a TLS hello', { say: [Buffer.from('16030100750100007103035f5f', 'hex')] }, [400]],
  ['a method alone', { say: ['GET\r\n\r\n'] }, [400]],
  ['no version', { say: ['GET /api/portal\r\n\r\n'] }, [400]],
  ['an unknown version', { say: [`GET / HTTP/9.9\r\n${host}\r\n`] }, [400]],
  ['HTTP/2 by surprise', { say: ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'] }, [400]],
  ['two blanks', { say: [`GET  / HTTP/1.1\r\n${host}\r\n`] }, [400]],
  ['a whole URL', { say: [`GET http://other/ HTTP/1.1\r\n${host}\r\n`] }, [400]],
  ['an asterisk', { say: [`OPTIONS * HTTP/1.1\r\n${host}\r\n`] }, [400]],
  ['a tunnel', { say: [`CONNECT other:443 HTTP/1.1\r\n${host}\r\n`] }, [400]],
  ['no host', { say: [get('')] }, [400]],
  ['two hosts', { say: [get(host + host)] }, [400]],
  ['a header without a colon', { say: [get(`${host}nonsense\r\n`)] }, [400]],
  ['a header without a name', { say: [get(`${host}: x\r\n`)] }, [400]],
  ['a blank before the colon', { say: [get(`${host}X-A : x\r\n`)] }, [400]],
  ['a NUL in a header', { say: [get(`${host}X-A: a\0b\r\n`)] }, [400]],
  ['a bare line feed', { say: ['GET /api/portal HTTP/1.1\nHost: localhost\n\n'] }, [400]],
  ['a huge header', { say: [get(`${host}X-A: ${'a'.repeat(20_000)}\r\n`)] }, [431]],
  ['a thousand headers', { say: [get(host + 'X-A: aaaaaaaaaaaa\r\n'.repeat(1000))] }, [431]],
  ['a huge path', { say: [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n`] }, [431]],
  ['no end of the headers', { say: [`GET / HTTP/1.1\r\n${host}`], hangUp: true }, []],
  ['silence', { say: [], hangUp: true }, []],
  ['a negative length', { say: [post('Content-Length: -1\r\n', '')] }, [400]],
  ['no number as length', { say: [post('Content-Length: x\r\n', '{}')] }, [400]],
  ['a length beyond all', { say: [post(`Content-Length: ${'9'.repeat(30)}\r\n`, '')] }, [400]],
  ['a terabyte', { say: [post('Content-Length: 1099511627776\r\n', '')] }, [413]],
  ['two lengths', { say: [post('Content-Length: 2\r\nContent-Length: 3\r\n', '{}')] }, [400]],
  ['length and chunks', { say: [post(`Content-Length: 2\r\n${chunked}`, '0\r\n\r\n')] }, [400]],
  ['half a body', { say: [post('Content-Length: 99\r\n', '{')], hangUp: true }, []],
  ['more than said', { say: [post('Content-Length: 2\r\n', '{}{}garbage\r\n\r\n')] }, [422, 400]],
  ['good chunks', { say: [post(chunked + quit, '1\r\n{\r\n'), '1\r\n}\r\n0\r\n\r\n'] }, [422]],
  ['a broken chunk', { say: [post(chunked, 'zz\r\n{}\r\n')] }, [400]],
  ['a chunk too short', { say: [post(chunked, '5\r\n{}\r\n0\r\n\r\n')] }, [400]],
  ['a negative chunk', { say: [post(chunked, '-1\r\n{}\r\n')] }, [400]],
  ['chunks without end', { say: [post(chunked, '2\r\n{}\r\n')], hangUp: true }, []],
  [
    'chunks beyond the limit',
    { say: [post(chunked, `10000\r\n${' '.repeat(65_536)}\r\n`.repeat(5))] },
    [413],
  ],
  ['unknown coding', { say: [post('Transfer-Encoding: gzip\r\n', '{}')], hangUp: true }, [400]],
  ['two at once', { say: [get(host) + get(host + quit)] }, [200, 200]],
  ['byte by byte', { say: [...get(host + quit)] }, [200]],
  ['an old client', { say: ['GET /api/portal HTTP/1.0\r\n\r\n'] }, [200]],
  ['a promise', { say: [post(`Content-Length: 2\r\n${promise}${quit}`, ''), '{}'] }, [100, 422]],
  ['one behind another', { say: [post('Content-Length: 0\r\n', get(host + quit))] }, [400, 200]],
  ['an upgrade', { say: [get(`${host}Connection: Upgrade, close\r\nUpgrade: h2c\r\n`)] }, [200]],
];

test('answers raw garbage or hangs up, and does not wait for it', async () => {
  const heard = await Promise.all(
    talks.map(async ([name, talk]) => ({ name, ...(await converse(hall.port, talk)) })),
  );
  const statuses = (text: string): number[] =>
    [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  assert.deepEqual(
    heard.map(({ name, heard: text, closed }) => ({ name, said: statuses(text), closed })),
    talks.map(([name, , said]) => ({ name, said, closed: true })),
  );
  for (const { name, heard: text } of heard)
    if (/HTTP\/1\.1 4/.test(text)) assert.match(text, /application\/problem\+json/, name);
});

test('answers what is no OCSP request with malformedRequest', async () => {
  const der = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const questions: (string | Buffer)[] = [
    '',
    'garbage',
    der('30'),
    der('30 03 02 01 00'),
    der('30 80 00 00'),
    der('30 84 ff ff ff ff'),
    der(`${'30 80'.repeat(2000)}`),
    der('30 0a 30 08 30 06 30 04 30 02 05 00'),
    Buffer.alloc(8000, 0x30),
    Buffer.alloc(8000),
  ];
  const ask_ = async (question: Question): Promise<void> => {
    const said = await ask(hall, question);
    assert.equal(said.status, 200, question.path);
    assert.equal(said.headers['content-type'], 'application/ocsp-response');
    assert.equal(Buffer.from(said.text).toString('hex'), '30030a0101', question.path);
  };
  const headers = { 'Content-Type': 'application/ocsp-request' };
  for (const body of questions) await ask_({ method: 'POST', path: '/ocsp', headers, body });
  for (const body of questions)
    await ask_({
      method: 'GET',
      path: `/ocsp/${encodeURIComponent(Buffer.from(body).toString('base64'))}`,
    });
  for (const path of ['/ocsp', '/ocsp/', '/ocsp/@@@', '/ocsp/AAAA/BBBB', '/ocsp/%20'])
    await ask_({ method: 'GET', path });
  const flood = await ask(hall, { method: 'POST', path: '/ocsp', headers, body: 'x'.repeat(9000) });
  assert.equal((await assertRefusal(flood, 'a flood')).status, 413);
});

test('has no list and no certificate of strange names', async () => {
  for (const path of ['/crl/', '/crl/x.crl', '/crl/.crl', '/crl/sm2', '/ca/x.cer', '/ca/.pem'])
    assert.equal((await ask(hall, { method: 'GET', path })).status, 404, path);
  for (const path of ['/crl/../../var/secrets/master.key', '/ca/%2e%2e%2fx.cer', '/..%2f..%2fetc'])
    assert.equal((await ask(hall, { method: 'GET', path })).status, 400, path);
});

test('hangs up on whoever never finishes', async () => {
  const { closed, heard, seconds } = await slow;
  assert.ok(closed);
  assert.doesNotMatch(heard, /HTTP\/1\.1 [25]/);
  assert.ok(seconds > 5, 'a slow line is no offence');
});

test('after all that the hall still works, and ends when it is told to', async () => {
  assert.equal((await ask(hall, { method: 'GET', path: '/health' })).text, 'ok\n');
  assert.doesNotMatch(hall.output, /http\.exception|runtime error/);
  assert.equal(await hall.stop(), 0);
});
