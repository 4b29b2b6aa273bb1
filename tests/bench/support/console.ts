// The console with a million applications, on SQLite and on PostgreSQL: lists, search, dashboard.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Answer, bin, type Browser, enrol, Hall } from '../../service/hall.ts';
import { figure, note, quantile } from './figures.ts';
import { requests } from './log.ts';

const root = resolve(import.meta.dirname, '../../..');
const applications = Number(process.env.BENCH_APPLICATIONS ?? 1_000_000);
const rounds = 100;
const fill = join(bin, '../bench_fill');

/// What is asked, by the figure that it belongs to. A page of results is followed to the next one.
const questions: [string, string[]][] = [
  ['console.list_ms', ['/api/console/queue', '/api/console/payments', '/api/console/production']],
];

async function ask(desk: Browser, hall: Hall, paths: string[]): Promise<number[]> {
  const from = hall.output.length;
  for (let round = 0; round < rounds; round += 1)
    for (const path of paths) await desk.send('GET', path);
  await new Promise((later) => setTimeout(later, 200));
  return requests(hall, from)
    .filter((line) => line.status === 200)
    .map((line) => line.ms);
}

async function measureOn(engine: string): Promise<void> {
  const hall = new Hall();
  try {
    await hall.start(); // makes authority, catalogue and staff
    const passwords = new Map(
      ['reviewer', 'finance', 'producer'].map((login) => [login, hall.oneTimePassword(login)]),
    );
    await hall.stop();
    execFileSync(fill, [...hall.where, '--applications', String(applications)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    hall.output = '';
    await hall.start();
    const { browser } = await enrol(hall, 'reviewer', passwords.get('reviewer') ?? '');
    for (const [name, paths] of questions) {
      const times = await ask(browser, hall, paths);
      figure(`${name}${engine === 'sqlite' ? '' : `.${engine}`}`, quantile(times, 0.95), 'ms', 50);
    }
  } finally {
    await hall.remove();
  }
}

export async function measureConsole(): Promise<void> {
  if (!existsSync(fill)) return note('console: no bench_fill in this build, so nothing to measure');
  note(`console: ${applications} applications; the 95th percentile of the server's own times`);
  await measureOn('sqlite');
  const folder = mkdtempSync(join(tmpdir(), 'certhall-bench-'));
  const server = join(root, 'tests/support/postgres.sh');
  execFileSync('chmod', ['755', folder]);
  const pg = join(folder, 'pg');
  try {
    const words = ['start', pg, String(process.pid)];
    const target: Answer = execFileSync(server, words, { encoding: 'utf8' }).trim();
    process.env.CERTHALL_DATABASE = `postgresql:${target}`;
    await measureOn('postgres');
  } finally {
    delete process.env.CERTHALL_DATABASE;
    execFileSync(server, ['stop', pg]);
    rmSync(folder, { recursive: true, force: true });
  }
}
