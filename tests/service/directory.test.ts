// What relying parties get: the directory and its limits, bundles, 证书核验 of certificates and of
// PDFs that others signed, and time stamps that others accept.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { type Answer, Browser, Hall, write } from './hall.ts';
import { Case, Desk } from './case.ts';
import { approved } from './issued.ts';
import { company, member } from './papers.ts';

const root = resolve(import.meta.dirname, '../..');
const hall = new Hall();
hall.reading = false;
const anyone = new Browser(hall);
const ours = new Case(hall, company(1));
const his = new Case(hall, member(2));
const file = (name: string): string => join(hall.folder, name);

const run = (program: string, ...words: string[]): string =>
  execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const openssl = (...words: string[]): string => run('openssl', ...words);

before(async () => {
  await hall.start();
  const desk = await Desk.of(hall);
  for (const each of [ours, his]) await desk.makeToken(await approved(each, desk));
});
after(() => hall.remove());

async function fetchTo(path: string, name: string): Promise<string> {
  const response = await fetch(hall.url + path);
  assert.equal(response.status, 200, path);
  return write(file(name), new Uint8Array(await response.arrayBuffer()));
}
async function signingOf(one: Case): Promise<Answer> {
  const { certificates } = await one.look();
  return certificates.find((each: Answer) => each.usage === 'signing');
}
const search = (by: string, value: string): Promise<Answer> =>
  anyone.call('POST', '/api/directory', { by, value });

const octets = { 'Content-Type': 'application/octet-stream' };
const verify = (path: string): Promise<Answer> =>
  anyone.call('POST', '/api/verification', new Uint8Array(readFileSync(path)), octets);
const refusedFile = (status: number, bytes: Uint8Array, headers = octets): Promise<Answer> =>
  anyone.refused(status, 'POST', '/api/verification', bytes, headers);

test('bundles come as others read them', async () => {
  for (const [name, count] of [
    ['sm2', 2],
    ['root-sm2', 1],
    ['all', 2],
  ] as const) {
    const bundle = await fetchTo(`/ca/${name}.p7b`, `${name}.p7b`);
    const said = openssl('pkcs7', '-inform', 'DER', '-in', bundle, '-print_certs');
    assert.equal(said.match(/BEGIN CERTIFICATE/g)?.length, count, name);
    const pem = readFileSync(await fetchTo(`/ca/${name}.pem`, `${name}.pem`), 'utf8');
    assert.equal(pem.match(/BEGIN CERTIFICATE/g)?.length, count, name);
  }
  for (const path of ['/ca/all.cer', '/ca/sm2.txt', '/ca/none.p7b', '/ca/sm2'])
    assert.equal((await fetch(hall.url + path)).status, 404, path);
});

test('an organization is found by its whole code, with its certificates to download', async () => {
  const { certificates } = await search('credit_code', ours.wanted.organization.credit_code);
  assert.equal(certificates.length, 2);
  const { serial } = await signingOf(ours);
  const one = certificates.find((each: Answer) => each.serial === serial);
  assert.match(one.subject, new RegExp(ours.wanted.organization.name));
  const path = await fetchTo(one.certificate_url, 'found.cer');
  const text = openssl('x509', '-inform', 'DER', '-in', path, '-noout', '-serial');
  assert.equal(text.trim().toLowerCase(), `serial=${serial}`);
  for (const value of ['', '9143', ours.wanted.organization.credit_code.slice(0, 17), '%'])
    await anyone.refused(422, 'POST', '/api/directory', { by: 'credit_code', value });
});

test('a person is not found by the code of his organization, nor handed out', async () => {
  const { certificates } = await search('credit_code', his.wanted.organization.credit_code);
  assert.deepEqual(certificates, []);
  const { serial } = await signingOf(his);
  const one = await anyone.call('GET', `/api/certificates/${serial}`);
  assert.equal(one.certificate_url, undefined);
  assert.doesNotMatch(one.subject, new RegExp(his.wanted.holder?.name ?? '-'));
  await anyone.refused(404, 'GET', `/api/certificates/${serial}/file`);
});

