import type { Schemas } from '@shared/api/client';

import type { Label } from '../labels';

export const actionTexts: Record<Schemas['CertificateAction'], string> = {
  suspend: '挂起',
  release: '解除挂起',
  revoke: '吊销',
};

/** The reasons for which a certificate is revoked for good. */
export const reasonTexts = {
  key_compromise: '密钥泄露或介质丢失',
  affiliation_changed: '主体信息变更',
  superseded: '证书已更换',
  cessation_of_operation: '停止使用',
  privilege_withdrawn: '资格取消',
  unspecified: '其他',
} satisfies Partial<Record<Schemas['RevocationReason'], string>>;

const kTones: Record<Schemas['CertificateStatus'], Label['tone']> = {
  reserved: 'info',
  issued: 'good',
  suspended: 'warn',
  revoked: 'bad',
  voided: 'plain',
};

export function statusLabel(one: Schemas['ConsoleCertificate']): Label {
  return { text: one.status_text, tone: kTones[one.status] };
}
