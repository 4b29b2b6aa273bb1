import { expect, test } from 'vitest';

import { diffOf, folded } from './diff';

const kinds = (before: string, after: string) =>
  diffOf(before, after).map(({ kind, text }) => `${kind} ${text}`);

test('shows a changed line as gone and new', () => {
  expect(kinds('a\nb\nc\n', 'a\nB\nc\n')).toEqual(['same a', 'gone b', 'new B', 'same c']);
});

test('shows what is wholly new or wholly gone', () => {
  expect(kinds('', 'a\nb\n')).toEqual(['new a', 'new b']);
  expect(kinds('a\n', '')).toEqual(['gone a']);
  expect(kinds('', '')).toEqual([]);
});

test('a moved line is gone once and new once', () => {
  expect(kinds('a\nb\n', 'b\na\n').sort()).toEqual(['gone a', 'new a', 'same b']);
});

test('numbers the lines of both texts', () => {
  expect(diffOf('a\nc\n', 'a\nb\nc\n').at(-1)).toEqual({
    kind: 'same',
    text: 'c',
    before: 2,
    after: 3,
  });
});

test('folds what is far from any change', () => {
  const before = Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n');
  const parts = folded(diffOf(before, before.replace('line 10', 'new 10')), 2);
  const lengths = parts.flatMap(({ hidden, lines }) => [hidden, lines.length]);
  expect(lengths).toEqual([8, 6, 7, 0]);
});
