// The key centre as a process of its own beside the hall: a token gets its encryption key from it;
// it may be killed and come back; what a court orders comes out when two of three officers have
// signed, each with a key that openssl made, and not before; its audit chain tells all of it.

import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Case, Desk } from './case.ts';
import { bin, freePort, Hall, until, write } from './hall.ts';
import { approved } from './issued.ts';
import { company } from './papers.ts';

const hall = new Hall();
hall.reading = false;
const file = (name: string): string => join(hall.folder, name);
const data = file('centre');
const of = new Case(hall, company(3));
let desk: Desk;
let port = 0;
let centre: ChildProcess | undefined;

interface Said {
  status: number | null;
  text: string;
}
function kmc(...words: string[]): Said {
  const args = ['kmc', ...words, '--data', data];
  const { status, stdout, stderr } = spawnSync(bin, args, { encoding: 'utf8' });
  return { status, text: stdout + stderr };
}
function done(said: Said): string {
  assert.equal(said.status, 0, said.text);
  return said.text;
}

async function startCentre(): Promise<void> {
  let output = '';
  const args = ['kmc', 'serve', '--data', data, '--port', String(port)];
  const process = spawn(bin, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  process.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
  process.stderr.on('data', (chunk: Buffer) => void (output += chunk.toString()));
  centre = process;
  await until('the key centre', async () => {
    if (process.exitCode != null) throw new Error(`the key centre ended:\n${output}`);
    return output.includes('已就绪') ? true : undefined;
  });
}
async function kill(signal: NodeJS.Signals): Promise<void> {
  const process = centre;
  if (!process || process.exitCode != null) return;
  const ended = new Promise((then) => process.once('exit', then));
  process.kill(signal);
  await ended;
}

const openssl = (...words: string[]): void => void execFileSync('openssl', words);

/// A key of this curve, as officers and courts make theirs: NAME.pem, NAME.pub.
function makeKey(name: string, curve: string): void {
  const group = `ec_paramgen_curve:${curve}`;
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', group, '-out', file(`${name}.pem`));
  openssl('pkey', '-in', file(`${name}.pem`), '-pubout', '-out', file(`${name}.pub`));
}

before(async () => {
  mkdirSync(data);
  port = await freePort();
  await startCentre();
  hall.settings = [
    `key_centre_url = "http://127.0.0.1:${port}"`,
    `key_centre_secret = "${join(data, 'secrets/key_centre.key')}"`,
    '',
  ].join('\n');
  await hall.start();
  desk = await Desk.of(hall);
});

after(async () => {
  await kill('SIGKILL');
  await hall.remove();
});

test('a token gets its encryption key from the centre, which was killed before', async () => {
  await approved(of, desk);
  await kill('SIGKILL');
  await startCentre();
  await desk.makeToken(of);
  assert.ok(!existsSync(join(hall.folder, 'var/kmc.db')), 'the hall keeps no keys itself');
  const lines = done(kmc('recover', 'history', '--subscriber', of.id))
    .trim()
    .split('\n');
  assert.equal(lines.length, 1);
});

test('what the hall issued fits what the centre keeps', () => {
  const config = ['--config', file('certhall.toml')];
  assert.match(hall.run('ca', 'check', ...config, ...hall.where), /发现 0 处问题/);
  assert.match(done(kmc('audit', 'verify')), /发现 0 处问题/);
});

test('nobody but the hall is answered', async () => {
  const call = { request: 'x', subscriber: of.id, algorithm: 'SM2/SM3', recipient: '' };
  const answer = await fetch(`http://127.0.0.1:${port}/kmc/issue`, {
    method: 'POST',
    headers: {
      'certhall-time': String(Date.now()),
      'certhall-nonce': '00000000000000000000000000000000',
      'certhall-mac': '00'.repeat(32),
    },
    body: JSON.stringify({ ...call, form: 'skf' }),
  });
  assert.match(await answer.text(), /^failed\n[0-9a-f]{64}\n.*unauthenticated/);
  assert.equal(
    done(kmc('recover', 'history', '--subscriber', of.id))
      .trim()
      .split('\n').length,
    1,
  );
});

test('by order of a court a key comes out when two of three officers have signed', () => {
  const officers = ['officer1', 'officer2', 'officer3'];
  makeKey('court', 'SM2');
  let toml = 'quorum = 2\n';
  for (const login of officers) {
    makeKey(login, 'P-256');
    toml += `[[officer]]\nlogin = "${login}"\nname = "测试密管员"\npublic_key = "${login}.pub"\n`;
  }
  write(file('officers.toml'), toml);
  done(kmc('officers', 'found', '--file', file('officers.toml')));
  assert.equal(kmc('officers', 'found', '--file', file('officers.toml')).status, 1);

  const order = ['--order', '（2026）示例字第1号', '--reason', '测试', '--by', 'operator'];
  const whom = ['--subscriber', of.id, '--recipient', file('court.pub')];
  const id = /申请编号 (\w+)/.exec(done(kmc('recover', 'ask', ...whom, ...order)))?.[1] ?? '';
  const out = file('recovered');
  const collect = (): Said => kmc('recover', 'collect', '--id', id, '--to', out);
  const sign = (login: string, key = login): Said => {
    write(file('statement'), done(kmc('recover', 'statement', '--id', id)));
    const signature = file('signature');
    openssl('dgst', '-sha256', '-sign', file(`${key}.pem`), '-out', signature, file('statement'));
    const words = ['--id', id, '--officer', login, '--signature', signature];
    return kmc('recover', 'approve', ...words);
  };
  assert.equal(collect().status, 1);
  done(sign('officer1'));
  assert.equal(sign('officer2', 'officer1').status, 1, 'nobody signs for another');
  assert.equal(collect().status, 1);
  assert.ok(!existsSync(out), 'and nothing came out');
  done(sign('officer3'));
  done(collect());
  const [name] = readdirSync(out).filter((each) => each.endsWith('.envelope'));
  const der = ['-outform', 'DER', '-out'];
  const court = ['-in', file('court.pem'), ...der, file('court.der')];
  openssl('pkcs8', '-topk8', '-nocrypt', ...court);
  const key = join(out, name.replace('.envelope', '.pub'));
  openssl('pkey', '-pubin', '-in', key, ...der, file('key.spki'));
  execFileSync(join(bin, '../key_envelopes'), [
    'read',
    'natural',
    join(out, name),
    file('court.der'),
    file('key.spki'),
  ]);
  assert.match(done(kmc('recover', 'list')), /judicial.*已同意 2\/2 {2}已办理/);
});

test('the audit chain shows what somebody changed', () => {
  assert.match(done(kmc('audit', 'verify')), /发现 0 处问题/);
  const database = join(data, 'kmc.db');
  const change = `update audit set subject = 'key/none' where act = 'key.recover'`;
  execFileSync('sqlite3', ['-cmd', '.timeout 5000', database, change]);
  const said = kmc('audit', 'verify');
  assert.equal(said.status, 1);
  assert.match(said.text, /被改动/);
});

test('no private key lies anywhere in the clear', () => {
  const read = (name: string): string => {
    const path = join(data, name);
    return existsSync(path) ? readFileSync(path).toString('latin1') : '';
  };
  const bytes = read('kmc.db') + read('kmc.db-wal');
  // The beginning of every PKCS#8 of an EC key, as base64 would have it and as it is.
  for (const sign of ['MIGHAgEAMBMGByqGSM49', 'MIGIAgEAMBQGCCqBHM9V'])
    assert.ok(!bytes.includes(sign), sign);
});
