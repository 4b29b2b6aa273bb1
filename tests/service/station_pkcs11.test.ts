// From the wizard to a token behind a PKCS#11 module (SoftHSM2), for both algorithms that it makes
// keys of: GnuTLS's p11tool finds both pairs on it, and the PIN that came by SMS opens it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Case, Desk } from './case.ts';
import { type Algorithm, authoritiesOf, holdCeremony } from './ceremony.ts';
import { type Answer, Hall, messagesTo, stationWords, until, write } from './hall.ts';
import { approved } from './issued.ts';
import { company } from './papers.ts';

const module = '/usr/lib/softhsm/libsofthsm2.so';
const hall = new Hall();
hall.reading = false;
const file = (name: string): string => join(hall.folder, name);
let desk: Desk;

before(async () => {
  mkdirSync(file('devices'));
  const settings = `directories.tokendir = ${file('devices')}\nobjectstore.backend = file\n`;
  process.env.SOFTHSM2_CONF = write(file('softhsm2.conf'), settings);
  hall.settings = 'status_url = "http://localhost:8080"\n';
  holdCeremony(hall, authoritiesOf('p256') + authoritiesOf('rsa'));
  await hall.start();
  desk = await Desk.of(hall);
});
after(async () => hall.remove());

/// As it comes from the maker.
function plugIn(): void {
  const pins = ['--pin', '111111', '--so-pin', '12345678'];
  execFileSync('softhsm2-util', ['--init-token', '--free', '--label', 'new', ...pins]);
}

function makeToken(of: Case, algorithm: Algorithm): string {
  const token = ['--token', `pkcs11:${module}`, '--algorithm', algorithm];
  const words = [...stationWords(hall, desk.secret), ...token, '--number', of.number];
  const said = hall.run('station', ...words);
  return /介质 (\w+)/.exec(said)?.[1] ?? '';
}

async function pinOf(mobile: string): Promise<string> {
  return until('the PIN', async () =>
    (await messagesTo(hall, mobile))
      .map((text) => /PIN\D*(\d{8})/.exec(text)?.[1])
      .find((pin) => pin !== undefined),
  );
}

const p11tool = (...words: string[]): string =>
  execFileSync('p11tool', ['--provider', module, '--batch', ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

async function chainOf(algorithm: Algorithm): Promise<string> {
  const response = await fetch(`${hall.url}/ca/${algorithm}.cer`);
  const der = write(file('issuing.cer'), new Uint8Array(await response.arrayBuffer()));
  const pem = file(`${algorithm}.pem`);
  execFileSync('openssl', ['x509', '-inform', 'DER', '-in', der, '-out', pem]);
  return pem;
}

const kinds = [
  { algorithm: 'p256', type: 'EC/ECDSA-SECP256R1' },
  { algorithm: 'rsa', type: 'RSA-3072' },
] as const;
kinds.forEach(({ algorithm, type }, index) => {
  test(`a pair of ${algorithm} keys, and what others find on the token`, async () => {
    const one = await approved(new Case(hall, company(index)), desk);
    plugIn();
    const serial = makeToken(one, algorithm);
    const { certificates } = await one.look();
    const alive = certificates.filter((each: Answer) => each.status === 'issued');
    assert.deepEqual(alive.map((each: Answer) => each.usage).sort(), ['encryption', 'signing']);

    const pin = await pinOf(one.wanted.agent.mobile);
    const logIn = ['--login', `--set-pin=${pin}`];
    const token = `pkcs11:serial=${serial}`;
    const found = p11tool(...logIn, '--list-all', token);
    for (const kind of ['X.509 Certificate', 'Private key'])
      assert.equal(found.split(`${kind} (${type})`).length - 1, 2, found);
    for (const usage of ['signing', 'encryption']) {
      const object = `${token};object=certhall-${usage}`;
      const out = file(`${usage}.pem`);
      p11tool('--export', `--outfile=${out}`, `${object};type=cert`);
      const trusted = ['-partial_chain', '-trusted', await chainOf(algorithm)];
      execFileSync('openssl', ['verify', '-x509_strict', ...trusted, out]);
    }
    const key = `${token};object=certhall-signing;type=private`;
    p11tool(...logIn, '--test-sign', key);
    assert.throws(() => p11tool('--login', '--set-pin=00000000', '--test-sign', key));
  });
});

test('what was issued is whole, and known to be good', () => {
  const config = ['--config', file('ceremony-settings.toml')];
  assert.match(hall.run('ca', 'check', ...config, ...hall.where), /发现 0 处问题/);
});
