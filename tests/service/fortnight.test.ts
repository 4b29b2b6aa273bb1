// A fortnight in hourly steps, while the hall runs: no answer is ever out of date, lists follow each
// other without a gap, and the OCSP signer is renewed on the way. The hall's clock is libfaketime's,
// which the test moves; dates are read from the bytes, with nothing of ours.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Element, element, extension, integer, only, time } from '../support/der.ts';
import { Case, Desk } from './case.ts';
import { type Answer, Browser, Hall, until, write } from './hall.ts';
import { approved, issue } from './issued.ts';
import { company } from './papers.ts';

const hour = 3_600_000;
const day = 24 * hour;
/// The OCSP signer's certificate lasts a year and is renewed when 30 days are left: within this
/// fortnight.
const begin = 329 * day;
const hours = 14 * 24;
const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

const hall = new Hall();
hall.reading = false;
const clock = join(hall.folder, 'clock');
let offset = 0;
const now = (): number => Date.now() + offset;

function setClock(to: number): void {
  offset = to;
  renameSync(write(`${clock}.next`, `+${offset / 1000}s\n`), clock);
}

async function fetched(path: string, body?: Uint8Array): Promise<Response> {
  const method = body ? 'POST' : 'GET';
  const headers = body ? { 'Content-Type': 'application/ocsp-request' } : undefined;
  return fetch(hall.url + path, { method, headers, body: body && Buffer.from(body) });
}

async function bytesOf(path: string): Promise<Buffer> {
  const response = await fetched(path);
  assert.equal(response.status, 200, path);
  return Buffer.from(await response.arrayBuffer());
}

/// What is asked every hour.
const questions = new Map<string, Buffer>();
const lists = new Set<string>();
/// The certificate that its holder lost, and the lists that it names.
let lost = { serial: '', lists: [] as string[] };

function question(name: string, issuer: string, serial: string): void {
  const out = join(hall.folder, `${name}.ocsp`);
  const asked = ['-issuer', issuer, '-serial', `0x${serial}`, '-no_nonce', '-reqout', out];
  execFileSync('openssl', ['ocsp', ...asked]);
  questions.set(name, readFileSync(out));
}

/// The addresses of lists in an extension: distribution points, or where the deltas are.
function addresses(extensions: Element, oid: string): string[] {
  const points = extension(extensions, oid)?.whole.toString('latin1') ?? '';
  return (points.match(/http:[!-~]+?\.crl/g) ?? []).map((uri) => new URL(uri).pathname);
}

const extensionsOfCertificate = (der: Buffer): Element => only(der).parts[0].parts[7].parts[0];
const extensionsOfList = (der: Buffer): Element => {
  const fields = only(der).parts[0].parts;
  return fields[fields.length - 1].parts[0];
};

/// The lists that a certificate names.
function addListsOf(certificate: Buffer): string[] {
  const named = addresses(extensionsOfCertificate(certificate), '551d1f');
  for (const path of named) lists.add(path);
  return named;
}

before(async () => {
  assert.ok(existsSync(library), 'Debian package faketime is not installed');
  hall.settings = 'crl_shards = 2\n';
  await hall.start();
  const desk = await Desk.of(hall);
  const kept = await approved(new Case(hall, company(1)), desk);
  const gone = await approved(new Case(hall, company(2)), desk);
  const chains: Answer[] = [];
  for (const each of [kept, gone]) chains.push(await issue(each, desk.producer, `K${each.number}`));
  await gone.applicant.call('POST', gone.at('/loss'), {
    reason: 'key_compromise',
    confirmed: true,
  });
  const issuer = write(join(hall.folder, 'issuer.cer'), Buffer.from(chains[0].chain[0], 'base64'));
  const pem = join(hall.folder, 'issuer.pem');
  execFileSync('openssl', ['x509', '-inform', 'DER', '-in', issuer, '-out', pem]);
  for (const [name, chain] of [
    ['good', chains[0]],
    ['revoked', chains[1]],
  ]) {
    const certificate = Buffer.from(chain.signing_certificate, 'base64');
    const { serialNumber } = new X509Certificate(certificate);
    question(name, pem, serialNumber);
    const named = addListsOf(certificate);
    if (name === 'revoked') lost = { serial: serialNumber.toLowerCase(), lists: named };
  }
  question('unknown', pem, '0100000000000000000000000000000001');
  const { issuers } = await new Browser(hall).call('GET', '/api/issuers');
  for (const { crl_url } of issuers) lists.add(crl_url);
  await hall.stop();
});
after(async () => hall.remove());

interface Single {
  status: string;
  thisUpdate: number;
  nextUpdate: number;
  responder: Buffer;
}

