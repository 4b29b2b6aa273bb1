// Starts the real program on a folder and port of its own, and talks to it as browsers, phones,
// staff and the station do. Every JSON answer is held against api/openapi.json.

import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/// Whatever the hall said: the contract is checked on every answer, when it comes.
export type Answer = ReturnType<typeof JSON.parse>;

const root = resolve(import.meta.dirname, '../..');
const require = createRequire(join(root, 'web/package.json'));
const { default: Ajv2020 } = require('@redocly/ajv/dist/2020.js');
export const contract = JSON.parse(readFileSync(join(root, 'api/openapi.json'), 'utf8'));
const ajv = new Ajv2020({ strict: false, validateFormats: false, discriminator: false });
ajv.addSchema(contract, 'contract');

export const bin = resolve(process.env.CERTHALL_BIN ?? join(root, 'build/release/certhall'));
export const renderCard = join(bin, '../render_card');

export async function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  seconds = 60,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await new Promise((later) => setTimeout(later, 100));
  }
}

/// A new database on the PostgreSQL server of CERTHALL_DATABASE; nothing for SQLite in the folder.
function ownDatabase(): string[] {
  const server = process.env.CERTHALL_DATABASE;
  if (!server) return [];
  const name = `hall_${randomUUID().replaceAll('-', '')}`;
  const connection = server.replace('postgresql:', '');
  execFileSync('psql', ['-qc', `create database ${name}`, connection]);
  return ['--database', server.replace(/dbname=\S+/, `dbname=${name}`)];
}

export class Hall {
  readonly folder = mkdtempSync(join(tmpdir(), 'certhall-service-'));
  port = 0;
  output = '';
  /// More lines of the configuration file.
  settings = '';
  /// Whether identity cards are read: where no test is about that, they are typed.
  reading = true;
  /// More of the environment that it starts in.
  readonly environment: Record<string, string> = {};
  /// What tells every command of the program where this hall's data are.
  readonly where = ['--data', join(this.folder, 'var'), ...ownDatabase()];
  private process?: ChildProcess;

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /// Of the program while it runs.
  get pid(): number | undefined {
    return this.process?.pid;
  }

  async start(more: string[] = []): Promise<void> {
    this.port ||= await freePort();
    const pages = join(root, 'web/dist');
    const port = ['--port', String(this.port)];
    const args = ['serve', ...this.where, ...port, '--web', pages, ...more];
    const settings = this.settings + (this.reading ? '' : 'models = "/nowhere"\n');
    if (settings) args.push('--config', write(join(this.folder, 'certhall.toml'), settings));
    const before = this.output.length; // what an earlier start said
    const started = spawn(bin, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.environment },
    });
    this.process = started;
    const keep = (chunk: Buffer): void => void (this.output += chunk.toString());
    started.stdout.on('data', keep);
    started.stderr.on('data', keep);
    await until('the hall to serve', async () => {
      if (started.exitCode != null || started.signalCode != null)
        throw new Error(`the hall ended:\n${this.output}`);
      return this.output.includes('已就绪', before) ? true : undefined;
    });
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const process = this.process;
    if (!process || process.exitCode != null || process.signalCode != null) return null;
    const ended = new Promise<number | null>((done) => process.once('exit', done));
    process.kill(signal);
    return ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  oneTimePassword(login: string): string {
    const found = new RegExp(`^  ${login}  (\\S+)`, 'm').exec(this.output);
    assert.ok(found, `no one-time password of ${login} in the output`);
    return found[1];
  }

  run(...args: string[]): string {
    return execFileSync(bin, args, { encoding: 'utf8' });
  }

  addStaff(login: string, role: string): string {
    const words = ['--login', login, '--name', '测试员', '--role', role];
    const said = this.run('staff', 'add', ...this.where, ...words);
    return new RegExp(`^${login}  (\\S+)`, 'm').exec(said)?.[1] ?? '';
  }

  /// Straight into the database, for what only time would bring about.
  sql(statement: string): void {
    this.query(statement);
  }

  /// Straight out of it: a line per row, columns between bars.
  query(statement: string): string {
    const [, database] = this.where.slice(-2);
    const [program, words] = database.startsWith('postgresql:')
      ? ['psql', ['-Atqc', statement, database.replace('postgresql:', '')]]
      : ['sqlite3', ['-cmd', '.timeout 5000', `${database}/certhall.db`, statement]];
    return execFileSync(program as string, words as string[], { encoding: 'utf8' }).trim();
  }

  /// The one value that a query gives.
  ask(query: string): string {
    return this.query(query);
  }
}

/// Where a hall is, and where files of its tests may lie.
export type Place = Pick<Hall, 'url' | 'folder'>;

/// One browser: keeps cookies, sends its origin, checks answers against the contract.
export class Browser {
  private readonly cookies = new Map<string, string>();
  private readonly hall: Place;
  constructor(hall: Place) {
    this.hall = hall;
  }

