import { expect, test } from 'vitest';

import { linesOf } from './prose';

test('gives every sentence its line and its full stop', () => {
  expect(linesOf('姓名不一致。请核对，再认证一次')).toEqual([
    '姓名不一致。',
    '请核对，再认证一次。',
  ]);
  expect(linesOf('')).toEqual([]);
});
