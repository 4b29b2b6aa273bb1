import { expect, test } from 'vitest';

import { mendingPlace } from './application/status';
import { safeNext } from './router';

test('login leads to places inside the hall only', () => {
  expect(safeNext('/start?handover=abc')).toBe('/start?handover=abc');
  for (const evil of ['//evil.example', '/\\evil.example', 'https://evil.example', '', undefined]) {
    expect(safeNext(evil)).toBe('/applications');
  }
});

test('every reason leads to where it is mended', () => {
  expect(mendingPlace('business_licence')).toEqual({
    page: 'materials',
    anchor: 'business_licence',
  });
  expect(mendingPlace('identity')).toEqual({ page: 'materials', anchor: 'identity' });
  expect(mendingPlace('transfer_voucher')).toEqual({ page: 'payment', anchor: 'voucher' });
  expect(mendingPlace('organization.name')).toEqual({
    page: 'details',
    anchor: 'field-organization-name',
  });
});
