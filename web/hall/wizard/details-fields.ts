// The texts of the details form: what they are called, how they are checked and tidied.
import type { Schemas } from '@shared/api/client';
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

export const agentFields: TextSpec[] = [
  { path: 'agent.name', label: '单位经办人姓名', ...name },
  { path: 'agent.id_number', label: '身份证号码', ...idNumber },
  {
    path: 'agent.mobile',
    label: '移动电话',
    ...mobile,
    hint: '须是经办人本人实名的号码，审核结果和 PIN 码会发到这里',
  },
  {
    path: 'agent.email',
    label: '常用联系邮箱',
    rule: rules.email,
    tidy: rules.tidyPlain,
    hint: '此邮箱用于接收电子发票，请正确填写',
    attrs: { type: 'email', maxlength: 254, autocomplete: 'email' },
  },
];

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
    hint: '请务必正确填写，否则无法作为报销凭证（政府机关可不填写）',
    wide: true,
    optional: true,
    attrs: { maxlength: 30, autocomplete: 'off', spellcheck: 'false' },
  },
];

const owners: Record<string, string> = {
  legal_representative: '法人：',
  agent: '经办人：',
  delivery: '邮寄：',
  invoice: '发票：',
};

/** "agent.id_number" → "经办人：" */
export const ownerOf = (path: string) => owners[path.split('.')[0] ?? ''] ?? '';

type Sections = Record<string, Record<string, string>>;

/** Reads and writes "agent.name" in the details; all such leaves are texts. */
export function readField(details: Details, path: string): string {
  const [section = '', field = ''] = path.split('.');
  return (details as unknown as Sections)[section]?.[field] ?? '';
}

export function writeField(details: Details, path: string, text: string): Details {
  const [section = '', field = ''] = path.split('.');
  const sections = details as unknown as Sections;
  const changed = { ...sections, [section]: { ...sections[section], [field]: text } };
  return followOrganization(details, changed as unknown as Details);
}

/** Title and tax number of the invoice follow name and credit code until they are changed. */
export function followOrganization(before: Details, after: Details): Details {
  const follows = (copy: string, original: string) => copy === '' || copy === original;
  const { title, tax_number } = before.invoice;
  const invoice = { ...after.invoice };
  if (
    after.organization.name !== before.organization.name &&
    follows(title, before.organization.name)
  ) {
    invoice.title = after.organization.name;
  }
  if (
    after.organization.credit_code !== before.organization.credit_code &&
    follows(tax_number, before.organization.credit_code)
  ) {
    invoice.tax_number = after.organization.credit_code;
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
  const invoice = details.invoice.wanted ? invoiceFields : [];
  return [...organizationFields, ...legalFields, ...agentFields, ...deliveryFields, ...invoice];
}
