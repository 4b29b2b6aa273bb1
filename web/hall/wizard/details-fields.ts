// The texts of the details form: what they are called, how they are checked and tidied.
import type { Schemas } from '@shared/api/client';
import { agentTitle, hasOrganization, type CertificateType } from '@shared/certificate-types';
import * as rules from '@shared/forms/rules';

export type Details = Schemas['Details'];

export interface TextSpec {
  path: string;
  label: string;
  rule: rules.Rule;
  tidy: (text: string) => string;
  optional?: boolean;
  hint?: string;
  wide?: boolean;
  attrs?: Record<string, string | number>;
}

const name = { rule: rules.personName, tidy: rules.tidyName, attrs: { maxlength: 100 } };
const idNumber = {
  rule: rules.idNumber,
  tidy: rules.tidyCode,
  attrs: { maxlength: 24, autocomplete: 'off', spellcheck: 'false' },
};
const mobile = {
  rule: rules.mobile,
  tidy: rules.tidyMobile,
  attrs: { maxlength: 20, type: 'tel', inputmode: 'numeric', autocomplete: 'off' },
};

export const organizationFields: TextSpec[] = [
  {
    path: 'organization.name',
    label: '机构名称',
    rule: rules.organizationName,
    tidy: rules.tidyText,
    hint: '与营业执照上的名称一字不差',
    wide: true,
    attrs: { maxlength: 200, autocomplete: 'organization' },
  },
  {
    path: 'organization.credit_code',
    label: '统一社会信用代码',
    rule: rules.creditCode,
    tidy: rules.tidyCode,
    hint: '机构证件类型：统一社会信用代码证，18 位',
    attrs: { maxlength: 24, autocomplete: 'off', spellcheck: 'false' },
  },
  {
    path: 'organization.address',
    label: '单位地址',
    rule: rules.address,
    tidy: rules.tidyText,
    wide: true,
    attrs: { maxlength: 400, autocomplete: 'street-address' },
  },
];

export const legalFields: TextSpec[] = [
  { path: 'legal_representative.name', label: '法人姓名', ...name },
  { path: 'legal_representative.id_number', label: '身份证号码', ...idNumber },
  { path: 'legal_representative.mobile', label: '移动电话', ...mobile },
];

export const holderFields: TextSpec[] = [
  { path: 'holder.name', label: '申请人姓名', ...name, hint: '证书上的姓名，与身份证一致' },
  { path: 'holder.id_number', label: '身份证号码', ...idNumber },
  { path: 'holder.mobile', label: '移动电话', ...mobile, hint: '证书的 PIN 码发到这里' },
];

const mobileHints: Record<CertificateType, string> = {
  organization: '须是经办人本人实名的号码，审核结果和 PIN 码会发到这里',
  organization_person: '须是经办人本人实名的号码，审核结果会发到这里',
  natural_person: '须是您本人实名的号码，审核结果和 PIN 码会发到这里',
};

/** 经办人; of a natural person's form 申请人. */
export function agentFields(type: CertificateType): TextSpec[] {
  return [
    { path: 'agent.name', label: hasOrganization(type) ? '单位经办人姓名' : '申请人姓名', ...name },
    { path: 'agent.id_number', label: '身份证号码', ...idNumber },
    { path: 'agent.mobile', label: '移动电话', ...mobile, hint: mobileHints[type] },
    {
      path: 'agent.email',
      label: '常用联系邮箱',
      rule: rules.email,
      tidy: rules.tidyPlain,
      hint: '此邮箱用于接收电子发票，请正确填写',
      attrs: { type: 'email', maxlength: 254, autocomplete: 'email' },
    },
  ];
}

/** A part of the form about an organization or a person. */
export interface Party {
  id: string;
  title: string;
  note?: string;
  fields: TextSpec[];
}

/** In the order of the form. */
export function partiesOf(type: CertificateType): Party[] {
  const who = agentTitle(type);
  const agent: Party = {
    id: 'agent',
    title: `${who}信息`,
    note: `${who}稍后要用手机拍摄本人身份证，完成实名认证。`,
    fields: agentFields(type),
  };
  const organization: Party = { id: 'organization', title: '单位信息', fields: organizationFields };
  const legal: Party = { id: 'legal', title: '法人信息', fields: legalFields };
  const holder: Party = {
    id: 'holder',
    title: '申请人信息',
    note: '申请人是证书上写明的人。可以和经办人是同一个人。',
    fields: holderFields,
  };
  const parties: Record<CertificateType, Party[]> = {
    organization: [organization, legal, agent],
    organization_person: [organization, holder, agent],
    natural_person: [agent],
  };
  return parties[type];
}