test('a key is found by its identifier, its digest, and the certificate', async () => {
  const { serial, download_url } = await signingOf(ours);
  const path = await ours.fetchTo(download_url, 'signing.cer');
  const text = openssl(
    'x509',
    '-inform',
    'DER',
    '-in',
    path,
    '-noout',
    '-ext',
    'subjectKeyIdentifier',
  );
  const keyId = /([0-9A-F]{2}:)+[0-9A-F]{2}/.exec(text)?.[0] ?? '';
  const pem = openssl('x509', '-inform', 'DER', '-in', path);
  const key = openssl('x509', '-inform', 'DER', '-in', path, '-noout', '-pubkey');
  for (const value of [keyId, pem, key, readFileSync(path).toString('base64')]) {
    const { certificates } = await search('public_key', value);
    assert.deepEqual(
      certificates.map((each: Answer) => each.serial),
      [serial],
      value,
    );
  }
});

test('certificates of an older program are filed at the next start', async () => {
  hall.sql("update directory_entry set filed = 0, key_id = '', credit_code_digest = ''");
  const code = ours.wanted.organization.credit_code;
  assert.deepEqual((await search('credit_code', code)).certificates, []);
  await hall.stop();
  await hall.start();
  assert.equal((await search('credit_code', code)).certificates.length, 2);
});

test('what is not published is not found, and its status still is', async () => {
  const { serial } = await signingOf(ours);
  hall.sql(`update certificate set publish = 0 where serial = '${serial}'`);
  const { certificates } = await search('credit_code', ours.wanted.organization.credit_code);
  assert.ok(certificates.every((each: Answer) => each.serial !== serial));
  const one = await anyone.call('GET', `/api/certificates/${serial}`);
  assert.deepEqual([one.status, one.subject, one.certificate_url], ['good', undefined, undefined]);
  await anyone.refused(404, 'GET', `/api/certificates/${serial}/file`);
  hall.sql(`update certificate set publish = 1 where serial = '${serial}'`);
});

test('nobody copies the directory', async () => {
  const body = { by: 'credit_code', value: ours.wanted.organization.credit_code };
  let status = 200;
  for (let i = 0; i < 12 && status === 200; ++i)
    status = (await anyone.send('POST', '/api/directory', body)).status;
  assert.equal(status, 429);
});

test('a certificate of ours is good, a changed one forged, a foreign one unknown', async () => {
  const { download_url } = await signingOf(ours);
  const path = await ours.fetchTo(download_url, 'signing.cer');
  const good = await verify(path);
  assert.equal(good.conclusion, 'trusted');
  assert.equal(good.certificates[0].holder, ours.wanted.organization.name);
  assert.equal(good.certificates[0].chain.length, 2);
  assert.deepEqual(good.certificates[0].purposes, ['signing']);
  const bytes = readFileSync(path);
  bytes[bytes.length - 1] ^= 1;
  const forged = await verify(write(file('forged.cer'), bytes));
  assert.deepEqual([forged.conclusion, forged.certificates[0].verdict], ['untrusted', 'forged']);
  const [key, cert] = [file('foreign.key'), file('foreign.pem')];
  const rsa = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-days', '30'];
  openssl('req', '-x509', ...rsa, '-subj', '/C=CN/O=Example Foreign/CN=Example Signer', '-utf8');
  const foreign = await verify(cert);
  assert.equal(foreign.conclusion, 'caution');
  assert.equal(foreign.certificates[0].verdict, 'unknown_issuer');
  assert.equal(foreign.certificates[0].key, 'RSA 2048');
  assert.match((await refusedFile(415, readFileSync(key))).title, /私钥/);
  const pfx = file('foreign.pfx');
  openssl('pkcs12', '-export', '-inkey', key, '-in', cert, '-out', pfx, '-passout', 'pass:');
  assert.match((await refusedFile(415, readFileSync(pfx))).title, /私钥/);
  await refusedFile(415, new Uint8Array([1, 2, 3]));
  await refusedFile(422, new Uint8Array());
  await refusedFile(415, bytes, { 'Content-Type': 'application/pdf' });
});

