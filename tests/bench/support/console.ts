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
const rounds = 25;
const fill = join(bin, '../bench_fill');

/// The ids and numbers that searches use: of the last page of a list, so that nothing is near.
async function some(desk: Browser): Promise<Answer[]> {
  let page = await desk.call('GET', '/api/console/applications');
  for (let turn = 0; turn < 20 && page.next; turn += 1)
    page = await desk.call(
      'GET',
      `/api/console/applications?after=${encodeURIComponent(page.next)}`,
    );
  return page.entries;
}

/// Lists as staff use them: unfiltered, by state, and leafing on.
async function leaf([desk]: Browser[]): Promise<void> {
  const filters = ['', 'status=in_review', 'status=completed', 'certificate_type=organization'];
  for (let round = 0; round < rounds; round += 1)
    for (const filter of filters) {
      let after = '';
      for (let turn = 0; turn < 3; turn += 1) {
        const page = await desk.call('GET', `/api/console/applications?${filter}${after}`);
        if (!page.next) break;
        after = `&after=${encodeURIComponent(page.next)}`;
      }
    }
  for (let round = 0; round < rounds; round += 1) await desk.call('GET', '/api/console/queue');
}

/// Each term's asker in turn: one person may search thirty times a minute.
async function search(desks: Browser[]): Promise<void> {
  const known = await some(desks[0]);
  const terms = known.flatMap((each) => [each.number, each.subject_name]).slice(0, 4);
  const asked = [...terms, '13800000000', '没有这个名字'];
  for (let round = 0; round < rounds; round += 1)
    for (const [nth, term] of asked.entries())
      await desks[nth % desks.length].call('POST', '/api/console/search', { term });
}

async function look([desk]: Browser[]): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await desk.call('GET', '/api/console/dashboard');
}

/// By the figure that it belongs to.
const questions: [string, (desks: Browser[]) => Promise<void>][] = [
  ['console.list_ms', leaf],
  ['console.search_ms', search],
  ['dashboard.ms', look],
];

async function measure(hall: Hall, ask: () => Promise<void>): Promise<number> {
  const from = hall.output.length;
  await ask();
  await new Promise((later) => setTimeout(later, 200));
  const times = requests(hall, from).filter((line) => line.status === 200);
  return quantile(
    times.map((line) => line.ms),
    0.95,
  );
}

async function measureOn(engine: string): Promise<void> {
  const hall = new Hall();
  try {
    await hall.start(); // makes authority, catalogue and staff
    const reviewers = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6'];
    const passwords = reviewers.map((login) => hall.addStaff(login, 'reviewer'));
    await hall.stop();
    execFileSync(fill, [...hall.where, '--applications', String(applications)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    hall.output = '';
    await hall.start();
    const desks: Browser[] = [];
    for (const [nth, login] of reviewers.entries())
      desks.push((await enrol(hall, login, passwords[nth])).browser);
    const place = engine === 'sqlite' ? '' : `.${engine}`;
    for (const [name, ask] of questions)
      figure(`${name}${place}`, await measure(hall, () => ask(desks)), 'ms', 50);
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
