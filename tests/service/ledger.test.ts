// Every signature of the authority is explained, also after many kills at random moments: while
// stations have pairs issued and give tokens up again, lists are published, and status is asked. The
// keys' own ledgers say what was signed; the judge is this test, by what strangers can download and
// by the rows of the record, and only then the program's own check.

import assert from 'node:assert/strict';
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { only } from '../support/der.ts';
import { Case, Desk } from './case.ts';
import { type Answer, type Browser, Hall, until } from './hall.ts';
import { approved, signingRequest } from './issued.ts';
import { company } from './papers.ts';
import { Questions } from './status.ts';

/// PostgreSQL's side of a kill is tried more briefly.
const kills = process.env.CERTHALL_DATABASE ? 20 : 100;
const hall = new Hall();
hall.reading = false;
const keys = join(hall.folder, 'var/keys');
const cases = [1, 2, 3].map((nth) => new Case(hall, company(nth)));
let desk: Desk;
let working = true;
let issued = 0;
let givenUp = 0;
let answers = 0;
let answered = 0;

const pause = (ms: number): Promise<void> => new Promise((later) => setTimeout(later, ms));

/// One request, again and again while the hall is away; nothing where it was refused. The key of a
/// request that died with the hall is not free yet: what is asked can be asked under another.
async function insist(who: Browser, path: string, body: unknown): Promise<Answer> {
  let key = randomUUID();
  while (working) {
    try {
      const response = await who.send('POST', path, body, { 'Idempotency-Key': key });
      const text = await response.text();
      answered += 1;
      if (response.ok) return text ? JSON.parse(text) : {};
      assert.ok(response.status < 500 || response.status === 503, `${path}: ${text}`);
      if (/正在处理/.test(text)) key = randomUUID();
      else if (response.status !== 429 && response.status !== 503) return undefined;
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
    }
    await pause(20);
  }
  return undefined;
}

const requests: string[] = [];

/// A pair for a new token, which then breaks: its certificates are revoked, and a list is due.
async function station(of: Case): Promise<void> {
  const job = `/api/station/jobs/${of.id}`;
  while (working) {
    const token = `K${randomUUID().slice(0, 12)}`;
    await insist(desk.producer, '/api/station/claim', { number: of.number });
    await insist(desk.producer, `${job}/begin`, { token_serial: token, certificate: '' });
    const csr = requests.pop() ?? signingRequest(of);
    const pair = await insist(desk.producer, `${job}/issue`, {
      token_serial: token,
      csr,
      pin: '18273645',
    });
    if (pair) issued += 1;
    if (await insist(desk.producer, `${job}/abandon`, { token_serial: token })) givenUp += 1;
  }
}

/// Strangers, with a question that no kept answer fits.
async function relyingParty(questions: Questions): Promise<void> {
  const body = new Uint8Array(questions.about(`01${'00'.repeat(15)}01`));
  while (working) {
    try {
      const response = await fetch(`${hall.url}/ocsp`, { method: 'POST', body });
      if (response.ok && (await response.arrayBuffer()).byteLength > 5) answers += 1;
    } catch {
      await pause(20);
    }
    await pause(5);
  }
}

before(async () => {
  await hall.start();
  desk = await Desk.of(hall);
  for (const each of cases) await approved(each, desk);
  for (let i = 0; i < 60; i += 1) requests.push(signingRequest(cases[0]));
});
after(async () => hall.remove());

const enough = (): boolean => Math.min(issued, givenUp, answers) >= kills / 5;

/// Two of three at work, the third on its way there: at start, what was left half done is finished.
async function killAgainAndAgain(): Promise<void> {
  for (let kill = 0; kill < kills || !enough(); kill += 1) {
    const atWork = kill % 3 > 0;
    const [started, before] = [hall.start(), answered];
    started.catch(() => undefined);
    if (atWork) {
      await started;
      await until('somebody to be served', async () => (answered > before ? true : undefined));
    }
    await pause(randomInt(20, enough() ? 400 : 1500)); // a slow machine gets something done, too
    await hall.stop('SIGKILL');
    hall.output = '';
  }
}

test(
  'many kills among issuance, revocation and questions',
  { timeout: 900_000 },
  async (context) => {
    const questions = await Questions.of(hall, '-nonce');
    await hall.stop('SIGKILL');
    const work = Promise.all([...cases.map(station), relyingParty(questions)]);
    const trouble = work.then(() => new Promise<never>(() => {}));
    try {
      await Promise.race([killAgainAndAgain(), trouble]);
    } finally {
      working = false;
    }
    await work;
    await hall.start();
    context.diagnostic(
      `${kills} kills, ${issued} pairs, ${givenUp} tokens given up, ${answers} answers of status`,
    );
    assert.ok(enough());
  },
);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/// Digests of what is inside the signatures of all certificates that the owners can download.
async function downloaded(): Promise<Set<string>> {
  const found = new Set<string>();
  for (const of of cases) {
    const { certificates } = await of.look();
    for (const { download_url } of certificates) {
      const response = await of.applicant.send('GET', download_url);
      const bytes = Buffer.from(await response.arrayBuffer());
      found.add(sha256(only(bytes).parts[0].whole));
    }
  }
  return found;
}

test('every entry of the ledgers is a certificate or on record', async (context) => {
  const certificates = await downloaded();
  const recorded = new Set(hall.query('select digest from signature_record').split('\n'));
  const ledgers = readdirSync(keys).filter((name) => name.endsWith('.signed'));
  assert.ok(ledgers.length >= 2, `${ledgers}`);
  const counts = { certificates: 0, record: 0 };
  for (const name of ledgers)
    for (const digest of readFileSync(join(keys, name), 'latin1').trim().split('\n')) {
      assert.match(digest, /^[0-9a-f]{64}$/, name);
      if (certificates.has(digest)) counts.certificates += 1;
      else if (recorded.has(digest)) counts.record += 1;
      else assert.fail(`${name}: ${digest} was signed and is nowhere`);
    }
  context.diagnostic(`${counts.certificates} by certificates, ${counts.record} by the record`);
  assert.ok(counts.certificates >= 2 * issued && counts.record >= givenUp / 10);
});

test('the program finds the same', () => {
  assert.match(hall.run('ca', 'check', ...hall.where), /发现 0 处问题/);
  assert.match(hall.run('audit', 'verify', ...hall.where), /审计链完整/);
});
