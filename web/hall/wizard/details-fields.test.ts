import { expect, test } from 'vitest';

import {
  agentFields,
  complaint,
  deliveryFields,
  ownerOf,
  readField,
  specsOf,
  writeField,
  type Details,
} from './details-fields';

const blank: Details = {
  certificate_type: 'organization',
  years: 1,
  publish: true,
  organization: { name: '', id_kind: 'unified_social_credit_code', credit_code: '', address: '' },
  legal_representative: { name: '', id_number: '', mobile: '' },
  agent: { name: '', id_number: '', mobile: '', email: '' },
  delivery: { division: '', address: '', postcode: '' },
  invoice: { wanted: true, title: '', tax_number: '' },
};

test('reads and writes a field by its path, and leaves the rest alone', () => {
  const changed = writeField(blank, 'agent.name', '李示例');
  expect(readField(changed, 'agent.name')).toBe('李示例');
  expect(blank.agent.name).toBe('');
  expect(changed.organization).toEqual(blank.organization);
});

test('the invoice follows the organization until it is changed', () => {
  let details = writeField(blank, 'organization.name', '湖南示例建设有限公司');
  details = writeField(details, 'organization.credit_code', '91430100MA4L00001J');
  expect(details.invoice).toMatchObject({
    title: '湖南示例建设有限公司',
    tax_number: '91430100MA4L00001J',
  });
  details = writeField(details, 'invoice.title', '另一个抬头');
  details = writeField(details, 'organization.name', '湖南示例建设集团');
  expect(details.invoice.title).toBe('另一个抬头');
});

test('asks for what is missing, but not for what may be left out', () => {
  const [name] = agentFields;
  const postcode = deliveryFields.find((spec) => spec.path === 'delivery.postcode');
  expect(name && complaint(name, ' ')).toBe('请填写单位经办人姓名。');
  expect(postcode && complaint(postcode, '')).toBeUndefined();
  expect(postcode && complaint(postcode, '41')).toContain('6位');
});

test('says whose number is meant', () => {
  expect(ownerOf('agent.id_number')).toBe('经办人：');
  expect(ownerOf('organization.name')).toBe('');
});

test('asks for no invoice title where no invoice is wanted', () => {
  const without = { ...blank, invoice: { ...blank.invoice, wanted: false } };
  expect(specsOf(blank).some((spec) => spec.path === 'invoice.title')).toBe(true);
  expect(specsOf(without).some((spec) => spec.path === 'invoice.title')).toBe(false);
});
