// The other side of a hand-over, written from docs/handover.md alone: how another company's program
// opens our links, and makes links of its own.

import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Answer } from './hall.ts';

const seen = new Set<string>();

/// What a vendor does with `handover=…`: his key, his code, the portal that he works with.
export function openLink(token: string, key: Buffer, vendor: string, portal: string): Answer {
  const [header, none, iv, cipher, tag, ...more] = token.split('.');
  assert.deepEqual([none, more], ['', []]);
  const { alg, enc, typ, kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
  assert.deepEqual([alg, enc, typ, kid], ['dir', 'A256GCM', 'handover+jwe', portal]);
  const opened = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'));
  opened.setAAD(Buffer.from(header, 'ascii'));
  opened.setAuthTag(Buffer.from(tag, 'base64url'));
  const plain = Buffer.concat([opened.update(Buffer.from(cipher, 'base64url')), opened.final()]);
  const claims = JSON.parse(plain.toString());
  assert.deepEqual([claims.version, claims.iss, claims.aud], [1, portal, vendor]);
  const now = Math.floor(Date.now() / 1000);
  assert.ok(claims.exp > now && claims.exp - claims.iat <= 600 && claims.iat <= now + 60);
  assert.ok(!seen.has(claims.jti), 'used before');
  seen.add(claims.jti);
  return claims;
}

export function sealLink(claims: Answer, key: Buffer, header: object = {}): string {
  const about = { alg: 'dir', enc: 'A256GCM', typ: 'handover+jwe', kid: claims.iss, ...header };
  const head = Buffer.from(JSON.stringify(about)).toString('base64url');
  const iv = randomBytes(12);
  const sealed = createCipheriv('aes-256-gcm', key, iv);
  sealed.setAAD(Buffer.from(head, 'ascii'));
  const cipher = Buffer.concat([sealed.update(JSON.stringify(claims)), sealed.final()]);
  const parts = [iv, cipher, sealed.getAuthTag()].map((part) => part.toString('base64url'));
  return [head, '', ...parts].join('.');
}
