import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import * as rules from './rules';

interface CheckVector {
  field: string;
  value: string;
  valid: boolean;
  message: string;
}
interface TidyVector {
  field: string;
  value: string;
  normalised: string;
}

function vectors<T>(name: string): T[] {
  return JSON.parse(readFileSync(`../tests/vectors/${name}`, 'utf8')) as T[];
}

const checks: Record<string, rules.Rule> = {
  person_name: rules.personName,
  organization_name: rules.organizationName,
  credit_code: rules.creditCode,
  id_number: rules.idNumber,
  mobile: rules.mobile,
  email: rules.email,
  address: rules.address,
  postcode: rules.postcode,
  tax_number: rules.taxNumber,
  invoice_title: rules.invoiceTitle,
};
const tidies: Record<string, (text: string) => string> = {
  text: rules.tidyText,
  person_name: rules.tidyName,
  code: rules.tidyCode,
  mobile: rules.tidyMobile,
  plain: rules.tidyPlain,
};

// An empty text is "not filled in yet" here, and whether it may be is the form's matter.
const filled = vectors<CheckVector>('validation.json').filter(({ value }) => value.trim());

describe('the field rules agree with the server', () => {
  test.each(filled)('$field: $value', ({ field, value, message }) => {
    expect(checks[field]?.(value) ?? '').toBe(message);
  });
  test.each(vectors<TidyVector>('normalise.json'))('tidies $field: $value', (vector) => {
    expect(tidies[vector.field]?.(vector.value)).toBe(vector.normalised);
  });
});

test('a code of six digits is what the SMS has', () => {
  expect(rules.smsCode('123456')).toBeUndefined();
  expect(rules.smsCode(' 123 456 ')).toBeUndefined();
  expect(rules.smsCode('12345')).toContain('6位');
});

test('check characters of the standards', () => {
  expect(rules.idCheckCharacter('11010519491231002')).toBe('X'); // GB 11643's own example
  expect(rules.creditCheckCharacter('91350100M000100Y4')).toBe('3'); // GB 32100's own example
});
