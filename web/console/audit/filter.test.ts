import { expect, test } from 'vitest';

import { queryOf } from './filter';

test('asks for what is filled in and nothing else', () => {
  const open = { actor: '', act: '', subject: '', from: '', until: '' };
  expect(queryOf(open)).toEqual({});
  expect(queryOf({ ...open, actor: ' finance ', from: '2026-11-01' })).toEqual({
    actor: 'finance',
    from: '2026-11-01',
  });
});
