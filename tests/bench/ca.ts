// Group `ca`: the certificate authority. A part measures itself in a program or a file of its own.

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { finish, figure, note } from './support/figures.ts';
import { measureOcsp } from './support/ocsp.ts';

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

/// SM2 pairs, recorded, linted, signed and stored, over what the same threads sign.
function measureIssuing(engine: string, database: string[]): void {
  const pairs = Number(process.env.BENCH_PAIRS ?? 2000);
  const folder = mkdtempSync(join(tmpdir(), 'certhall-bench-issue-'));
  const threads = String(cpus().length);
  try {
    const program = join(dirname(bin), 'bench_issue');
    const said = execFileSync(program, [folder, String(pairs), threads, ...database], {
      encoding: 'utf8',
    });
    const [issued, raw] = said.trim().split(' ').map(Number);
    note(`issue: ${pairs} pairs, ${threads} threads, ${issued.toFixed(0)} a second on ${engine}`);
    note(`issue: ${raw.toFixed(0)} pairs a second is what they sign and do nothing else`);
    figure(`issue.vs_raw_${engine}`, issued / raw, 'of the raw limit');
  } finally {
    rmSync(folder, { recursive: true });
  }
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
withPostgres((url) => measureIssuing('postgres', [url]));
finish();
