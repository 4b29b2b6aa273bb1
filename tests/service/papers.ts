// Invented companies with valid check characters, and pictures of their papers.

import { execFileSync } from 'node:child_process';
import { renderCard } from './hall.ts';

export function idNumber(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return first17 + '10X98765432'[sum % 11];
}

export function creditCode(first17: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const sum = [...first17].reduce(
    (total, c, i) => total + ((alphabet.indexOf(c) * 3 ** i) % 31),
    0,
  );
  return first17 + alphabet[(31 - (sum % 31)) % 31];
}

export type Company = ReturnType<typeof company>;

/// What the form wants of the `nth` company, 0 to 9: its wizard's details.
export function company(nth = 0) {
  return {
    certificate_type: 'organization',
    years: 1,
    publish: true,
    organization: {
      name: `湖南示例${'甲乙丙丁戊己庚辛壬癸'[nth]}建设有限公司`,
      id_kind: 'unified_social_credit_code',
      credit_code: creditCode(`91430100MA4L0AAA${nth}`),
      address: '湖南省长沙市示例路1号',
    },
    legal_representative: {
      name: '测试乙',
      id_number: idNumber('99010119800101123'),
      mobile: `1380000010${nth}`,
    },
    agent: {
      name: '测试甲',
      id_number: idNumber(`9901011990030730${nth}`),
      mobile: `1380000000${nth}`,
      email: 'agent@example.com',
    },
    delivery: { division: '430104', address: '麓山南路示例大厦8楼', postcode: '410000' },
    invoice: { wanted: true, title: '', tax_number: '' },
  };
}

/// What a form of any certificate type wants.
export type Wanted = Company & { holder?: { name: string; id_number: string; mobile: string } };

/// 机构个人证书 of a member of the `nth` company.
export function member(nth = 0): Wanted {
  return {
    ...company(nth),
    certificate_type: 'organization_person',
    legal_representative: { name: '', id_number: '', mobile: '' },
    holder: {
      name: '赵样例',
      id_number: idNumber(`9901011988070700${nth}`),
      mobile: `1390000010${nth}`,
    },
  };
}

/// 自然人证书: nobody but the person himself.
export function person(nth = 0): Wanted {
  const { organization, legal_representative, ...rest } = company(nth);
  return {
    ...rest,
    certificate_type: 'natural_person',
    organization: { ...organization, name: '', credit_code: '', address: '' },
    legal_representative: { ...legal_representative, name: '', id_number: '', mobile: '' },
    agent: {
      name: '孙样例',
      id_number: idNumber(`9901011995120300${nth}`),
      mobile: `1370000010${nth}`,
      email: 'person@example.com',
    },
  };
}

type Options = Record<string, string>;

/// A picture of `kind` at `out`; the options are render_card's.
export function picture(kind: string, out: string, options: Options = {}): string {
  const words = Object.entries({ kind, out, ...options }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ]);
  execFileSync(renderCard, words);
  return out;
}

export function licence(of: Wanted, out: string): string {
  const { name, credit_code: number } = of.organization;
  return picture('licence', out, { name, number });
}

export function identityCard(of: Wanted, side: 'front' | 'back', out: string): string {
  const { name, id_number: number } = of.agent;
  const face: Options = side === 'front' ? { name, number } : {};
  return picture('id_card', out, { side, look: 'mild', ...face });
}
