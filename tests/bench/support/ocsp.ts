// OCSP beside nginx serving the same bytes, beside `cfssl ocspserve` and beside the signing key's own
// speed; and what ten million certificates cost. All in one run, the load tool on the same processors.
// BENCH_SECONDS makes each load shorter, BENCH_CERTIFICATES ten million fewer.

import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Algorithm, authoritiesOf, holdCeremony } from '../../service/ceremony.ts';
import { bin, freePort, Hall, until, write } from '../../service/hall.ts';
import { post, Questions, statusIn } from '../../service/status.ts';
import { figure, figureAtLeast, note } from './figures.ts';

const seconds = Number(process.env.BENCH_SECONDS ?? 8);
export const manyCertificates = Number(process.env.BENCH_CERTIFICATES ?? 10_000_000);
const known = 1000;
const rounds = 3;
const tool = join(bin, '../bench_status');

/// Issues certificates as far as OCSP knows: their serial numbers where `more` has `--print`.
function events(hall: Hall, count: number, ...more: string[]): string[] {
  const words = [...hall.where, 'events', String(count), ...more];
  const said = execFileSync(tool, words, { encoding: 'utf8', maxBuffer: 1 << 30 });
  return said.split('\n').filter((line) => line !== '');
}

/// Each thread takes every second question, a path or the hex of a body, and begins anew at the end
/// unless each is for once.
const script = `
local requests, at, once, threads = {}, 0, false, 0
local headers = { ["Content-Type"] = "application/ocsp-request" }
local function request_of(line)
  if line:sub(1, 1) == "/" then return wrk.format("GET", line) end
  local body = line:gsub("..", function(digits) return string.char(tonumber(digits, 16)) end)
  return wrk.format("POST", wrk.path, headers, body)
end
function setup(thread) thread:set("number", threads); threads = threads + 1 end
function init(args)
  for line in io.lines(args[1]) do requests[#requests + 1] = request_of(line) end
  once = args[2] == "once"
  at = number
end
function request()
  at = at + 2
  if at > #requests then
    if once then wrk.thread:stop() end
    at = at % 2 + 1
  end
  return requests[at]
end
function done(summary)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read
  io.write(string.format("rate %f bad %d\\n", summary.requests / summary.duration * 1e6, bad))
end
`;

/// Answers per second, 64 connections that stay. Meanwhile what the hall logs is read: with its pipe
/// full it would stand still.
async function load(folder: string, url: string, lines: string[], once = false): Promise<number> {
  const lua = write(join(folder, 'load.lua'), script);
  const list = write(join(folder, 'lines'), lines.join('\n') + '\n');
  const words = [
    '-t2',
    '-c64',
    `-d${seconds}s`,
    '-s',
    lua,
    url,
    '--',
    list,
    once ? 'once' : 'again',
  ];
  const { stdout: said } = await promisify(execFile)('wrk', words, { encoding: 'utf8' });
  const [, rate, bad] = /^rate (\S+) bad (\d+)$/m.exec(said) ?? [];
  if (!rate || bad !== '0') throw new Error(`the load on ${url} broke off:\n${said}`);
  return Number(rate);
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

/// Of two servers in turn, so that a slow minute of the machine hits both: the median of the ratios.
async function ratio(
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<{ ratio: number; rates: number[] }> {
  const pairs: number[][] = [];
  for (let round = 0; round < rounds; round += 1) pairs.push([await ours(), await theirs()]);
  return {
    ratio: median(pairs.map(([a, b]) => a / b)),
    rates: [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))],
  };
}

class Server {
  readonly folder: string;
  readonly port: number;
  private readonly process: ChildProcess;
  private constructor(folder: string, port: number, command: string[]) {
    this.folder = folder;
    this.port = port;
    this.process = spawn(command[0], command.slice(1), { stdio: 'ignore' });
  }
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  static async run(command: (port: number) => string[], folder: string): Promise<Server> {
    const port = await freePort();
    const server = new Server(folder, port, command(port));
    await until(`port ${port}`, async () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => undefined,
      ),
    );
    return server;
  }
  stop(): void {
    this.process.kill('SIGTERM');
  }
}

const urlPath = (question: Buffer): string => `/ocsp/${question.toString('base64url')}`;

