// The programs that the journey needs besides the browser.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const repository = fileURLToPath(new URL('../../', import.meta.url));
const binary = process.env.CERTHALL_BIN ?? join(repository, 'build/release/certhall');
const pages = process.env.CERTHALL_WEB ?? join(repository, 'web/dist');
const tools = process.env.CERTHALL_TOOLS ?? dirname(binary);

export async function output(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(program, args, { maxBuffer: 1 << 24 });
  return stdout;
}

export const certhall = (...args: string[]) => output(binary, ...args);
export const renderCard = (...args: string[]) => output(join(tools, 'render_card'), ...args);
export const openToken = (...args: string[]) => output(join(tools, 'open_token'), ...args);
export const bouncyCastle = (...args: string[]) =>
  output(join(repository, 'tests/conformance/bc.sh'), ...args);

export interface OneTimePassword {
  login: string;
  password: string;
}

/** Lines such as "  reviewer  k7f3q9x2mzab  (审核员甲)". */
export function oneTimePasswords(text: string): OneTimePassword[] {
  return [...text.matchAll(/^\s*([a-z0-9_-]+) {2}([a-z0-9]{16}) {2}\(/gm)].map(
    ([, login = '', password = '']) => ({ login, password }),
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** The real program on a data folder of its own. */
export class Service {
  readonly folder = mkdtempSync(join(tmpdir(), 'certhall-browser-'));
  url = '';
  printed = '';
  private process: ChildProcess | undefined;

  async start(): Promise<void> {
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    this.process = spawn(
      binary,
      [
        'serve',
        '--data',
        this.data,
        '--port',
        String(port),
        '--web',
        pages,
        '--public-url',
        this.url,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const collect = (chunk: Buffer) => (this.printed += chunk.toString());
    this.process.stdout?.on('data', collect);
    this.process.stderr?.on('data', collect);
    for (let tries = 0; tries < 600; tries += 1) {
      if (this.process.exitCode !== null) break;
      // The addresses are printed after the accounts.
      if (this.printed.includes(`${this.url}/sandbox`)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`certhall did not start:\n${this.printed}`);
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  async stop(): Promise<void> {
    const child = this.process;
    if (child && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    if (!process.env.CERTHALL_KEEP) rmSync(this.folder, { recursive: true, force: true });
  }
}