/// Nothing for tryLater.
function parseAnswer(der: Buffer): Single | undefined {
  const [state, response] = only(der).parts;
  if (state.hex === '03') return undefined;
  assert.equal(state.hex, '00', 'an error of OCSP');
  const [data, , , certificates] = element(response.parts[0].parts[1].content).parts;
  const [, , singles] = data.parts;
  const [, status, thisUpdate, nextUpdate] = singles.parts[0].parts;
  return {
    status: { 0x80: 'good', 0xa1: 'revoked', 0x82: 'unknown' }[status.tag] ?? '?',
    thisUpdate: time(thisUpdate),
    nextUpdate: time(nextUpdate.parts[0]),
    responder: certificates.parts[0].parts[0].whole,
  };
}

const responders = new Set<string>();

/// Fresh, or not given; tryLater may be said for a moment, never something old.
async function askOcsp(name: string): Promise<void> {
  const single = await until(`a fresh answer: ${name}`, async () => {
    const asked = now();
    const response = await fetched('/ocsp', questions.get(name));
    assert.equal(response.status, 200);
    const answer = parseAnswer(Buffer.from(await response.arrayBuffer()));
    if (answer)
      assert.ok(answer.nextUpdate > asked, `${name}: stale by ${asked - answer.nextUpdate}`);
    return answer;
  });
  assert.equal(single.status, name);
  assert.ok(single.thisUpdate <= now() + 1000, `${name}: from the future`);
  const { validFrom, validTo } = new X509Certificate(single.responder);
  assert.ok(Date.parse(validFrom) <= now() && now() < Date.parse(validTo), 'the responder is over');
  responders.add(single.responder.toString('hex'));
}

interface List {
  serials: string[];
  number: bigint;
  thisUpdate: number;
  nextUpdate: number;
}

function parseList(der: Buffer): List {
  const [, , , thisUpdate, nextUpdate, entries] = only(der).parts[0].parts;
  const number = extension(extensionsOfList(der), '551d14');
  assert.ok(number, 'a list without a number');
  return {
    serials: entries.tag === 0x30 ? entries.parts.map(({ parts }) => integer(parts[0])) : [],
    number: BigInt(`0x${integer(number)}`),
    thisUpdate: time(thisUpdate),
    nextUpdate: time(nextUpdate),
  };
}

const last = new Map<string, List>();
let issues = 0;

/// Fresh at every hour; each begins before the one before it ends. The next one is due when half of
/// the time is gone: the test waits for it, so that a slow machine is not left behind.
async function fetchList(path: string): Promise<void> {
  const list = await until(`the next list of ${path}`, async () => {
    const asked = now();
    const bytes = await bytesOf(path);
    const found = parseList(bytes);
    // An authority's first list has no delta; a later one names it.
    for (const delta of addresses(extensionsOfList(bytes), '551d2e')) lists.add(delta);
    assert.ok(found.nextUpdate > asked, `${path}: stale by ${asked - found.nextUpdate}`);
    const due = (found.nextUpdate - found.thisUpdate) / 2 + 1000;
    return now() - found.thisUpdate <= due ? found : undefined;
  });
  if (lost.lists.includes(path)) assert.ok(list.serials.includes(lost.serial), `${path}: forgot`);
  const before = last.get(path);
  last.set(path, list);
  if (!before || before.thisUpdate === list.thisUpdate) return;
  issues += 1;
  assert.ok(list.number > before.number, `${path}: number ${before.number}, then ${list.number}`);
  assert.ok(list.thisUpdate <= before.nextUpdate, `${path}: a gap`);
}

test('336 hours pass without a stale answer and without a gap', { timeout: 600_000 }, async () => {
  setClock(begin);
  Object.assign(hall.environment, {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  });
  await hall.start();
  for (let passed = 0; passed <= hours; passed += 1) {
    setClock(begin + passed * hour);
    for (const name of questions.keys()) await askOcsp(name);
    for (const path of lists) await fetchList(path);
  }
});

test('the signer of answers was renewed, and every list came again and again', (context) => {
  context.diagnostic(`${responders.size} responders, ${lists.size} lists, ${issues} times anew`);
  assert.equal(responders.size, 2);
  // Root and issuing authority, a shard or two, and the deltas of them.
  assert.ok(lists.size >= 5, `${[...lists]}`);
  assert.ok(lost.lists.length > 0);
  assert.ok(issues >= lists.size * 13, `${issues} issues`);
});

test('what the fortnight signed is on record', () => {
  assert.match(hall.run('ca', 'check', ...hall.where), /发现 0 处问题/);
});
