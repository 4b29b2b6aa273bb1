import { describe, expect, it } from 'vitest';

import { isOnline, methodCards, timeLeft } from './payment-methods';

describe('the ways to pay', () => {
  it('are three, of which one is not online', () => {
    expect(methodCards.map(({ method }) => method).filter((method) => !isOnline(method))).toEqual([
      'bank_transfer',
    ]);
    expect(new Set(methodCards.map(({ act }) => act)).size).toBe(3);
  });

  it('count down in minutes and seconds, and never below zero', () => {
    const now = new Date('2026-11-24T10:00:00Z');
    expect(timeLeft('2026-11-24T10:14:05Z', now)).toBe('14:05');
    expect(timeLeft('2026-11-24T10:00:09.900Z', now)).toBe('0:09');
    expect(timeLeft('2026-11-24T09:59:00Z', now)).toBe('0:00');
  });
});
