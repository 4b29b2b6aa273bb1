// OCSP as strangers use it: every way to write a question, what caches are told, and two nodes over
// one database, neither of which says good after a revocation was acknowledged.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { Hall, until, write } from './hall.ts';
import { makeCertificates, post, Questions, revokeCertificates, statusIn } from './status.ts';

const bc = resolve(import.meta.dirname, '../conformance/bc.sh');
const hall = new Hall();
const second = new Hall();
second.where.splice(0, second.where.length, ...hall.where);
second.settings = 'instance = 2\n';
let serials: string[];
let questions: Questions;

before(async () => {
  await hall.start();
  await second.start();
  serials = makeCertificates(hall, 1000);
  questions = await Questions.of(hall);
});
after(async () => {
  await second.remove();
  await hall.remove();
});

const get = async (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${hall.url}/ocsp/${path}`, { headers });

/// Signature, delegate and time, by Bouncy Castle.
function judge(answer: Buffer, serial: string, status: string): string {
  const file = write(join(hall.folder, 'answer.der'), answer);
  const words = ['ocsp', file, `serial:${serial}`, questions.issuer, status];
  return execFileSync(bc, words, { encoding: 'utf8' });
}

test('every way to write a question gets the same answer', async () => {
  const serial = serials[0];
  const question = questions.about(serial);
  const posted = await post(hall.url, question);
  assert.match(judge(posted, serial, 'good'), /accepted/);
  const base64 = question.toString('base64');
  const ways = [
    encodeURIComponent(base64),
    base64.replaceAll('+', '%2b').replaceAll('=', '%3d'),
    base64, // raw + / =
    base64.replace(/=+$/, ''),
    question.toString('base64url'),
    `/${encodeURIComponent(base64)}`, // joined with one slash too many
  ];
  for (const way of ways) {
    const response = await get(way);
    assert.equal(response.headers.get('content-type'), 'application/ocsp-response', way);
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), posted, way);
  }
});

test('a certificate is known by SHA-1, SHA-256 and SM3, and one never issued is not good', async () => {
  for (const digest of ['-sha1', '-sha256', '-sm3']) {
    const asked = await Questions.of(hall, digest);
    assert.match(
      judge(await post(hall.url, asked.about(serials[1])), serials[1], 'good'),
      /accepted/,
    );
    const never = `01${'cd'.repeat(16)}`;
    assert.equal(statusIn(await post(hall.url, asked.about(never)), never), 'unknown');
  }
});

test('a nonce comes back, in an answer of its own', async () => {
  const asked = await Questions.of(hall, '-nonce');
  const first = await post(hall.url, asked.about(serials[2]));
  const nonce = asked.about(serials[2]).subarray(-16);
  assert.ok(first.includes(nonce));
  assert.match(judge(first, serials[2], 'good'), /accepted/);
});

/// Both ways through the program: the ready answer, and the one that is looked for.
test('caches are told how long, and conditions are heard', async () => {
  const path = encodeURIComponent(questions.about(serials[3]).toString('base64'));
  const plain = await get(path); // signs it
  const ready = await until('the answer to lie ready', async () => {
    const again = await get(path);
    return again.headers.get('x-request-id') === null ? again : undefined;
  });
  for (const response of [plain, ready]) {
    const told = (name: string): string => response.headers.get(name) ?? '';
    const age = /^max-age=(\d+), public, no-transform, must-revalidate$/.exec(
      told('cache-control'),
    );
    assert.ok(age && Number(age[1]) > 0 && Number(age[1]) <= 60, told('cache-control'));
    const [since, till, date] = ['last-modified', 'expires', 'date'].map((n) =>
      Date.parse(told(n)),
    );
    assert.ok(since <= date && date < till && till - since === 600_000);
    assert.match(told('etag'), /^"[0-9a-f]{40}"$/);
  }
  assert.equal(plain.headers.get('etag'), ready.headers.get('etag'));
  const etag = ready.headers.get('etag') ?? '';
  const unchanged = await get(path, { 'If-None-Match': etag });
  assert.equal(unchanged.status, 304);
  assert.equal(unchanged.headers.get('etag'), etag);
  const head = await fetch(`${hall.url}/ocsp/${path}`, { method: 'HEAD' });
  assert.equal(head.status, 200);
  assert.ok(Number(head.headers.get('content-length')) > 100);
  const posted = await fetch(`${hall.url}/ocsp`, {
    method: 'POST',
    body: new Uint8Array(questions.about(serials[3])),
  });
  assert.equal(posted.headers.get('cache-control'), 'no-store');
});

test('none of a thousand is called good after its revocation, on either node', async () => {
  const nodes = [hall.url, second.url];
  const revoked = new Set<string>();
  const wrong: string[] = [];
  let asked = 0;
  let done = false;
  const bother = async (url: string, offset: number): Promise<void> => {
    for (let i = offset; !done; i += 1) {
      // Half of the questions are about what was revoked just now.
      const serial = serials[i % 2 === 0 ? i % serials.length : Math.max(0, revoked.size - 1)];
      const must = revoked.has(serial);
      const said = statusIn(await post(url, questions.about(serial)), serial);
      if (must ? said !== 'revoked' : said === 'unknown' || said === 'nothing')
        wrong.push(`${serial}: ${said}`);
      asked += 1;
    }
  };
  const load = nodes.flatMap((url) => [1, 2, 3].map((n) => bother(url, n * 331)));
  await revokeCertificates(hall, serials, (serial) => revoked.add(serial));
  for (const url of nodes)
    for (const serial of serials.slice(-50))
      assert.equal(statusIn(await post(url, questions.about(serial)), serial), 'revoked');
  done = true;
  await Promise.all(load);
  assert.equal(revoked.size, serials.length);
  assert.deepEqual(wrong, []);
  assert.ok(asked > serials.length, `only ${asked} questions`);
  const last = serials[serials.length - 1];
  assert.match(judge(await post(second.url, questions.about(last)), last, 'revoked'), /accepted/);
});

test('a node that was killed holds up one revocation, and not the next', async () => {
  const [first, next] = makeCertificates(hall, 2);
  await second.stop('SIGKILL');
  await revokeCertificates(hall, [first], () => undefined);
  const begun = performance.now();
  await revokeCertificates(hall, [next], () => undefined);
  const leases = hall.ask('select count(*) from status_lease');
  assert.equal(leases, '1', `after ${performance.now() - begun} ms`);
  for (const serial of [first, next])
    assert.equal(statusIn(await post(hall.url, questions.about(serial)), serial), 'revoked');
});