  /// What it sends as its Cookie header.
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const raw = body instanceof Uint8Array;
    const response = await fetch(this.hall.url + path, {
      method,
      headers: {
        ...(method === 'GET' ? {} : { Origin: this.hall.url, 'Idempotency-Key': randomUUID() }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        Cookie: this.cookie,
        ...headers,
      },
      body: body === undefined ? undefined : raw ? Buffer.from(body) : JSON.stringify(body),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair] = line.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    await checkContract(method, path, response.clone());
    return response;
  }

  async call<T = Answer>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<T> {
    const response = await this.send(method, path, body, headers);
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return text === '' ? (undefined as T) : JSON.parse(text);
  }

  /// The problem of a request that must be refused.
  async refused(
    status: number,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer> {
    const response = await this.send(method, path, body, headers);
    const text = await response.text();
    assert.equal(response.status, status, `${method} ${path}: ${text}`);
    return JSON.parse(text);
  }

  async upload<T = Answer>(path: string, file: string, type: string): Promise<T> {
    return this.call('POST', path, new Uint8Array(readFileSync(file)), {
      'Content-Type': type,
      'X-File-Name': encodeURIComponent(file.split('/').at(-1) ?? 'file'),
    });
  }
}

function operationOf(method: string, path: string): Answer {
  const wanted = path.split('?')[0].split('/');
  for (const [template, item] of Object.entries<Answer>(contract.paths)) {
    const parts = template.split('/');
    const fits =
      parts.length === wanted.length &&
      parts.every((part, i) => part === wanted[i] || part.startsWith('{'));
    if (fits && item[method.toLowerCase()])
      return { template, operation: item[method.toLowerCase()] };
  }
  return undefined;
}

export async function checkContract(
  method: string,
  path: string,
  response: Response,
): Promise<void> {
  const type = response.headers.get('content-type') ?? '';
  if (!path.startsWith('/api/') || !/^application\/(problem\+)?json\b/.test(type)) return;
  const json = await response.json();
  if (!response.ok)
    return checkSchema({ $ref: 'contract#/components/schemas/Problem' }, json, `${method} ${path}`);
  const found = operationOf(method, path);
  assert.ok(found, `${method} ${path} is not in the contract`);
  const segment = encodeURI(found.template.replaceAll('~', '~0').replaceAll('/', '~1'));
  const answer = `${method.toLowerCase()}/responses/${response.status}`;
  const pointer = `contract#/paths/${segment}/${answer}/content/application~1json/schema`;
  checkSchema({ $ref: pointer }, json, `${method} ${path}`);
}

const compiled = new Map<string, Answer>();
function checkSchema(schema: { $ref: string }, json: unknown, what: string): void {
  if (!compiled.has(schema.$ref)) compiled.set(schema.$ref, ajv.compile(schema));
  const fits = compiled.get(schema.$ref);
  assert.ok(fits(json), `${what} does not fit the contract: ${JSON.stringify(fits.errors)}`);
}

/// RFC 6238, for people who have an authenticator app.
export function totp(secretBase32: string, offset = 0): string {
  const bits = [...secretBase32]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + offset));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/// A code of an authenticator is good once, and the next one is half a minute away: here it is as if
/// that had passed.
export function forgetUsedCodes(hall: Hall): void {
  hall.sql('update staff set totp_last_step = 0');
}

export const password = '示例口令 一句只有我知道的话';

/// Signs in for the first time: own password, authenticator. Gives the browser and the TOTP secret.
export async function enrol(
  hall: Hall,
  login: string,
  oneTime: string,
): Promise<{ browser: Browser; secret: string }> {
  const browser = new Browser(hall);
  const first = await browser.call('POST', '/api/staff/session', { login, password: oneTime });
  assert.equal(first.must_enrol, true);
  const { secret } = await browser.call('POST', '/api/staff/totp');
  const done = await browser.call('POST', '/api/staff/enrolment', {
    new_password: password,
    totp: totp(secret),
  });
  assert.equal(done.must_enrol, false);
  return { browser, secret };
}

export async function messagesTo(hall: Place, mobile: string): Promise<string[]> {
  const { messages } = await new Browser(hall).call('GET', '/api/sandbox');
  return messages.filter((each: Answer) => each.mobile === mobile).map((each: Answer) => each.text);
}

export async function signIn(hall: Place, mobile: string): Promise<Browser> {
  const browser = new Browser(hall);
  const before = (await messagesTo(hall, mobile)).length;
  await browser.call('POST', '/api/session/code', { mobile });
  const code = await until('the login code', async () => {
    const all = await messagesTo(hall, mobile);
    return all.length > before ? /\d{6}/.exec(all[0])?.[0] : undefined;
  });
  await browser.call('POST', '/api/session', { mobile, code });
  return browser;
}

/// What the applicant agrees to before a new application.
export async function consentsOf(applicant: Browser): Promise<Answer[]> {
  const { documents } = await applicant.call('GET', '/api/consent-documents');
  return documents.map(({ code, version, digest }: Answer) => ({ code, version, digest }));
}

/// The words after `certhall station` with which an enrolled producer signs in, at once.
export function stationWords(hall: Hall, secret: string): string[] {
  forgetUsedCodes(hall);
  const file = (name: string): string => join(hall.folder, name);
  return [
    ...['--url', hall.url, '--tokens', file('tokens')],
    ...['--password-file', write(file('password'), password)],
    ...['--totp-secret-file', write(file('totp'), secret)],
  ];
}

export function write(path: string, bytes: Uint8Array | string): string {
  writeFileSync(path, bytes);
  return path;
}
