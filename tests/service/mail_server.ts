// A real SMTP server of Debian's (python3-aiosmtpd) on a loop-back port and folder of its own; mails
// arrive in a Maildir. Without certificate it speaks plainly, with one it asks for STARTTLS.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort, until } from './hall.ts';

export interface Part {
  headers: Record<string, string>;
  body: Buffer;
}
export interface ReceivedMail {
  headers: Record<string, string>;
  parts: Part[];
}

export class MailServer {
  port = 0;
  readonly folder: string;
  private process?: ChildProcess;
  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  get certificate(): string {
    return join(this.folder, 'certificate.pem');
  }

  private makeCertificate(): string[] {
    const key = join(this.folder, 'key.pem');
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
    const files = ['-keyout', key, '-out', this.certificate];
    execFileSync('openssl', ['req', ...kind, ...names, ...files], { stdio: 'ignore' });
    return ['--tlscert', this.certificate, '--tlskey', key];
  }

  async start(tls = false): Promise<void> {
    this.port ||= await freePort();
    const secure = tls ? this.makeCertificate() : [];
    const handler = ['-c', 'aiosmtpd.handlers.Mailbox', join(this.folder, 'mails')];
    const args = ['-n', '-l', `127.0.0.1:${this.port}`, ...secure, ...handler];
    this.process = spawn('aiosmtpd', args, { stdio: 'ignore' });
    await until('the mail server', () => this.answers());
  }

  private answers(): Promise<true | undefined> {
    return new Promise((done) => {
      const socket = connect(this.port, '127.0.0.1');
      socket.once('data', () => done(true));
      socket.once('error', () => done(undefined));
      socket.once('close', () => done(undefined));
      socket.once('data', () => socket.destroy());
    });
  }

  async stop(): Promise<void> {
    const process = this.process;
    if (!process || process.exitCode != null) return;
    const ended = new Promise((done) => process.once('exit', done));
    process.kill('SIGTERM');
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get raw(): Buffer[] {
    const folder = join(this.folder, 'mails/new');
    try {
      return readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    } catch {
      return [];
    }
  }

  get mails(): ReceivedMail[] {
    return this.raw.map((bytes) => parse(bytes));
  }
}

function headersOf(text: string): Record<string, string> {
  const unfolded = text.replace(/\r?\n[ \t]+/g, ' ');
  const pairs = unfolded.split(/\r?\n/).map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return Object.fromEntries(pairs);
}

function split(bytes: Buffer): Part {
  const text = bytes.toString('latin1');
  const found = /\r?\n\r?\n/.exec(text);
  const at = found ? found.index : text.length;
  const headers = headersOf(text.slice(0, at));
  const body = text.slice(at + (found?.[0].length ?? 0));
  const base64 = headers['content-transfer-encoding'] === 'base64';
  return { headers, body: base64 ? Buffer.from(body, 'base64') : Buffer.from(body, 'latin1') };
}

function parse(bytes: Buffer): ReceivedMail {
  const { headers, body } = split(bytes);
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  const pieces = body.toString('latin1').split(`--${boundary}`).slice(1, -1);
  const parts = pieces.map((each) => split(Buffer.from(each.replace(/^\r?\n/, ''), 'latin1')));
  return { headers, parts };
}

/// RFC 2047.
export function decodeWords(value: string): string {
  const bytes = value.replace(/=\?UTF-8\?B\?([^?]*)\?=(?:\s+(?==\?))?/g, (_, word) =>
    Buffer.from(word, 'base64').toString('latin1'),
  );
  return Buffer.from(bytes, 'latin1').toString();
}
