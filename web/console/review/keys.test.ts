import { expect, test } from 'vitest';

import { commandOf, isTyping, shortcuts } from './keys';

const pressed = (key: string, more = {}) =>
  commandOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

test('knows every key that the help lists, in capitals as well', () => {
  for (const { keys, command } of shortcuts) {
    for (const key of keys) expect(pressed(key)).toBe(command);
  }
  expect(pressed('A')).toBe('approve');
});

test('gives no key two meanings', () => {
  const keys = shortcuts.flatMap((shortcut) => shortcut.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

test('leaves the browser’s own combinations alone', () => {
  expect(pressed('r', { ctrlKey: true })).toBeUndefined();
  expect(pressed('a', { metaKey: true })).toBeUndefined();
});

test('does not act on what is typed into a field, but does beside a tick box', () => {
  const input = document.createElement('input');
  expect(isTyping(input)).toBe(true);
  input.type = 'checkbox';
  expect(isTyping(input)).toBe(false);
  expect(isTyping(document.createElement('textarea'))).toBe(true);
  expect(isTyping(document.body)).toBe(false);
});
