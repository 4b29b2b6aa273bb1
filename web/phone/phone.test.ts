import { expect, test } from 'vitest';

import { fit } from './photo';
import { tokenFrom } from './use-identity';

test('makes large photos fit and leaves small ones alone', () => {
  expect(fit(4000, 3000)).toEqual([2000, 1500]);
  expect(fit(3000, 4000)).toEqual([1500, 2000]);
  expect(fit(1200, 900)).toEqual([1200, 900]);
});

test('finds the token in the link', () => {
  expect(tokenFrom('/phone/i/abc-DEF_1')).toBe('abc-DEF_1');
  expect(tokenFrom('/phone/')).toBe('');
});
