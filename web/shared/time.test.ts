import { expect, test } from 'vitest';

import { chinaTime, chinaTimeToTheSecond } from './time';

test('shows the time in China', () => {
  expect(chinaTime('2026-11-23T01:30:05.000Z')).toBe('2026-11-23 09:30');
  expect(chinaTimeToTheSecond('2026-11-23T01:30:05.000Z')).toBe('2026-11-23 09:30:05');
  expect(chinaTime('2026-12-31T16:00:00Z')).toBe('2027-01-01 00:00');
});

test('shows nothing for what is no time', () => {
  expect(chinaTime('')).toBe('');
});