test('a PDF that another program signed: intact, then changed, then added to', async () => {
  const nss = file('nss');
  execFileSync('mkdir', [nss]);
  run('certutil', '-N', '-d', nss, '--empty-password');
  run('pk12util', '-i', file('foreign.pfx'), '-d', nss, '-W', '', '-K', '');
  const names = run('certutil', '-L', '-d', nss);
  const nick = /^(.*\S)\s+u,u,u\s*$/m.exec(names)?.[1] ?? assert.fail(names);
  const plain = ours.file('form.pdf');
  const signed = file('signed.pdf');
  const words = ['-nssdir', nss, '-nick', nick, '-digest', 'SHA256', '-add-signature', '-kpw', ''];
  run('pdfsig', ...words, plain, signed);
  const view = await verify(signed);
  assert.equal(view.is_pdf, true);
  assert.equal(view.signatures.length, 1, JSON.stringify(view));
  const [signature] = view.signatures;
  assert.deepEqual([signature.verdict, signature.covers_all], ['intact', true]);
  assert.equal(signature.certificate.verdict, 'unknown_issuer');
  assert.equal(signature.certificate.holder, 'Example Signer');
  assert.equal(view.conclusion, 'caution');
  const bytes = readFileSync(signed);
  const changed = Buffer.from(bytes);
  changed[100] ^= 1;
  const bad = await verify(write(file('changed.pdf'), changed));
  assert.deepEqual([bad.conclusion, bad.signatures[0].verdict], ['untrusted', 'changed']);
  const more = Buffer.concat([bytes, Buffer.from('9 0 obj\n(more)\nendobj\n%%EOF\n')]);
  const added = await verify(write(file('added.pdf'), more));
  assert.deepEqual([added.conclusion, added.signatures[0].covers_all], ['caution', false]);
  const none = await verify(plain);
  assert.deepEqual([none.conclusion, none.signatures], ['caution', []]);
});

async function stamp(request: string, path = '/tsa', type = 'application/timestamp-query') {
  const headers = { 'Content-Type': type };
  const body = readFileSync(request);
  return fetch(hall.url + path, { method: 'POST', headers, body });
}

test('Bouncy Castle asks for time stamps and accepts them', async () => {
  const message = write(file('message.txt'), '投标文件');
  const request = file('request.tsq');
  const tsp = (...words: string[]): string => run(join(root, 'tests/conformance/tsp.sh'), ...words);
  tsp('ask', 'SM3', message, request);
  const issuer = await fetchTo('/ca/sm2.cer', 'sm2.cer');
  const serials: string[] = [];
  for (const path of ['/tsa', '/tsa/sm2']) {
    const response = await stamp(request, path);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'application/timestamp-reply');
    const reply = write(file('reply.tsr'), new Uint8Array(await response.arrayBuffer()));
    const said = tsp('verify', request, reply, issuer, message);
    assert.match(said, /accepted/);
    serials.push(/ (\d+)$/m.exec(said)?.[1] ?? '');
  }
  assert.ok(BigInt(serials[0]) < BigInt(serials[1]), serials.join());
  const text = openssl('ts', '-reply', '-in', file('reply.tsr'), '-text');
  assert.match(text, /Status: Granted/);
});

test('what is no request for a stamp is told so', async () => {
  const rubbish = write(file('rubbish'), 'x');
  const refused = await stamp(rubbish);
  const reply = write(file('refused.tsr'), new Uint8Array(await refused.arrayBuffer()));
  assert.match(
    openssl('ts', '-reply', '-in', reply, '-text'),
    /Status: Rejected[^]*unrecognized|bad|format/i,
  );
  assert.equal((await stamp(rubbish, '/tsa', 'text/plain')).status, 415);
  assert.equal((await stamp(rubbish, '/tsa/none')).status, 200); // not even readable
  assert.equal((await stamp(file('request.tsq'), '/tsa/none')).status, 404);
  assert.equal((await fetch(`${hall.url}/tsa`)).status, 405);
});

test('the stamp and what it was signed over are on record', () => {
  const [, database] = hall.where.slice(-2);
  if (database.startsWith('postgresql:')) return;
  const count = run(
    'sqlite3',
    `${database}/certhall.db`,
    "select count(*) from signature_record where kind = 'time_stamp'",
  );
  assert.equal(count.trim(), '2');
});
