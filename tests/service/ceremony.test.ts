// A key ceremony by the real program: a root that leaves the hall, authorities of three algorithms,
// shares that restore, the next generation; openssl as the judge where it knows the algorithm.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { authoritiesOf, heading } from './ceremony.ts';
import { bin } from './hall.ts';

const folder = mkdtempSync(join(tmpdir(), 'certhall-ceremony-'));
const data = join(folder, 'data');
const papers = join(folder, 'papers');
const exported = join(papers, 'keys.export');

function certhall(...parameters: string[]) {
  const common = ['--data', data, '--config', join(folder, 'certhall.toml')];
  const done = spawnSync(bin, [...parameters, ...common], { encoding: 'utf8' });
  return { code: done.status, text: done.stdout + done.stderr };
}

const script = `${heading}
[shares]
needed = 3
holders = ["示例甲", "示例乙", "示例丙", "示例丁", "示例戊"]
${(['sm2', 'p256', 'rsa'] as const)
  .map((each) => authoritiesOf(each, 'offline = true\ncrl_hours = 4380', 'crl_shards = 4'))
  .join('')}`;

function shares(...numbers: number[]): string[] {
  return numbers.flatMap((number) => ['--share', join(papers, `share-${number}.txt`)]);
}

function judge(name: string, trusted: string, between: string[] = []): void {
  const pem = (each: string) => {
    const to = join(papers, `${each}.pem`);
    const from = join(papers, `${each}.cer`);
    execFileSync('openssl', ['x509', '-inform', 'DER', '-in', from, '-out', to]);
    return to;
  };
  execFileSync('openssl', [
    ...['verify', '-x509_strict', '-partial_chain', '-trusted', pem(trusted)],
    ...(name.includes('sm2') ? ['-vfyopt', 'distid:1234567812345678'] : []),
    ...between.flatMap((each) => ['-untrusted', pem(each)]),
    pem(name),
  ]);
}

before(() => {
  writeFileSync(join(folder, 'ceremony.toml'), script);
  writeFileSync(join(folder, 'certhall.toml'), 'status_url = "http://ca.example.cn"\n');
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('a script that is wrong makes nothing and names the lines', () => {
  const wrong = join(folder, 'wrong.toml');
  writeFileSync(wrong, script.replace('years = 20', 'years = 200').replace('kind = "ocsp"', ''));
  const refused = certhall('ca', 'init', '--script', wrong, '--output', papers);
  assert.equal(refused.code, 1);
  assert.match(refused.text, /第 \d+ 行：years应为 1 到 20/);
  assert.match(refused.text, /缺少「kind」/);
  assert.ok(!existsSync(papers));
});

test('the ceremony makes nine authorities, papers and shares, and carries the roots away', () => {
  const script = join(folder, 'ceremony.toml');
  const made = certhall('ca', 'init', '--script', script, '--output', papers);
  assert.equal(made.code, 0, made.text);
  const files = readdirSync(papers).sort();
  assert.equal(files.filter((each) => each.endsWith('.cer')).length, 9);
  assert.equal(files.filter((each) => each.startsWith('share-')).length, 5);
  assert.equal(readFileSync(join(papers, 'record.pdf')).subarray(0, 5).toString(), '%PDF-');
  const keys = readdirSync(join(data, 'keys')).filter((each) => each.endsWith('.key'));
  assert.deepEqual(
    keys.filter((each) => each.startsWith('root-')),
    [],
  );
  assert.equal(keys.length, 6);
  const again = certhall('ca', 'init', '--script', script, '--output', papers);
  assert.equal(again.code, 1);
  assert.match(again.text, /已存在/);
});

test('openssl follows the chains', () => {
  for (const each of ['sm2', 'p256', 'rsa']) {
    judge(each, `root-${each}`);
    judge(`ocsp-${each}`, each); // openssl tells the identity of SM2 to the last certificate only
  }
});

test('two shares restore nothing, three do', () => {
  const restore = ['ca', 'restore', '--export', exported, '--name', 'root-p256'];
  const two = certhall(...restore, ...shares(1, 4));
  assert.equal(two.code, 1);
  assert.match(two.text, /需要 3 份密钥份额/);
  const twice = certhall(...restore, ...shares(1, 4, 4));
  assert.equal(twice.code, 1);
  const roll = certhall('ca', 'roll', '--name', 'p256');
  assert.equal(roll.code, 1, 'the root is away');
  assert.match(roll.text, /不在本系统/);
  const three = certhall(...restore, ...shares(2, 4, 5));
  assert.equal(three.code, 0, three.text);
  assert.ok(existsSync(join(data, 'keys', 'root-p256.key')));
});

test('root and issuing authority roll over, and link certificates lead from root to root', () => {
  const root = certhall('ca', 'roll', '--name', 'root-p256', '--output', papers);
  assert.equal(root.code, 0, root.text);
  const issuing = certhall('ca', 'roll', '--name', 'p256', '--output', papers);
  assert.equal(issuing.code, 0, issuing.text);
  judge('p256-2', 'root-p256-2');
  judge('p256-2', 'root-p256', ['root-p256-2.new-with-old']);
  judge('p256', 'root-p256-2', ['root-p256-2.old-with-new']);
});

test('a root goes away again, into the same export', () => {
  for (const name of ['root-p256', 'root-p256-2']) {
    const gone = certhall(
      'ca',
      'offline',
      '--name',
      name,
      '--export',
      exported,
      ...shares(1, 2, 3),
    );
    assert.equal(gone.code, 0, gone.text);
    assert.ok(!existsSync(join(data, 'keys', `${name}.key`)));
  }
  const back = certhall(
    ...['ca', 'restore', '--export', exported, '--name', 'root-p256-2', ...shares(3, 4, 5)],
  );
  assert.equal(back.code, 0, back.text);
});

test('every signature of every key is explained', () => {
  const check = certhall('ca', 'check');
  assert.equal(check.code, 0, check.text);
  assert.match(check.text, /发现 0 处问题/);
});
