// Group `ca`: the certificate authority. A part measures itself in a program or a file of its own.

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { finish, figure, figureAtLeast, note } from './support/figures.ts';
import { manyCertificates, measureOcsp } from './support/ocsp.ts';

const bin = process.env.CERTHALL_BIN ?? 'build/release/certhall';

/// Half a million entries, in one list of all and sixteen of a shard each: made, signed, stored, and
/// read by sixty-four at a time.
function measureLists(): void {
  const program = join(dirname(bin), 'bench_crl');
  const folder = mkdtempSync(join(tmpdir(), 'certhall-bench-crl-'));
  try {
    execFileSync(program, ['fill', folder]);
    const runs = [1, 2, 3].map(() =>
      execFileSync(program, ['publish', folder], { encoding: 'utf8' })
        .trim()
        .split(' ')
        .map(Number),
    );
    const [best] = runs.sort(([a], [b]) => a - b);
    note(`crl: ${(best[2] / 1e6).toFixed(1)} MB of list; the best of three runs, the most memory`);
    figure('crl.500k_seconds', best[0], 's', 5);
    figure('crl.500k_mb', Math.max(...runs.map((run) => run[1])), 'MB', 100);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const pairs = Number(process.env.BENCH_PAIRS ?? 2000);
const stations = '4'; // as many requests as a hall works on at a time

/// SM2 pairs a second, recorded, linted, signed and stored beside so many certificates; how many as
/// many threads sign and do nothing else; and how many they compute, with all that a pair needs.
function issue(
  stored: number,
  database: string[] = [],
): Record<'issued' | 'raw' | 'computed', number> {
  const folder = mkdtempSync(join(tmpdir(), 'certhall-bench-issue-'));
  try {
    const program = join(dirname(bin), 'bench_issue');
    const words = [folder, String(pairs), stations, String(stored), ...database];
    const said = execFileSync(program, words, { encoding: 'utf8' });
    // Its last line; the hall's own before it.
    const [issued, raw, computed] = (said.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
    return { issued, raw, computed };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measureIssuing(engine: string, database: string[]): void {
  const { issued, raw, computed } = issue(0, database);
  note(`issue: ${pairs} pairs, ${stations} stations, ${issued.toFixed(0)} a second on ${engine}`);
  note(`issue: ${raw.toFixed(0)} pairs a second is what they sign and do nothing else`);
  note(
    `issue: ${computed.toFixed(0)} are what they sign, check, verify and seal, and store nothing`,
  );
  figureAtLeast(`issue.vs_raw_${engine}`, issued / raw, 'x', 0.8);
}

function measureScale(): void {
  const [few, many] = [issue(10_000), issue(manyCertificates)].map(({ issued }) => issued);
  figure('scale.10m_over_10k.issue', few / many, 'x', 1.2);
}

function withPostgres(work: (url: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'certhall-bench-postgres-'));
  const script = join(import.meta.dirname, '../support/postgres.sh');
  const server = join(folder, 'server');
  chmodSync(folder, 0o755); // it runs as somebody else
  const said = execFileSync(script, ['start', server, String(process.pid)], { encoding: 'utf8' });
  try {
    work(`postgresql:${said.trim().split('\n')[0]}`);
  } finally {
    execFileSync(script, ['stop', server]);
    rmSync(folder, { recursive: true });
  }
}

measureLists();
await measureOcsp();
measureIssuing('sqlite', []);
measureScale();
withPostgres((url) => measureIssuing('postgres', [url]));
finish();
