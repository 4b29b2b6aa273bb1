import { expect, test } from 'vitest';

import { remaining } from './remaining';

const now = new Date('2026-11-23T01:00:00Z');
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

test('says hours and minutes', () => {
  expect(remaining(after(5 * 60 + 12), now)).toEqual({
    text: '剩余 5 小时 12 分',
    overdue: false,
    urgent: false,
  });
});

test('leaves out what is zero', () => {
  expect(remaining(after(120), now).text).toBe('剩余 2 小时');
  expect(remaining(after(45), now).text).toBe('剩余 45 分');
  expect(remaining(after(1440), now).text).toBe('剩余 1 天');
  expect(remaining(after(1440 + 125), now).text).toBe('剩余 1 天 2 小时');
});

test('rounds down, so that nobody is promised a minute that is not there', () => {
  expect(remaining(new Date(now.getTime() + 119_999), now).text).toBe('剩余 1 分');
  expect(remaining(new Date(now.getTime() + 59_999), now).text).toBe('剩余不足 1 分');
});

test('warns in the last two hours', () => {
  expect(remaining(after(120), now).urgent).toBe(false);
  expect(remaining(after(119), now).urgent).toBe(true);
});

test('says by how much it is late', () => {
  expect(remaining(after(-75), now)).toEqual({
    text: '已超时 1 小时 15 分',
    overdue: true,
    urgent: true,
  });
});
