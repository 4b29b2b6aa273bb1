// A spy sits before the security module and writes down every digest that its keys sign (pkcs11-spy
// before SoftHSM2). Kills at random moments later, each of them is explained: by an authority's
// certificate, the record, or the ledger of answers. The spy knows nothing of the program, and the
// program nothing of the spy.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { only } from '../support/der.ts';
import { authoritiesOf, holdCeremony } from './ceremony.ts';
import { Browser, Hall, until, write } from './hall.ts';

const kills = process.env.CERTHALL_DATABASE ? 20 : 100;
const spy = '/usr/lib/x86_64-linux-gnu/pkcs11/pkcs11-spy.so';
const module = '/usr/lib/softhsm/libsofthsm2.so';
const hall = new Hall();
const file = (name: string): string => join(hall.folder, name);
const keys = file('var/keys');
const log = file('spy.log');
const pause = (ms: number): Promise<void> => new Promise((later) => setTimeout(later, ms));

before(() => {
  for (const needed of [spy, module])
    assert.ok(
      existsSync(needed),
      `${needed}: Debian's opensc-pkcs11 and softhsm2 are not installed`,
    );
  mkdirSync(file('tokens'));
  const token = `directories.tokendir = ${file('tokens')}\nobjectstore.backend = file\n`;
  Object.assign(process.env, {
    SOFTHSM2_CONF: write(file('softhsm2.conf'), token),
    PKCS11SPY: module,
    PKCS11SPY_OUTPUT: log,
  });
  const pins = ['--pin', '4711-invented', '--so-pin', '0815-invented'];
  execFileSync('softhsm2-util', ['--init-token', '--free', '--label', 'ca', ...pins]);
  const pin = write(file('pin'), '4711-invented\n');
  hall.settings =
    `keys = "pkcs11:token=ca?module-path=${spy}&pin-source=${pin}"\n` +
    'status_url = "http://localhost:8080"\n';
  holdCeremony(hall, authoritiesOf('p256'));
});
after(async () => hall.remove());

let working = true;
let answers = 0;

/// Each question has a nonce: no answer that was kept fits.
async function relyingParty(): Promise<void> {
  const pem = file('issuer.pem');
  const cer = file('papers/p256.cer');
  execFileSync('openssl', ['x509', '-inform', 'DER', '-in', cer, '-out', pem]);
  const questions = [1, 2, 3, 4].map((nth) => {
    const out = file(`question-${nth}`);
    execFileSync('openssl', ['ocsp', '-issuer', pem, '-serial', `0x010${nth}`, '-reqout', out]);
    return readFileSync(out);
  });
  while (working) {
    try {
      const response = await fetch(`${hall.url}/ocsp`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/ocsp-request' },
        body: questions[answers % questions.length],
      });
      if (response.ok && (await response.arrayBuffer()).byteLength > 100) answers += 1;
    } catch {
      await pause(20);
    }
  }
}

/// What only half a day would bring about: the next lists are due at the next start.
function makeListsDue(): void {
  hall.sql('update crl_issue set this_update = 0');
}

async function killAgainAndAgain(): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    const before = answers;
    const started = hall.start();
    started.catch(() => undefined);
    if (kill % 3) {
      await started;
      await until('an answer', async () => (answers > before ? true : undefined));
    }
    await pause(randomInt(10, 300));
    await hall.stop('SIGKILL');
    hall.output = '';
    makeListsDue();
  }
}

test('many kills while the module signs', { timeout: 900_000 }, async (context) => {
  const work = relyingParty();
  try {
    await Promise.race([killAgainAndAgain(), work.then(() => new Promise<never>(() => {}))]);
  } finally {
    working = false;
  }
  await work;
  await hall.start();
  context.diagnostic(`${kills} kills, ${answers} answers`);
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/// The input of every C_Sign in the spy's log.
function spied(): string[] {
  const calls = readFileSync(log, 'latin1')
    .split(/^\d+: C_Sign$/m)
    .slice(1);
  return calls.map((call) => {
    const dump = /\[in\] pData\[ulDataLen\] \S+ \/ \d+\n((?: {4}[0-9A-F]{8} {2}.*\n)+)/.exec(call);
    assert.ok(dump, `an entry of the spy: ${call.slice(0, 200)}`);
    const lines = dump[1].trimEnd().split('\n');
    return lines
      .map((line) => line.slice(14, 61).replaceAll(' ', ''))
      .join('')
      .toLowerCase();
  });
}

/// The ledger of answers: four bytes of length before each.
function answersSigned(): Set<string> {
  const found = new Set<string>();
  for (const name of readdirSync(keys).filter((each) => /\.answers(\.1)?$/.test(each))) {
    const bytes = readFileSync(join(keys, name));
    for (let at = 0; at < bytes.length;) {
      const length = bytes.readUInt32BE(at);
      const answer = bytes.subarray(at + 4, at + 4 + length);
      assert.equal(only(answer).tag, 0x30, 'ResponseData');
      found.add(sha256(answer));
      at += 4 + length;
    }
  }
  return found;
}

test('every digest that the spy saw is explained', (context) => {
  const certificates = new Set(
    hall
      .query('select certificate from authority')
      .split('\n')
      .map((text) => sha256(only(Buffer.from(text, 'base64')).parts[0].whole)),
  );
  const recorded = new Set(hall.query('select digest from signature_record').split('\n'));
  const answered = answersSigned();
  const counts = { certificates: 0, recorded: 0, answered: 0 };
  for (const digest of spied()) {
    if (certificates.has(digest)) counts.certificates += 1;
    else if (recorded.has(digest)) counts.recorded += 1;
    else if (answered.has(digest)) counts.answered += 1;
    else assert.fail(`${digest} was signed and is nowhere`);
  }
  context.diagnostic(JSON.stringify(counts));
  assert.ok(counts.certificates >= 3 && counts.answered >= kills / 2);
  assert.ok(counts.recorded >= kills / 2, 'lists');
});

test('the program finds the same', async () => {
  const check = hall.run('ca', 'check', ...hall.where, '--config', file('certhall.toml'));
  assert.match(check, /发现 0 处问题/);
  await new Browser(hall).call('GET', '/api/issuers');
});
