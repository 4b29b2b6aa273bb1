import { expect, test } from 'vitest';

import {
  agentFields,
  changeType,
  complaint,
  deliveryFields,
  ownerOf,
  partiesOf,
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
  const [name] = agentFields('organization');
  const postcode = deliveryFields.find((spec) => spec.path === 'delivery.postcode');
  expect(name && complaint(name, ' ')).toBe('请填写单位经办人姓名。');
  expect(postcode && complaint(postcode, '')).toBeUndefined();
  expect(postcode && complaint(postcode, '41')).toContain('6位');
});

test('says whose number is meant', () => {
  expect(ownerOf('agent.id_number', 'organization')).toBe('经办人：');
  expect(ownerOf('agent.id_number', 'natural_person')).toBe('申请人：');
  expect(ownerOf('holder.id_number', 'organization_person')).toBe('申请人：');
  expect(ownerOf('organization.name', 'organization')).toBe('');
});

test('asks for no invoice title where no invoice is wanted', () => {
  const without = { ...blank, invoice: { ...blank.invoice, wanted: false } };
  expect(specsOf(blank).some((spec) => spec.path === 'invoice.title')).toBe(true);
  expect(specsOf(without).some((spec) => spec.path === 'invoice.title')).toBe(false);
});

test('every type asks for its own parties, in the order of the form', () => {
  const titles = (type: Details['certificate_type']) => partiesOf(type).map(({ title }) => title);
  expect(titles('organization')).toEqual(['单位信息', '法人信息', '经办人信息']);
  expect(titles('organization_person')).toEqual(['单位信息', '申请人信息', '经办人信息']);
  expect(titles('natural_person')).toEqual(['申请人信息']);
  const asked = specsOf({ ...blank, certificate_type: 'natural_person' }).map(({ path }) => path);
  expect(asked.some((path) => path.startsWith('organization.'))).toBe(false);
  expect(asked).toContain('agent.id_number');
});

test('a holder is made when he is first written', () => {
  const details = writeField(blank, 'holder.name', '李示例');
  expect(details.holder).toEqual({ name: '李示例', id_number: '', mobile: '' });
  expect(writeField(blank, 'agent.name', '李示例').holder).toBeUndefined();
});

test('another type loses nothing that was typed', () => {
  let details = writeField(blank, 'legal_representative.name', '王示例');
  details = changeType(details, 'organization_person');
  details = writeField(details, 'holder.name', '李示例');
  details = changeType(details, 'natural_person');
  details = changeType(details, 'organization');
  expect(readField(details, 'legal_representative.name')).toBe('王示例');
  expect(readField(details, 'holder.name')).toBe('李示例');
});

test('the invoice of a person follows his name and has no tax number', () => {
  let details = writeField(blank, 'organization.name', '湖南示例建设有限公司');
  details = writeField(details, 'organization.credit_code', '91430100MA4L00001J');
  details = writeField(details, 'agent.name', '张示例');
  details = changeType(details, 'natural_person');
  expect(details.invoice).toMatchObject({ title: '张示例', tax_number: '' });
  details = writeField(details, 'agent.name', '张样例');
  expect(details.invoice.title).toBe('张样例');
  details = changeType(details, 'organization');
  expect(details.invoice).toMatchObject({
    title: '湖南示例建设有限公司',
    tax_number: '91430100MA4L00001J',
  });
});

test('an invoice title of his own stays whatever the type', () => {
  let details = writeField(blank, 'organization.name', '湖南示例建设有限公司');
  details = writeField(details, 'invoice.title', '另一个抬头');
  expect(changeType(details, 'natural_person').invoice.title).toBe('另一个抬头');
});
