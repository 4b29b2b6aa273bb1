// SM2 pairs through the API, as stations ask for them: recorded, linted, signed, stored and durable,
// beside what the same processors sign and do nothing else. The load tool runs on them, too.
// BENCH_SECONDS makes each load shorter.

import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bin, type Browser, enrol, Hall, write } from '../../service/hall.ts';
import { figure, figureAtLeast, note } from './figures.ts';
import { manyCertificates } from './ocsp.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 8);
const stations = 8; // ask at a time
const most = 1000; // more pairs a second than a hall issues here
const tool = join(bin, '../bench_issue');

/// A line for each request: path and body. Each from a network of its own, as the limits want it.
const script = `
local requests, at, threads = {}, 0, 0
function setup(thread) thread:set("number", threads); threads = threads + 1 end
function init(args)
  local headers = { ["Content-Type"] = "application/json", ["X-Certhall-Client"] = "station",
    ["Cookie"] = args[2] }
  for line in io.lines(args[1]) do
    local path, body = line:match("^(%S+) (.*)$")
    headers["X-Forwarded-For"] = string.format("10.%d.%d.1", #requests / 250, #requests % 250)
    requests[#requests + 1] = wrk.format("POST", path, headers, body)
  end
  at = number - 1
end
function request() at = at + 2; return requests[at] end
function done(summary)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read
  io.write(string.format("rate %f bad %d\\n", summary.requests / summary.duration * 1e6, bad))
end
`;

/// A hall with approved applications that its producer has claimed, and its producer.
async function prepare(
  hall: Hall,
  stored: number,
): Promise<{ producer: Browser; lines: string[] }> {
  hall.settings = 'trusted_proxies = "127.0.0.1"\n';
  await hall.start();
  const { browser } = await enrol(hall, 'producer', hall.oneTimePassword('producer'));
  await hall.stop();
  const words = ['prepare', String(most * seconds), String(stored), ...hall.where];
  const said = execFileSync(tool, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const lines = said.split('\n').flatMap((line, n) => {
    const [, id, csr] = /^(application\d+) (\S+)$/.exec(line) ?? [];
    const body = { token_serial: `BENCH-${100_000 + n}`, csr, pin: '28374612' };
    return id ? [`/api/station/jobs/${id}/issue ${JSON.stringify(body)}`] : [];
  });
  return { producer: browser, lines };
}

/// Pairs a second, with so many certificates stored before.
async function issued(stored: number): Promise<number> {
  const hall = new Hall();
  try {
    const { producer, lines } = await prepare(hall, stored);
    await hall.start();
    const lua = write(join(hall.folder, 'load.lua'), script);
    const list = write(join(hall.folder, 'lines'), lines.join('\n') + '\n');
    const load = ['-t2', `-c${stations}`, `-d${seconds}s`, '-s', lua, hall.url];
    // Meanwhile what the hall logs is read: with its pipe full it would stand still.
    const words = [...load, '--', list, producer.cookie];
    const { stdout: said } = await promisify(execFile)('wrk', words, { encoding: 'utf8' });
    const [, rate, bad] = /^rate (\S+) bad (\d+)$/m.exec(said) ?? [];
    if (!rate || bad !== '0') throw new Error(`the load broke off:\n${said}`);
    return Number(rate);
  } finally {
    await hall.remove();
  }
}

/// Pairs a second that these processors sign, and that they compute with all that a pair needs.
function computed(): { raw: number; whole: number } {
  const words = ['compute', '3000', String(cpus().length)];
  const [raw, whole] = execFileSync(tool, words, { encoding: 'utf8' })
    .trim()
    .split(' ')
    .map(Number);
  return { raw, whole };
}

async function measureEngine(engine: string): Promise<void> {
  const rate = await issued(0);
  const { raw, whole } = computed();
  note(`issue: ${rate.toFixed(0)} pairs a second on ${engine}, ${stations} stations, ${seconds} s`);
  note(`issue: ${raw.toFixed(0)} pairs a second is what they sign and do nothing else`);
  note(`issue: ${whole.toFixed(0)} are what they sign, check, verify and seal, and store nothing`);
  figureAtLeast(`issue.vs_raw_${engine}`, rate / raw, 'x', 0.8);
}

async function onPostgres(work: () => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'certhall-bench-postgres-'));
  const server = join(folder, 'server');
  const script = join(import.meta.dirname, '../../support/postgres.sh');
  chmodSync(folder, 0o755); // it runs as somebody else
  const said = execFileSync(script, ['start', server, String(process.pid)], { encoding: 'utf8' });
  process.env.CERTHALL_DATABASE = `postgresql:${said.trim().split('\n')[0]}`;
  try {
    await work();
  } finally {
    delete process.env.CERTHALL_DATABASE;
    execFileSync(script, ['stop', server]);
    rmSync(folder, { recursive: true });
  }
}

export async function measureIssuance(): Promise<void> {
  await measureEngine('sqlite');
  const [few, many] = [await issued(10_000), await issued(manyCertificates)];
  figure('scale.10m_over_10k.issue', few / many, 'x', 1.2);
  await onPostgres(() => measureEngine('postgres'));
}
