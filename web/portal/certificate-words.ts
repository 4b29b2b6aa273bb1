import type { Schemas } from '@shared/api/client';

export const statuses: Record<Schemas['PublicCertificateStatus'], string> = {
  good: '有效',
  suspended: '已挂起，暂时请勿信任',
  revoked: '已注销，请勿信任',
  expired: '已过期',
};

export const reasons: Record<Schemas['RevocationReason'], string> = {
  unspecified: '未说明',
  key_compromise: '密钥遗失或泄露',
  affiliation_changed: '持有人信息变更',
  superseded: '已被新证书取代',
  cessation_of_operation: '不再使用',
  certificate_hold: '暂时挂起，可能恢复',
  remove_from_crl: '挂起已解除',
  privilege_withdrawn: '使用资格已取消',
};

/** "4A:1F 00" as copied from a viewer → "4a1f00"; empty where it is no serial number. */
export function tidySerial(text: string): string {
  const plain = text
    .trim()
    .replace(/^0x/i, '')
    .replace(/[\s:-]/g, '')
    .toLowerCase();
  return /^[0-9a-f]{1,64}$/.test(plain) ? plain : '';
}