/// The same answers under the same addresses, as files.
async function nginx(folder: string, hall: Hall, questions: Buffer[]): Promise<Server> {
  const files = join(folder, 'files/ocsp');
  mkdirSync(files, { recursive: true });
  execFileSync('chmod', ['-R', '755', folder]);
  for (const question of questions)
    write(join(files, question.toString('base64url')), await post(hall.url, question));
  const configuration = (port: number): string => `
user root; worker_processes auto; daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 100000000; sendfile on; tcp_nodelay on;
  open_file_cache max=100000; default_type application/ocsp-response;
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
  uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
  server { listen 127.0.0.1:${port}; root ${join(folder, 'files')}; } }`;
  return Server.run(
    (port) => ['nginx', '-c', write(join(folder, 'nginx.conf'), configuration(port))],
    folder,
  );
}

/// A responder for a hundred P-256 certificates: cfssl serves answers that are signed already. It is
/// asked by POST, since this version takes no GET at its root.
async function cfssl(folder: string): Promise<{ server: Server; bodies: string[] }> {
  mkdirSync(folder);
  const at = (name: string): string => join(folder, name);
  const openssl = (...words: string[]): void =>
    void execFileSync('openssl', words, { stdio: 'ignore', cwd: folder });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=bench');
  const serials = Array.from({ length: 100 }, (_, i) =>
    (0x1000_0000 + i).toString(16).toUpperCase(),
  );
  const index = serials.map((serial) => `V\t401231235959Z\t\t${serial}\tunknown\t/CN=${serial}\n`);
  write(at('index.txt'), index.join(''));
  const answers: string[] = [];
  const bodies: string[] = [];
  for (const serial of serials) {
    const about = ['ocsp', '-issuer', 'ca.pem', '-no_nonce', '-serial', `0x${serial}`];
    openssl(...about, '-reqout', 'question');
    const by = ['-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', 'ca.pem', '-rkey', 'ca.key'];
    openssl('ocsp', ...by, '-reqin', 'question', '-ndays', '2', '-respout', 'answer');
    answers.push(readFileSync(at('answer')).toString('base64'));
    bodies.push(readFileSync(at('question')).toString('hex'));
  }
  write(at('answers'), answers.join('\n') + '\n');
  const server = await Server.run(
    (port) => [
      'cfssl',
      'ocspserve',
      '-address=127.0.0.1',
      `-port=${port}`,
      '-responses',
      at('answers'),
      '-loglevel=5',
    ],
    folder,
  );
  return { server, bodies };
}

