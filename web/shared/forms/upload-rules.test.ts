import { expect, test } from 'vitest';

import { fileComplaint, kMostMegabytes } from './upload-rules';

const file = (name: string, type: string, size = 1000) => ({ name, type, size });

test('takes what the hall can read', () => {
  expect(fileComplaint(file('a.jpg', 'image/jpeg'))).toBeUndefined();
  expect(fileComplaint(file('a.png', 'image/png'))).toBeUndefined();
  expect(fileComplaint(file('a.pdf', 'application/pdf'))).toBeUndefined();
});

test('says how an iPhone takes pictures that others can read', () => {
  expect(fileComplaint(file('IMG_1.HEIC', 'image/heic'))).toContain('兼容性最佳');
});

test('refuses the rest by name', () => {
  expect(fileComplaint(file('a.docx', 'application/msword'))).toContain('JPG、PNG');
  expect(fileComplaint(file('a.jpg', 'image/jpeg', 0))).toContain('空的');
});

test('draws the line at what the server takes', () => {
  const most = kMostMegabytes * 1024 * 1024;
  expect(fileComplaint(file('a.jpg', 'image/jpeg', most))).toBeUndefined();
  expect(fileComplaint(file('a.jpg', 'image/jpeg', most + 1))).toContain('超过 10 MB');
});
