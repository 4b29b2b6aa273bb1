// The drill: a backup of a hall at work, restored in another place, which then serves and goes on.

import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { type Answer, bin, Browser, consentsOf, Hall, signIn, write } from './hall.ts';
import { company, licence } from './papers.ts';

const hall = new Hall();
const file = (name: string): string => join(hall.folder, name);
const word = (): string => file('passphrase');
const backup = (): string => file('backup');

let applicant: Browser;
let busy = true;
let work: Promise<void>[] = [];
const acknowledged = new Map<string, Answer>();

interface Said {
  status: number | null;
  text: string;
}

function certhall(...args: string[]): Said {
  const { status, stdout, stderr } = spawnSync(bin, args, { encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

function restore(to: Hall, ...more: string[]): Said {
  return certhall('restore', '--from', backup(), ...to.where, ...more);
}

/// Files applications with uploads, as fast as the hall lets it.
async function file_applications(nth: number): Promise<void> {
  const mine = company(nth);
  const browser = await signIn(hall, mine.agent.mobile);
  const consents = await consentsOf(browser);
  while (busy) {
    let view = await browser.call('POST', '/api/applications', { consents });
    const at = `/api/applications/${view.id}`;
    view = await browser.call('PUT', `${at}/details`, { revision: view.revision, details: mine });
    view = await browser.upload(
      `${at}/materials/business_licence`,
      file('paper.jpg'),
      'image/jpeg',
    );
    await browser.call('POST', `${at}/cancel`, { revision: view.revision });
  }
}

before(async () => {
  await hall.start();
  write(word(), '一句只有管理员知道的口令 2026\n');
  licence(company(6), file('paper.jpg'));
  applicant = await signIn(hall, company(6).agent.mobile);
  let view = await applicant.call('POST', '/api/applications', {
    consents: await consentsOf(applicant),
  });
  const at = `/api/applications/${view.id}`;
  const details = company(6);
  view = await applicant.call('PUT', `${at}/details`, { revision: view.revision, details });
  view = await applicant.upload(
    `${at}/materials/business_licence`,
    file('paper.jpg'),
    'image/jpeg',
  );
  acknowledged.set(view.id, view);
  work = [7, 8].map((nth) => file_applications(nth));
  await new Promise((later) => setTimeout(later, 2000));
});

after(async () => {
  busy = false;
  await Promise.allSettled(work);
  await hall.remove();
});

test('a backup says first where the secrets go', () => {
  const said = certhall('backup', ...hall.where, '--to', backup());
  assert.equal(said.status, 1);
  assert.match(said.text, /--passphrase-file.*--without-secrets/);
  const short = write(file('short'), 'short\n');
  const weak = certhall('backup', ...hall.where, '--to', backup(), '--passphrase-file', short);
  assert.match(weak.text, /至少有 16 个字符/);
  const nowhere = certhall(
    'backup',
    '--data',
    file('nothing'),
    '--to',
    backup(),
    '--without-secrets',
  );
  assert.match(nowhere.text, /没有营业厅/);
  assert.ok(!existsSync(file('nothing')), 'looking makes no hall');
});

test('one that is cut off is no backup, and the next try goes on with it', async () => {
  const args = ['backup', ...hall.where, '--to', backup(), '--passphrase-file', word()];
  for (let cut = 0; cut < 5; cut += 1) {
    const child = spawn(bin, args, { stdio: 'ignore' });
    await new Promise((later) => setTimeout(later, 40 + 60 * cut));
    child.kill('SIGKILL');
    await new Promise((done) => child.once('close', done));
    if (existsSync(backup())) rmSync(backup(), { recursive: true });
    if (existsSync(`${backup()}.partial`))
      assert.equal(certhall('backup', 'verify', `${backup()}.partial`).status, 1);
  }
  const said = certhall(...args);
  assert.equal(said.status, 0, said.text);
  assert.ok(!existsSync(`${backup()}.partial`));
  assert.equal(certhall(...args).status, 1, 'an existing backup is never written over');
});

test('the backup is whole, and shows every byte that changes', () => {
  const good = certhall('backup', 'verify', ...hall.where, backup());
  assert.equal(good.status, 0, good.text);
  execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: backup() });
  const names = readFileSync(join(backup(), 'SHA256SUMS'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.slice(66));
  for (const kind of ['database/', 'files/', 'keys/', 'secrets.sealed']) {
    const name = names.find((each) => each.startsWith(kind)) ?? '';
    assert.ok(name, kind);
    const path = join(backup(), name);
    const bytes = readFileSync(path);
    appendFileSync(path, 'x');
    const said = certhall('backup', 'verify', ...hall.where, backup());
    assert.equal(said.status, 1);
    assert.ok(said.text.includes(name), said.text);
    writeFileSync(path, bytes);
  }
  const other = join(backup(), 'files', 'stranger');
  writeFileSync(other, 'x');
  assert.match(certhall('backup', 'verify', ...hall.where, backup()).text, /多出一个文件/);
  rmSync(other);
  const manifest = join(backup(), 'manifest.json');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace('"missing":[', '"missing":["x"'));
  assert.match(certhall('backup', 'verify', ...hall.where, backup()).text, /不是用.*密钥做的/);
  writeFileSync(manifest, text);
});

test('a restore wants an empty place, the right passphrase, and an undamaged backup', () => {
  const other = new Hall();
  const target = other.where[1];
  mkdirSync(target);
  writeFileSync(join(target, 'something'), '');
  assert.match(restore(other, '--passphrase-file', word()).text, /不是空的/);
  rmSync(join(target, 'something'));
  const wrong = write(file('wrong'), 'this is another passphrase\n');
  assert.match(restore(other, '--passphrase-file', wrong).text, /口令不对/);
  assert.match(restore(other).text, /--passphrase-file/);
  const key = readFileSync(join(backup(), 'keys/sm2.key'));
  writeFileSync(join(backup(), 'keys/sm2.key'), key.subarray(1));
  assert.match(restore(other, '--passphrase-file', word()).text, /没有恢复任何内容/);
  writeFileSync(join(backup(), 'keys/sm2.key'), key);
  assert.deepEqual(readdirSync(target), [], 'nothing was left behind');
  rmSync(other.folder, { recursive: true });
});

const digest = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');

async function crlNumber(of: Hall): Promise<bigint> {
  const crl = Buffer.from(await (await fetch(`${of.url}/crl/sm2.crl`)).arrayBuffer());
  const said = execFileSync('openssl', ['crl', '-inform', 'DER', '-noout', '-crlnumber'], {
    input: crl,
    encoding: 'utf8',
  });
  return BigInt(said.trim().split('=')[1]);
}

test('restored elsewhere, the hall is the same, serves, and goes on', async () => {
  busy = false;
  await Promise.all(work);
  hall.sql(
    `update crl_issue set this_update = this_update - 80000000, next_update = next_update - 80000000`,
  ); // the next list is due
  await new Promise((later) => setTimeout(later, 4000));
  const last = await crlNumber(hall); // published after the backup
  const stamp = await applicant.call('POST', '/api/applications', {
    consents: await consentsOf(applicant),
  });

  const other = new Hall();
  const said = restore(other, '--passphrase-file', word());
  assert.equal(said.status, 0, said.text);
  const data = other.where[1];
  for (const line of readFileSync(join(backup(), 'SHA256SUMS'), 'utf8').trim().split('\n')) {
    const [sum, name] = [line.slice(0, 64), line.slice(66)];
    if (/^(files|keys)\//.test(name)) assert.equal(digest(join(data, name)), sum, name);
  }
  const secrets = join(hall.where[1], 'secrets');
  for (const each of readdirSync(secrets, { recursive: true, withFileTypes: true })) {
    if (!each.isFile()) continue;
    const name = relative(secrets, join(each.parentPath, each.name));
    assert.equal(digest(join(data, 'secrets', name)), digest(join(secrets, name)), name);
  }
  assert.match(other.run('audit', 'verify', ...other.where), /审计链完整/);
  assert.match(other.run('ca', 'check', ...other.where), /发现 0 处问题/);

  await other.start();
  try {
    const stale = await fetch(`${other.url}/api/applications`, {
      headers: { Cookie: applicant.cookie },
    });
    assert.equal(stale.status, 401, 'nobody is signed in from before');
    other.sql('delete from rate_limit');
    const again = await signIn(other, company(6).agent.mobile);
    for (const [id, view] of acknowledged) {
      const now = await again.call('GET', `/api/applications/${id}`);
      assert.deepEqual(now.details, view.details);
      const paper = now.materials.find((each: Answer) => each.kind === 'business_licence');
      assert.ok(paper.uploaded);
    }
    const fresh = await again.call('POST', '/api/applications', {
      consents: await consentsOf(again),
    });
    assert.notEqual(
      fresh.number,
      stamp.number,
      'a number given after the backup is not given again',
    );
    other.sql(
      `update crl_issue set this_update = this_update - 80000000, next_update = next_update - 80000000`,
    );
    await new Promise((later) => setTimeout(later, 4000));
    assert.ok((await crlNumber(other)) > last, 'revocation lists never go back');
    assert.match(other.run('audit', 'verify', ...other.where), /审计链完整/);
  } finally {
    await other.remove();
  }
});

test('what was signed after the backup is found by the ledgers of the lost hall', () => {
  const other = new Hall();
  const keys = join(hall.folder, 'lost-keys');
  cpSync(join(hall.where[1], 'keys'), keys, { recursive: true });
  const unknown = createHash('sha256').update(randomUUID()).digest('hex');
  appendFileSync(join(keys, 'sm2.signed'), `${unknown}\n`);
  const said = restore(other, '--passphrase-file', word(), '--ledgers', keys);
  assert.equal(said.status, 0, said.text);
  const check = certhall('ca', 'check', ...other.where);
  assert.equal(check.status, 1);
  assert.ok(check.text.includes(unknown), check.text);
  rmSync(other.folder, { recursive: true });
});

test('as one file, with the secrets kept apart', () => {
  const tar = file('backup.tar');
  const made = certhall('backup', ...hall.where, '--to', tar, '--without-secrets');
  assert.equal(made.status, 0, made.text);
  assert.equal(certhall('backup', 'verify', tar).status, 0);
  const names = execFileSync('tar', ['--list', '--file', tar], { encoding: 'utf8' });
  assert.ok(!names.includes('secrets'), 'no secret is in it');
  const other = new Hall();
  const secrets = join(hall.where[1], 'secrets');
  const said = certhall('restore', '--from', tar, ...other.where, '--secrets', secrets);
  assert.equal(said.status, 0, said.text);
  assert.match(other.run('audit', 'verify', ...other.where), /审计链完整/);
  assert.deepEqual(readdirSync(other.folder), ['var']);
  rmSync(other.folder, { recursive: true });
});
