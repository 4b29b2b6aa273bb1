// `certhall doctor` finds what is wrong with an installation, says what helps, and changes nothing.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bin, consentsOf, Hall, signIn, until, write } from './hall.ts';
import { company, licence } from './papers.ts';

const hall = new Hall();
const data = hall.where[1];

interface Visit {
  status: number | null;
  findings: { health: string; name: string; text: string; remedy: string }[];
}

function doctor(...more: string[]): Visit {
  const words = ['doctor', '--json', ...(more.length > 0 ? more : hall.where)];
  const { status, stdout, stderr } = spawnSync(bin, words, { encoding: 'utf8' });
  assert.notEqual(stdout, '', stderr);
  return { status, findings: JSON.parse(stdout) };
}

function worse(visit: Visit, name: string, text: RegExp): Visit['findings'][number] {
  const found = visit.findings.find(
    (each) => each.name === name && each.health !== 'good' && text.test(each.text),
  );
  assert.ok(found, `${name} ${text} is not in ${JSON.stringify(visit.findings, undefined, 1)}`);
  assert.notEqual(found.remedy, '');
  return found;
}

before(async () => {
  await hall.start();
  const mine = company(7);
  const applicant = await signIn(hall, mine.agent.mobile);
  const consents = await consentsOf(applicant);
  const view = await applicant.call('POST', '/api/applications', { consents });
  const paper = licence(mine, join(hall.folder, 'licence.jpg'));
  await applicant.upload(
    `/api/applications/${view.id}/materials/business_licence`,
    paper,
    'image/jpeg',
  );
});
after(async () => hall.remove());

test('a healthy hall has warnings only of what a demo is not', async () => {
  const visit = await until('the sign of life', async () => {
    const now = doctor();
    return now.findings.some((each) => each.text === '营业厅正在运行') ? now : undefined;
  });
  assert.equal(visit.status, 1, JSON.stringify(visit.findings));
  const bad = visit.findings.filter((each) => each.health !== 'good');
  for (const each of bad)
    assert.match(each.name, /^(config|backup|clock|calendar|disk|reader)$/, each.text);
  for (const name of ['fonts', 'database', 'jobs', 'crl', 'permissions', 'files', 'nodes'])
    assert.ok(
      visit.findings.some((each) => each.name === name && each.health === 'good'),
      name,
    );
  const said = spawnSync(bin, ['doctor', ...hall.where], { encoding: 'utf8' }).stdout;
  assert.match(said, /良好.*数据库|SQLite|PostgreSQL/);
  assert.match(said, /→ certhall backup/);
});

test('secrets that others may read', () => {
  const key = join(data, 'secrets/master.key');
  chmodSync(key, 0o644);
  const visit = doctor();
  chmodSync(key, 0o600);
  assert.equal(visit.status, 2);
  assert.match(worse(visit, 'permissions', /master\.key/).remedy, /chmod/);
});

test('jobs that were given up', () => {
  hall.sql(`update outbox set status = 'given_up' where kind = 'sms'`);
  const visit = doctor();
  hall.sql(`update outbox set status = 'done' where kind = 'sms'`);
  assert.equal(visit.status, 2);
  worse(visit, 'jobs', /1 个任务已放弃（sms）/);
});

function uploads(): string[] {
  return readdirSync(join(data, 'files'), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));
}

test('a file that belongs to nothing is named, and removed once it is a day old', () => {
  const folder = join(data, 'files/zz');
  mkdirSync(folder, { recursive: true });
  const lost = write(join(folder, '01jdlostlostlostlostlostzz'), 'cut off');
  const young = write(join(folder, '01jdyoungyoungyoungyoungzz'), 'its row is on the way');
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  utimesSync(lost, yesterday, yesterday);
  for (const path of uploads()) if (path !== young) utimesSync(path, yesterday, yesterday);
  assert.match(worse(doctor(), 'files', /1 个文件不属于任何记录.*lost/).remedy, /--mend/);
  assert.ok(existsSync(lost), 'looking removes nothing');
  doctor(...hall.where, '--mend');
  assert.ok(!existsSync(lost));
  assert.ok(existsSync(young));
  rmSync(young);
  assert.ok(doctor().findings.some((each) => each.name === 'files' && each.health === 'good'));
  assert.ok(uploads().length > 0, 'what has a row stays');
});

test('a file that is missing', () => {
  const [path] = uploads();
  renameSync(path, `${hall.folder}/aside`);
  const visit = doctor();
  renameSync(`${hall.folder}/aside`, path);
  assert.equal(visit.status, 2);
  worse(visit, 'files', /1 个上传文件缺失/);
});

test('a revocation list out of date, and a hall that does not run', async () => {
  await hall.stop();
  hall.sql('update crl_issue set next_update = 1; update node set seen_at = 1');
  const visit = doctor();
  assert.equal(visit.status, 2);
  worse(visit, 'crl', /sm2 已过期/);
  worse(visit, 'nodes', /没有运行/);
});

test('a database of a newer program, and one that is away', () => {
  hall.sql(`insert into schema_version (name) values ('9999_from_tomorrow')`);
  worse(doctor(), 'database', /9999_from_tomorrow/);
  hall.sql(`delete from schema_version where name = '9999_from_tomorrow'`);
  const nowhere = 'postgresql:host=/nowhere dbname=hall';
  const away = doctor('--data', data, '--database', nowhere);
  assert.equal(away.status, 2);
  worse(away, 'database', /不可用/);
});

test('a TLS certificate that ends soon, settings that do not go together, no hall at all', () => {
  const file = (name: string): string => join(hall.folder, name);
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const where = [
    '-keyout',
    file('tls.key'),
    '-out',
    file('tls.pem'),
    '-days',
    '5',
    '-subj',
    '/CN=x',
  ];
  execFileSync('openssl', [...words, ...where], { stdio: 'ignore' });
  const lines = [`tls_certificate = "${file('tls.pem')}"`, `tls_key = "${file('tls.key')}"`];
  const config = write(file('tls.toml'), `${lines.join('\n')}\ninstance = 500\n`);
  const visit = doctor('--config', config, ...hall.where);
  assert.equal(visit.status, 2);
  worse(visit, 'tls', /还有 4 天到期/);
  worse(visit, 'config', /instance/);
  const empty = doctor('--data', file('nothing'));
  assert.equal(empty.status, 2);
  worse(empty, 'data', /没有营业厅/);
  assert.ok(!existsSync(file('nothing')), 'looking makes no hall');
});
