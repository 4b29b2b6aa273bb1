// The opinion of npm's sm-crypto, what browsers of trading systems verify SM2 with. Reads lines
// "accept COMMAND…" and "refuse COMMAND…" with the commands of bc.sh; "passed  …" or "FAILED  …" for
// each. The DER around the signatures is read with nothing of ours.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import smCrypto from 'sm-crypto';
import { bits, element, integer, only, time } from '../support/der.ts';

const { sm2, sm3, sm4 } = smCrypto;

function require(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

const read = (file) => only(readFileSync(file));
const words = (hex) => hex.padStart(64, '0');

function fresh(thisUpdate, nextUpdate) {
  require(thisUpdate <= Date.now() + 300_000, 'not yet valid');
  require(nextUpdate > Date.now(), 'stale');
}

const sm2WithSm3 = '2a811ccf55018375';
const curve = '2a811ccf5501822d';

/// The point of a SubjectPublicKeyInfo.
function pointOf(spki) {
  const [algorithm, key] = spki.parts;
  require(algorithm.parts[1].hex === curve, 'no SM2 key');
  return bits(key).toString('hex');
}

function verify(signed, point) {
  const [tbs, algorithm, signature] = signed.parts;
  require(algorithm.parts[0].hex === sm2WithSm3, 'no SM2 signature');
  verifyBytes(tbs.whole, bits(signature), point);
}

function verifyBytes(message, signature, point) {
  const options = { hash: true, der: true };
  require(sm2.doVerifySignature(
    [...message],
    signature.toString('hex'),
    point,
    options,
  ), 'signature');
}

/// What names.whole says decides; text is not interpreted.
function certificate(whole) {
  const [tbs, algorithm] = whole.parts;
  const [, serial, inner, issuer, validity, subject, spki, extensions] = tbs.parts;
  require(inner.whole.equals(algorithm.whole), 'two algorithms');
  const [from, until] = validity.parts.map(time);
  require(from <= Date.now() && Date.now() < until, 'validity');
  const known = new Map(
    extensions.parts[0].parts.map(({ parts }) => [parts[0].hex, element(parts.at(-1).content)]),
  );
  return { whole, serial: integer(serial), issuer, subject, spki, point: pointOf(spki), known };
}

function usage(of, bit) {
  const [unused, first] = of.known.get('551d0f').content;
  require(unused < 8 && first & (0x80 >> bit), 'key usage');
}

function issuedBy(subject, issuer) {
  require(subject.issuer.whole.equals(issuer.subject.whole), 'issuer');
  require(issuer.known.get('551d13')?.parts[0]?.content[0] === 0xff, 'no authority');
  usage(issuer, 5);
  verify(subject.whole, issuer.point);
}

function cert(...files) {
  const chain = files.map((file) => certificate(read(file)));
  chain.forEach((each, i) => issuedBy(each, chain[Math.min(i + 1, chain.length - 1)]));
}

const serialOf = (subject) =>
  subject.startsWith('serial:')
    ? subject.slice('serial:'.length)
    : certificate(read(subject)).serial;

function crl(file, issuerFile, subject, expected) {
  const list = read(file);
  const issuer = certificate(read(issuerFile));
  const [, , name, thisUpdate, nextUpdate, entries] = list.parts[0].parts;
  require(name.whole.equals(issuer.subject.whole), 'another issuer');
  usage(issuer, 6);
  verify(list, issuer.point);
  fresh(time(thisUpdate), time(nextUpdate));
  if (!subject) return;
  const serials = entries.tag === 0x30 ? entries.parts.map(({ parts }) => integer(parts[0])) : [];
  const status = serials.includes(serialOf(subject)) ? 'revoked' : 'good';
  require(status === expected, `says ${status}`);
}

function digestOf(algorithm, bytes) {
  const names = { '2b0e03021a': 'sha1', '608648016503040201': 'sha256' };
  if (algorithm === '2a811ccf55018311') return sm3([...bytes]);
  return createHash(names[algorithm]).update(bytes).digest('hex');
}

const keyBytes = (of) => Buffer.from(of.point, 'hex');

function ocsp(file, subject, issuerFile, expected) {
  const issuer = certificate(read(issuerFile));
  const [state, response] = read(file).parts;
  require(state.hex === '00', `error ${state.hex}`);
  const basic = element(response.parts[0].parts[1].content);
  const [data, , , certificates] = basic.parts;
  const responder = certificate(certificates.parts[0].parts[0]);
  issuedBy(responder, issuer);
  require(responder.known.get('551d25').hex.includes('2b06010505070309'), 'no responder');
  verify(basic, responder.point);
  const [by, , list] = data.parts;
  require(by.parts[0].hex === digestOf('2b0e03021a', keyBytes(responder)), 'another responder');
  require(list.parts.length === 1, 'number of answers');
  const [id, status, thisUpdate, nextUpdate] = list.parts[0].parts;
  const [algorithm, nameHash, keyHash, serial] = id.parts;
  const digest = algorithm.parts[0].hex;
  require(nameHash.hex === digestOf(digest, issuer.subject.whole), 'another issuer');
  require(keyHash.hex === digestOf(digest, keyBytes(issuer)), 'another issuer');
  require(integer(serial) === serialOf(subject), 'another serial');
  fresh(time(thisUpdate), time(nextUpdate.parts[0]));
  const says = { 0x80: 'good', 0xa1: 'revoked', 0x82: 'unknown' }[status.tag];
  require(says === expected, `says ${says}`);
}

function request(file) {
  const whole = read(file);
  verify(whole, pointOf(whole.parts[0].parts[2]));
}

function signature(certificateFile, messageFile, signatureFile) {
  const { point } = certificate(read(certificateFile));
  verifyBytes(readFileSync(messageFile), readFileSync(signatureFile), point);
}

/// The number of a PKCS#8 key.
function scalar(file) {
  return element(read(file).parts[2].content).parts[1].hex;
}

function pair(keyFile, certificateFile) {
  const point = sm2.getPublicKeyFromPrivateKey(scalar(keyFile));
  require(point === certificate(read(certificateFile)).point, 'not a pair');
}

function open(cipher, key) {
  const [x, y, hash, text] = cipher.parts;
  const raw = words(integer(x)) + words(integer(y)) + hash.hex + text.hex;
  const plain = Buffer.from(sm2.doDecrypt(raw, key, 1, { output: 'array' }));
  require(plain.length > 0, 'does not open');
  return plain;
}

function decrypt(keyFile, cipherFile, plainFile) {
  const plain = open(read(cipherFile), scalar(keyFile));
  require(plain.equals(readFileSync(plainFile)), 'another text');
}

function envelope(file, keyFile, certificateFile) {
  const [, cipher, point, sealed] = read(file).parts;
  const key = [...open(cipher, scalar(keyFile))];
  const number = sm4.decrypt([...bits(sealed)], key, { padding: 'none', output: 'array' });
  const opened = sm2.getPublicKeyFromPrivateKey(Buffer.from(number).toString('hex'));
  require(opened === certificate(read(certificateFile)).point, 'another key');
  require(opened === bits(point).toString('hex'), 'another public key is written');
}

const commands = { cert, crl, ocsp, request, signature, pair, decrypt, envelope };
let failed = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const [expected, command, ...files] = line.trim().split(/\s+/);
  let outcome = 'accept';
  let why = '';
  try {
    commands[command](...files);
  } catch (refusal) {
    outcome = 'refuse';
    why = ` (${refusal.message})`;
  }
  if (outcome !== expected) failed += 1;
  console.log(`${outcome === expected ? 'passed ' : 'FAILED '} ${line}${why}`);
}
process.exit(failed > 0 ? 1 : 0);
