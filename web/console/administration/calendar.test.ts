import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { expect, test } from 'vitest';

import { monthsOf, workingDays, yearsOf } from './calendar';

const text = readFileSync(resolve(import.meta.dirname, '../../../data/calendar-cn.json'), 'utf8');

test('counts as many working days as are published', () => {
  expect(yearsOf(text).map((year) => [year.year, workingDays(year)])).toEqual([
    [2025, 248],
    [2026, 248],
  ]);
});

test('knows holidays, weekends and what is worked in exchange', () => {
  const [, year] = yearsOf(text);
  const days = monthsOf(year!).flatMap((month) => month.days);
  const kind = (date: string) => days.find((day) => day.date === date)?.kind;
  expect(kind('2026-10-01')).toBe('holiday');
  expect(kind('2026-10-10')).toBe('worked');
  expect(kind('2026-10-11')).toBe('weekend');
  expect(kind('2026-10-12')).toBe('work');
});

test('a month begins under its weekday, Monday first', () => {
  const [, year] = yearsOf(text);
  expect(monthsOf(year!)[9]?.days.findIndex(({ date }) => date === '2026-10-01')).toBe(3);
});

test('shows nothing while the text cannot be read', () => {
  expect(yearsOf('{"years": [')).toEqual([]);
});
