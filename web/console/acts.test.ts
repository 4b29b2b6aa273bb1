import { expect, test } from 'vitest';

import { detailText, nameOfAct } from './acts';

test('names acts, and admits what it does not know', () => {
  expect(nameOfAct('application.approve')).toBe('审核通过');
  expect(nameOfAct('no.such_act')).toBeUndefined();
});

test('writes details without braces, and anything else as it is', () => {
  expect(detailText('{"from":"draft","amount_fen":35000}')).toBe('from: draft, amount_fen: 35000');
  expect(detailText('{}')).toBe('');
  expect(detailText('{broken')).toBe('{broken');
});
