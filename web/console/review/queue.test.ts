import { expect, test } from 'vitest';

import { nextInQueue } from './queue';

const queue = [
  { id: 'a', may_act: true },
  { id: 'b', may_act: false },
  { id: 'c', may_act: true },
];

test('passes over what this person acted on before', () => {
  expect(nextInQueue(queue, 'a')?.id).toBe('c');
});

test('begins again at the top', () => {
  expect(nextInQueue(queue, 'c')?.id).toBe('a');
});

test('takes the most urgent one when the current one has left the queue', () => {
  expect(nextInQueue(queue, 'gone')?.id).toBe('a');
});

test('never offers the current one again', () => {
  expect(nextInQueue([{ id: 'a', may_act: true }], 'a')).toBeUndefined();
  expect(nextInQueue([], 'a')).toBeUndefined();
});
