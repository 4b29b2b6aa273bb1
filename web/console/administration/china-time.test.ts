import { expect, test } from 'vitest';

import { instantOf, typedOf } from './china-time';

test('what is typed is a time in China', () => {
  expect(instantOf('2026-12-01T00:00')).toBe('2026-11-30T16:00:00.000Z');
  expect(typedOf('2026-11-30T16:00:00.000Z')).toBe('2026-12-01T00:00');
});

test('nothing typed means at once', () => {
  expect(instantOf('')).toBeUndefined();
  expect(typedOf(undefined)).toBe('');
});
