// The three kinds of certificates, and what the people are called whose data they ask for.
import type { Schemas } from './api/client';

export type CertificateType = Schemas['CertificateType'];

export const certificateTypes: Record<CertificateType, string> = {
  organization: '机构证书',
  organization_person: '机构个人证书',
  natural_person: '自然人证书',
};

export const hasOrganization = (type: CertificateType) => type !== 'natural_person';

/** Whoever does the business and proves himself on the phone: `details.agent`. */
export const agentTitle = (type: CertificateType) => (hasOrganization(type) ? '经办人' : '申请人');

/** Whoever gets the PIN by SMS. */
export const pinRecipientTitle = (type: CertificateType) =>
  type === 'organization' ? '经办人' : '申请人';
