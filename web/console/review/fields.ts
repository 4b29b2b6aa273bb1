import type { Schemas } from '@shared/api/client';
import { agentTitle, certificateTypes, type CertificateType } from '@shared/certificate-types';
import { yuanFromFen } from '@shared/money';

type Application = Schemas['ConsoleApplication'];

export interface Field {
  path: string; // as in the API, also in return reasons
  label: string;
  value: string;
}

export interface Section {
  title: string;
  fields: Field[];
}

const kIdKinds: Record<string, string> = { unified_social_credit_code: '统一社会信用代码' };

function priceText({ total, parts }: Schemas['Price']): string {
  const made = parts.map(({ name, amount }) => `${name} ${yuanFromFen(amount)}`).join(' + ');
  return `${yuanFromFen(total)} 元（${made}）`;
}

/** What was filled in, in the order of the application form. */
export function sectionsOf(application: Application): Section[] {
  const { details, price, address_text, relying_application_name } = application;
  const { organization, legal_representative, agent, delivery, invoice } = details;
  const field = (path: string, label: string, value: string): Field => ({ path, label, value });
  const { holder } = details;
  const type = details.certificate_type;
  const who = agentTitle(type);
  const ofOrganization: Section = {
    title: '单位信息',
    fields: [
      field('organization.name', '机构名称', organization.name),
      field(
        'organization.credit_code',
        kIdKinds[organization.id_kind] ?? '机构证件号码',
        organization.credit_code,
      ),
      field('organization.address', '单位地址', organization.address),
    ],
  };
  const ofLegal: Section = {
    title: '法人信息',
    fields: [
      field('legal_representative.name', '法人姓名', legal_representative.name),
      field('legal_representative.id_number', '法人身份证号码', legal_representative.id_number),
      field('legal_representative.mobile', '法人移动电话', legal_representative.mobile),
    ],
  };
  const ofHolder: Section = {
    title: '申请人信息',
    fields: [
      field('holder.name', '申请人姓名', holder?.name ?? ''),
      field('holder.id_number', '申请人身份证号码', holder?.id_number ?? ''),
      field('holder.mobile', '申请人移动电话', holder?.mobile ?? ''),
    ],
  };
  const parties: Record<CertificateType, Section[]> = {
    organization: [ofOrganization, ofLegal],
    organization_person: [ofOrganization, ofHolder],
    natural_person: [],
  };
  return [
    {
      title: '证书信息',
      fields: [
        field('relying_application', '应用', relying_application_name),
        field('certificate_type', '证书类型', certificateTypes[type]),
        field('years', '证书年限', `${details.years} 年`),
        field('price', '费用', priceText(price)),
        field('publish', '公开发布', details.publish ? '同意' : '不公开'),
      ],
    },
    ...parties[type],
    {
      title: `${who}信息`,
      fields: [
        field('agent.name', `${who}姓名`, agent.name),
        field('agent.id_number', `${who}身份证号码`, agent.id_number),
        field('agent.mobile', `${who}移动电话`, agent.mobile),
        field('agent.email', '常用联系邮箱', agent.email),
      ],
    },
    {
      title: '邮寄信息',
      fields: [
        field('delivery.address', '收件地址', address_text),
        field('delivery.postcode', '邮政编码', delivery.postcode),
      ],
    },
    {
      title: '发票信息',
      fields: invoice.wanted
        ? [
            field('invoice.title', '发票抬头', invoice.title),
            field('invoice.tax_number', '纳税人识别号', invoice.tax_number),
          ]
        : [field('invoice.wanted', '电子发票', '不开具')],
    },
  ];
}

// What the price depends on stays as it was paid for.
const kReturnable =
  /^(organization|legal_representative|holder|agent|delivery|invoice)\.(?!wanted)/;

/** The fields that can be sent back to be mended. */
export function returnableFields(application: Application): Pick<Field, 'path' | 'label'>[] {
  return sectionsOf(application)
    .flatMap(({ fields }) => fields)
    .flatMap((field) =>
      field.path === 'delivery.address'
        ? [{ path: 'delivery.division', label: '收件省市区' }, field]
        : [field],
    )
    .filter(({ path }) => kReturnable.test(path));
}

const kReasons: Record<string, string[]> = {
  application_form: [
    '未加盖单位公章',
    '图片模糊，看不清内容',
    '公章名称与机构名称不一致',
    '页面不完整',
    '与系统中填写的内容不一致',
  ],
  business_licence: [
    '图片模糊，看不清内容',
    '未加盖单位公章',
    '机构名称与填写的不一致',
    '不是最新的营业执照',
  ],
  seal_impression: ['印章模糊', '印章不完整', '印章名称与机构名称不一致', '未加盖单位公章'],
  identity: ['身份证照片模糊', '身份证已过有效期', '照片与填写的人不符'],
};

// A person's papers bear his signature and no stamps.
const kPersonsReasons: Record<string, string[]> = {
  application_form: [
    '申请人未签字',
    '图片模糊，看不清内容',
    '页面不完整',
    '与系统中填写的内容不一致',
  ],
  seal_impression: ['签名模糊', '签名不完整', '签名与申请人姓名不一致'],
};
const kHoldersReasons: Record<string, string[]> = {
  seal_impression: ['签名模糊', '签名与申请人姓名不一致', '未加盖单位公章', '印章不完整'],
};
const kReasonsOf: Record<CertificateType, Record<string, string[]>> = {
  organization: kReasons,
  organization_person: { ...kReasons, ...kHoldersReasons },
  natural_person: { ...kReasons, ...kPersonsReasons },
};

/** What is most often wrong, to be chosen instead of typed. */
export function commonReasons(item: string, type: CertificateType): string[] {
  return kReasonsOf[type][item] ?? ['与营业执照不一致', '与身份证不一致', '有错别字', '填写不完整'];
}
