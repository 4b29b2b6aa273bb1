import { expect, test } from 'vitest';

import type { Schemas } from '@shared/api/client';

import { withRevealed } from './reveal';

type Application = Schemas['ConsoleApplication'];

const masked = {
  number: 'HN20261124-000001',
  address_text: '湖南省长沙市岳麓区麓山****',
  details: { agent: { mobile: '138****0001' } },
  identity: { status: 'verified', person_number_masked: '990***********0015' },
} as unknown as Application;

test('shows nothing more before it is revealed', () => {
  expect(withRevealed(masked)).toBe(masked);
});

test('puts the full data in the place of the masked', () => {
  const details = { agent: { mobile: '13800000001' } } as unknown as Schemas['Details'];
  const shown = withRevealed(masked, {
    details,
    address_text: '湖南省长沙市岳麓区麓山南路示例大厦8楼',
    person_number: '990101199003070015',
  });
  expect(shown.details.agent.mobile).toBe('13800000001');
  expect(shown.address_text).toContain('示例大厦');
  expect(shown.identity.person_number_masked).toBe('990101199003070015');
  expect(shown.number).toBe(masked.number);
});

test('finance, who is shown the payer only, keeps seeing the rest masked', () => {
  expect(withRevealed(masked, { payer_name: '示例公司' }).details).toBe(masked.details);
});
