// Applications with certificates, for tests that are about the authority: everything before it is done
// in one go, and instead of a token OpenSSL makes the keys.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Case, type Desk } from './case.ts';
import type { Answer, Browser } from './hall.ts';

/// From the login to the approval.
export async function approved(of: Case, desk: Desk): Promise<Case> {
  await of.open();
  await of.choose();
  await of.save();
  await of.print();
  await of.uploadPapers();
  const { phone } = await of.photograph();
  await of.prove(phone);
  await of.pay();
  await desk.confirmMoney(of);
  await desk.approve(of);
  await of.until('the approval', 'approved');
  return of;
}

/// A PKCS#10 request of a new SM2 key, DER in base64.
export function signingRequest(of: Case): string {
  const [key, out] = [of.file('request.key'), of.file('request.csr')];
  execFileSync('openssl', ['genpkey', '-algorithm', 'SM2', '-out', key]);
  const signed = ['-key', key, '-sm3', '-sigopt', 'distid:1234567812345678'];
  const words = ['req', '-new', ...signed, '-subj', '/', '-outform', 'DER', '-out', out];
  execFileSync('openssl', words);
  return readFileSync(out).toString('base64');
}

/// What a station gets for a new token of this serial number.
export async function issue(of: Case, producer: Browser, token: string): Promise<Answer> {
  const job = `/api/station/jobs/${of.id}`;
  await producer.call('POST', '/api/station/claim', { number: of.number });
  await producer.call('POST', `${job}/begin`, { token_serial: token, certificate: '' });
  const csr = signingRequest(of);
  return producer.call('POST', `${job}/issue`, { token_serial: token, csr, pin: '18273645' });
}
