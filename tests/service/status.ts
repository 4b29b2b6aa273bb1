// What relying parties' programs ask and hear of a certificate's status, by hand: thousands of
// questions from one of OpenSSL's.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bin, type Hall, write } from './hall.ts';

const tool = join(bin, '../bench_status');
const placeholder = `01${'ab'.repeat(16)}`;

/// Issues certificates as far as the database knows of them: their serial numbers.
export function makeCertificates(hall: Hall, count: number): string[] {
  const words = [...hall.where, 'make', String(count)];
  const said = execFileSync(tool, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return said.trim().split('\n');
}

/// Revokes one after the other, as one more node would; calls `acknowledged` for each.
export async function revokeCertificates(
  hall: Hall,
  serials: string[],
  acknowledged: (serial: string) => void,
): Promise<void> {
  const revoking = spawn(tool, [...hall.where, 'revoke'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((done) => revoking.once('exit', done));
  revoking.stdin.end(serials.map((serial) => `${serial}\n`).join(''));
  for await (const line of createInterface({ input: revoking.stdout })) acknowledged(line);
  assert.equal(await ended, 0);
}

export class Questions {
  readonly issuer: string;
  private readonly template: Buffer;
  private readonly at: number;

  private constructor(issuer: string, template: Buffer) {
    this.issuer = issuer;
    this.template = template;
    this.at = template.indexOf(Buffer.from(placeholder, 'hex'));
    assert.ok(this.at > 0);
  }

  /// About certificates of the hall's own authority. More options: `-sha256`, `-nonce`.
  static async of(hall: Hall, ...options: string[]): Promise<Questions> {
    return this.to('sm2', hall, ...options);
  }

  /// About those of the issuing authority of this name.
  static async to(name: string, hall: Hall, ...options: string[]): Promise<Questions> {
    const response = await fetch(`${hall.url}/ca/${name}.cer`);
    const der = write(
      join(hall.folder, `${name}.cer`),
      new Uint8Array(await response.arrayBuffer()),
    );
    const issuer = join(hall.folder, `${name}.pem`);
    execFileSync('openssl', ['x509', '-inform', 'DER', '-in', der, '-out', issuer]);
    const question = join(hall.folder, 'question.der');
    const how = options.includes('-nonce') ? options : ['-no_nonce', ...options];
    const words = ['ocsp', '-issuer', issuer, ...how, '-serial', `0x${placeholder}`];
    execFileSync('openssl', [...words, '-reqout', question], { stdio: 'ignore' });
    return new Questions(issuer, readFileSync(question));
  }

  about(serial: string): Buffer {
    const question = Buffer.from(this.template);
    Buffer.from(serial, 'hex').copy(question, this.at);
    return question;
  }
}

export type Said = 'good' | 'revoked' | 'unknown' | 'nothing';

/// What an answer says of this serial number, unverified.
export function statusIn(answer: Buffer, serial: string): Said {
  const number = Buffer.from(serial, 'hex');
  const at = answer.indexOf(number);
  if (at < 0) return 'nothing';
  const words: Record<number, Said> = { 0x80: 'good', 0xa1: 'revoked', 0x82: 'unknown' };
  return words[answer[at + number.length]] ?? 'nothing';
}

export async function post(url: string, question: Uint8Array): Promise<Buffer> {
  const response = await fetch(`${url}/ocsp`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/ocsp-request' },
    body: new Uint8Array(question),
  });
  assert.equal(response.status, 200);
  return Buffer.from(await response.arrayBuffer());
}
