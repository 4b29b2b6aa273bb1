// What others make of the certificates: OpenSSL, and Bouncy Castle through tests/conformance/bc.sh.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from 'vitest';

import { bouncyCastle, output } from './programs';

export const openssl = (...args: string[]) => output('openssl', ...args);

const distid = 'distid:1234567812345678';

interface Issuer {
  certificate_url: string;
  crl_url: string;
  ocsp_url: string;
  chain_url: string;
}

type Status = 'good' | 'revoked' | 'unknown';

/** A relying party with the issuer's files in a folder of its own. */
export class RelyingParty {
  private constructor(
    private readonly url: string,
    private readonly folder: string,
    private readonly issuer: Issuer,
  ) {}

  /** Fetches the CA that has published a chain to a root. */
  static async of(url: string, folder: string): Promise<RelyingParty> {
    const answer = (await (await fetch(`${url}/api/issuers`)).json()) as { issuers: Issuer[] };
    const issuer = answer.issuers.find(({ ocsp_url }) => ocsp_url);
    if (!issuer) throw new Error('no issuer answers OCSP');
    const party = new RelyingParty(url, folder, issuer);
    await party.fetchTo(issuer.certificate_url, 'issuing.cer');
    await party.fetchTo(issuer.chain_url, 'chain.pem');
    const chain = readFileSync(party.file('chain.pem'), 'utf8');
    const certificates = chain.match(/-----BEGIN[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
    expect(certificates.length).toBe(2);
    writeFileSync(party.file('root.pem'), `${certificates[1]}\n`);
    const [cer, pem] = [party.file('issuing.cer'), party.file('issuing.pem')];
    await openssl('x509', '-inform', 'DER', '-in', cer, '-out', pem);
    return party;
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  private async fetchTo(path: string, name: string): Promise<void> {
    const response = await fetch(new URL(path, this.url));
    expect(response.status, path).toBe(200);
    writeFileSync(this.file(name), Buffer.from(await response.arrayBuffer()));
  }

  /** OpenSSL and Bouncy Castle accept the chain of NAME.cer; leaves NAME.pem and NAME.pub. */
  async accepts(name: string): Promise<void> {
    const [cer, pem] = [this.file(`${name}.cer`), this.file(`${name}.pem`)];
    await openssl('x509', '-inform', 'DER', '-in', cer, '-out', pem);
    const said = await openssl(
      ...['verify', '-x509_strict', '-partial_chain', '-vfyopt', distid],
      ...['-trusted', this.file('issuing.pem'), pem],
    );
    expect(said).toContain('OK');
    const key = await openssl('x509', '-in', pem, '-noout', '-pubkey');
    writeFileSync(this.file(`${name}.pub`), key);
    await bouncyCastle('cert', cer, this.file('issuing.pem'), this.file('root.pem'));
  }

  /** Asks OCSP as a client does (POST, or GET) and has the answer judged. */
  async ocsp(subject: string[], who: string, status: Status, method: 'GET' | 'POST' = 'POST') {
    const [question, reply] = [this.file('question.der'), this.file('answer.der')];
    await openssl(
      ...['ocsp', '-no_nonce', '-issuer', this.file('issuing.pem')],
      ...[...subject, '-reqout', question],
    );
    const body = readFileSync(question);
    const base = new URL(this.issuer.ocsp_url, this.url);
    const response =
      method === 'GET'
        ? await fetch(`${base}/${encodeURIComponent(body.toString('base64'))}`)
        : await fetch(base, {
            method,
            body,
            headers: { 'Content-Type': 'application/ocsp-request' },
          });
    expect(response.headers.get('content-type')).toBe('application/ocsp-response');
    writeFileSync(reply, Buffer.from(await response.arrayBuffer()));
    await bouncyCastle('ocsp', reply, who, this.file('issuing.pem'), status);
  }

  async ocspOf(name: string, status: Status): Promise<void> {
    const subject = ['-cert', this.file(`${name}.pem`)];
    await this.ocsp(subject, this.file(`${name}.cer`), status, 'POST');
    await this.ocsp(subject, this.file(`${name}.cer`), status, 'GET');
  }

  async crlSays(name: string, status: 'good' | 'revoked'): Promise<void> {
    await this.fetchTo(this.issuer.crl_url, 'list.crl');
    const list = this.file('list.crl');
    await bouncyCastle('crl', list, this.file('issuing.pem'), this.file(`${name}.cer`), status);
  }
}