/// Signatures a second of one processor.
function opensslSpeed(algorithm: string): number {
  const words = ['speed', '-seconds', String(Math.max(1, seconds / 2)), algorithm];
  const said = execFileSync('openssl', words, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const columns = said.trim().split('\n').at(-1)?.trim().split(/\s+/) ?? [];
  return Number(columns.at(-2));
}

async function measureRates(folder: string): Promise<void> {
  const hall = new Hall();
  const servers: Server[] = [];
  try {
    await hall.start();
    const serials = events(hall, known, '--print');
    const questions = await Questions.of(hall);
    const asked = serials.map((serial) => questions.about(serial));
    await until('the certificates to be known', async () => {
      const said = statusIn(await post(hall.url, asked[known - 1]), serials[known - 1]);
      return said === 'unknown' ? undefined : said;
    });
    const paths = asked.map(urlPath);
    servers.push(await nginx(join(folder, 'nginx'), hall, asked));
    const ours = (): Promise<number> => load(folder, hall.url, paths);
    const beside = await ratio(ours, () => load(folder, servers[0].url, paths));
    note(`OCSP: ${beside.rates.map(Math.round).join(' and nginx ')} answers a second`);
    figureAtLeast('ocsp.vs_nginx', beside.ratio, 'x', 0.8);
    const other = await cfssl(join(folder, 'cfssl'));
    servers.push(other.server);
    const bodies = asked.map((question) => question.toString('hex'));
    const against = await ratio(
      () => load(folder, `${hall.url}/ocsp`, bodies),
      () => load(folder, other.server.url, other.bodies),
    );
    note(`OCSP: ${against.rates.map(Math.round).join(' and cfssl ')} answers a second`);
    figureAtLeast('ocsp.vs_cfssl', against.ratio, 'x', 2);
  } finally {
    for (const server of servers) server.stop();
    await hall.remove();
  }
}

interface Signing {
  authority: Algorithm;
  name: string;
  speed: string; // what `openssl speed` calls it
  most: number; // more of them a second than these processors sign
}
const signings: Signing[] = [
  { authority: 'sm2', name: 'SM2', speed: 'sm2', most: 12_000 },
  { authority: 'p256', name: 'P-256', speed: 'ecdsap256', most: 40_000 },
  { authority: 'rsa', name: 'RSA-3072', speed: 'rsa3072', most: 2_000 },
];

/// Answers that are signed because somebody asks, beside `openssl speed` for that algorithm.
async function measureFirstAnswers(folder: string): Promise<void> {
  const hall = new Hall();
  try {
    hall.settings = 'status_url = "http://localhost:8080"\n';
    holdCeremony(hall, signings.map(({ authority }) => authoritiesOf(authority)).join(''));
    await hall.start();
    for (const signing of signings) await measureFirst(folder, hall, signing);
  } finally {
    await hall.remove();
  }
}

async function measureFirst(folder: string, hall: Hall, signing: Signing): Promise<void> {
  const { authority, name, speed, most } = signing;
  const questions = await Questions.to(authority, hall);
  const firsts: { rate: number; raw: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const serials = events(hall, most * seconds, '--print', '--issuer', authority);
    const paths = serials.map((serial) => urlPath(questions.about(serial)));
    execFileSync('sleep', ['1']); // every node takes them over within a fifth of a second
    const raw = opensslSpeed(speed) * cpus().length;
    firsts.push({ rate: await load(folder, hall.url, paths, true), raw });
  }
  const told = firsts.map(({ rate, raw }) => `${Math.round(rate)} of ${Math.round(raw)}`);
  note(`first answers, ${name}: ${told}`);
  const share = median(firsts.map(({ rate, raw }) => rate / raw));
  figureAtLeast(`ocsp.first_vs_raw.${authority}`, share, 'x', 0.85);
}

const residentKb = (hall: Hall): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${hall.pid}/status`, 'utf8'))?.[1]);

/// A hall that serves, and knows so many certificates.
async function hallThatKnows(hall: Hall, count: number): Promise<{ paths: string[]; kb: number }> {
  await hall.start();
  await hall.stop();
  const serials = events(hall, known, '--print');
  events(hall, count - known);
  hall.output = '';
  await hall.start();
  const kb = residentKb(hall);
  const questions = await Questions.of(hall);
  return { paths: serials.map((serial) => urlPath(questions.about(serial))), kb };
}

/// The same thousand questions, once they are signed, to a hall that knows little and one that knows
/// much, by turns.
async function measureMany(folder: string): Promise<void> {
  const [small, large] = [new Hall(), new Hall()];
  try {
    const few = await hallThatKnows(small, 10_000);
    const many = await hallThatKnows(large, manyCertificates);
    const [, loaded, ms] =
      /"ocsp\.loaded".*?"certificates":(\d+).*?"ms":(\d+)/.exec(large.output) ?? [];
    note(`${loaded} certificates; memory is that of the process, over one that knows ten thousand`);
    figure('ocsp.load_10m_seconds', Number(ms) / 1000, 's', 10);
    const more = manyCertificates - 10_000;
    figure('ocsp.bytes_per_cert', ((many.kb - few.kb) * 1024) / more, 'bytes', 100);
    await load(folder, small.url, few.paths);
    await load(folder, large.url, many.paths);
    const { ratio: slower } = await ratio(
      () => load(folder, small.url, few.paths),
      () => load(folder, large.url, many.paths),
    );
    figure('scale.10m_over_10k.ocsp', slower, 'x', 1.2);
  } finally {
    await small.remove();
    await large.remove();
  }
}

export async function measureOcsp(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'certhall-bench-'));
  note(`OCSP: wrk, 2 threads, 64 connections, ${seconds} s, the median of ${rounds}`);
  try {
    await measureRates(folder);
    await measureFirstAnswers(folder);
    await measureMany(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
