import { expect, test } from 'vitest';

import { fenFromYuan, yuanFromFen } from './money';

test('writes yuan with two decimals', () => {
  expect([0, 5, 50, 35000, 123456, -7].map(yuanFromFen)).toEqual([
    '0.00',
    '0.05',
    '0.50',
    '350.00',
    '1234.56',
    '-0.07',
  ]);
});

test('reads what bank statements show, to the fen', () => {
  const read: Record<string, number> = {
    '350': 35000,
    '350.5': 35050,
    '350.00': 35000,
    '0.07': 7,
    '1,234.56': 123456,
    '1\uff0c234.56': 123456, // full-width comma
    '\u00a5 350.00': 35000,
    '\uffe5350.00': 35000,
    '350元': 35000,
    '1.15': 115, // 1.15 * 100 is 114.99… in floating point
    '999999999999.99': 99999999999999,
  };
  for (const [text, fen] of Object.entries(read)) expect(fenFromYuan(text), text).toBe(fen);
});

test('refuses what is no exact amount', () => {
  for (const text of ['', 'abc', '-1', '1.234', '1,23', '12,34.00', '1.', '.5', '1e3', '1 2 x']) {
    expect(fenFromYuan(text), text).toBeUndefined();
  }
});

test('reads back everything that it writes', () => {
  for (const fen of [0, 1, 99, 100, 35013, 10_000_001]) {
    expect(fenFromYuan(yuanFromFen(fen))).toBe(fen);
  }
});
