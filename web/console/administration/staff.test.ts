import { expect, test } from 'vitest';

import { parseStaff, staffText } from './staff';

const text = `{
  "login": "reviewer",
  "name": "审核员甲",
  "roles": ["reviewer","finance"],
  "enabled": true,
  "reset": false
}
`;

test('writes an account as the server does', () => {
  expect(staffText(parseStaff(text))).toBe(text);
});

test('begins a new account enabled and without roles', () => {
  expect(parseStaff('{"login":"r9"}')).toEqual({
    login: 'r9',
    name: '',
    roles: [],
    enabled: true,
    reset: false,
  });
});