export const deliveryFields: TextSpec[] = [
  {
    path: 'delivery.address',
    label: '收件地址',
    rule: rules.address,
    tidy: rules.tidyText,
    hint: '数字证书通过快递方式邮寄，顺丰到付',
    wide: true,
    attrs: { maxlength: 400, placeholder: '街道、门牌号、楼层房间' },
  },
  {
    path: 'delivery.postcode',
    label: '邮政编码（选填）',
    rule: rules.postcode,
    tidy: rules.tidyPlain,
    optional: true,
    attrs: { maxlength: 10, inputmode: 'numeric', autocomplete: 'postal-code' },
  },
];

export const invoiceFields: TextSpec[] = [
  {
    path: 'invoice.title',
    label: '发票抬头',
    rule: rules.invoiceTitle,
    tidy: rules.tidyText,
    hint: '发票名称请完整填写',
    wide: true,
    attrs: { maxlength: 200 },
  },
  {
    path: 'invoice.tax_number',
    label: '纳税人识别号',
    rule: rules.taxNumber,
    tidy: rules.tidyCode,
    hint: '请务必正确填写，否则无法作为报销凭证（个人、政府机关可不填写）',
    wide: true,
    optional: true,
    attrs: { maxlength: 30, autocomplete: 'off', spellcheck: 'false' },
  },
];

/** "agent.id_number" → "经办人：" */
export function ownerOf(path: string, type: CertificateType): string {
  const owners: Record<string, string> = {
    legal_representative: '法人：',
    holder: '申请人：',
    agent: `${agentTitle(type)}：`,
    delivery: '邮寄：',
    invoice: '发票：',
  };
  return owners[path.split('.')[0] ?? ''] ?? '';
}

type Sections = Record<string, Record<string, string>>;

/** Reads and writes "agent.name" in the details; all such leaves are texts. */
export function readField(details: Details, path: string): string {
  const [section = '', field = ''] = path.split('.');
  return (details as unknown as Sections)[section]?.[field] ?? '';
}

const blankHolder = { name: '', id_number: '', mobile: '' };

export function writeField(details: Details, path: string, text: string): Details {
  const [section = '', field = ''] = path.split('.');
  const sections = { ...details, holder: details.holder ?? blankHolder } as unknown as Sections;
  const changed = { ...details, [section]: { ...sections[section], [field]: text } };
  return followSubject(details, changed);
}

/** What was typed for another type stays in the draft, in case one changes one's mind again. */
export function changeType(details: Details, type: CertificateType): Details {
  return followSubject(details, { ...details, certificate_type: type });
}

/** What the invoice says until it is changed; persons have no tax number. */
function invoiceOf({ certificate_type, organization, agent }: Details) {
  return hasOrganization(certificate_type)
    ? { title: organization.name, tax_number: organization.credit_code }
    : { title: agent.name, tax_number: '' };
}

/** Title and tax number of the invoice follow those whom the certificate is for until changed. */
export function followSubject(before: Details, after: Details): Details {
  const [old, now] = [invoiceOf(before), invoiceOf(after)];
  const invoice = { ...after.invoice };
  for (const field of ['title', 'tax_number'] as const) {
    const follows = ['', old[field]].includes(before.invoice[field]);
    if (old[field] !== now[field] && follows) invoice[field] = now[field];
  }
  return { ...after, invoice };
}

/** What is wrong with one text as it stands. */
export function complaint(spec: TextSpec, text: string): string | undefined {
  if (text.trim()) return spec.rule(text);
  return spec.optional ? undefined : `请填写${spec.label}。`;
}

/** The texts that have to be filled in: no invoice, no title. */
export function specsOf(details: Details): TextSpec[] {
  const parties = partiesOf(details.certificate_type).flatMap(({ fields }) => fields);
  return [...parties, ...deliveryFields, ...(details.invoice.wanted ? invoiceFields : [])];
}
