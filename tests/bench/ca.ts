// Group `ca`: the certificate authority. A part measures itself in a program or a file of its own.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { finish, figure, note } from './support/figures.ts';
import { measureIssuance } from './support/issue.ts';
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

measureLists();
await measureOcsp();
await measureIssuance();
finish();
