import { expect, test } from 'vitest';

import type { Schemas } from '@shared/api/client';

import {
  certificateWords,
  leftOpen,
  plainName,
  signatureWords,
  summaryOf,
  verifiableComplaint,
} from './verification-words';

type View = Schemas['VerificationView'];

const pdf = (more: Partial<View> = {}): View => ({
  conclusion: 'caution',
  is_pdf: true,
  checked_at: '2026-11-23T00:00:00.000Z',
  certificates: [],
  signatures: [],
  ...more,
});
const signature = (more: Partial<Schemas['VerifiedSignature']> = {}) => ({
  verdict: 'intact' as const,
  covers_all: true,
  is_time_stamp: false,
  ...more,
});

test('every verdict says what it means, and the bad ones what to do', () => {
  for (const words of [...Object.values(certificateWords), ...Object.values(signatureWords)]) {
    expect(words.title).not.toBe('');
    expect(words.meaning).toMatch(/。$/);
  }
  for (const words of Object.values(certificateWords)) expect(words.advice).toMatch(/。$/);
  expect(certificateWords.forged.advice).toContain('400-112-3838');
});

test('a PDF without a signature is not called good or bad', () => {
  expect(summaryOf(pdf())).toMatchObject({ title: '没有找到数字签名', tone: 'warning' });
  const stamped = pdf({ signatures: [signature({ is_time_stamp: true })] });
  expect(summaryOf(stamped).title).toBe('只有时间戳，没有签名');
});

test('what was added after the last signature is said in the heading', () => {
  const view = pdf({ signatures: [signature({ covers_all: false })] });
  expect(summaryOf(view).meaning).toContain('追加');
  expect(leftOpen(view).join()).toContain('追加的内容');
});

test('names are written as people write them', () => {
  expect(plainName('CN=示例 CA,O=示例公司,C=CN')).toBe('示例 CA（示例公司）');
  expect(plainName('CN=甲\\, 乙,O=甲\\, 乙,C=CN')).toBe('甲, 乙');
  expect(plainName('O=示例公司,C=CN')).toBe('O=示例公司,C=CN');
});

test('a file with a private key is not even sent', () => {
  expect(verifiableComplaint({ name: 'MY.PFX', size: 5 })).toContain('私钥');
  expect(verifiableComplaint({ name: 'a.cer', size: 0 })).toContain('空的');
  expect(verifiableComplaint({ name: 'a.pdf', size: 11 * 1024 * 1024 })).toContain('10 MB');
  expect(verifiableComplaint({ name: 'a.cer', size: 5 })).toBeUndefined();
});
