import { describe, expect, it } from 'vitest';

import { countAt, countText, work } from './work';

describe('what waits', () => {
  it('is counted to a thousand and no further', () => {
    expect(countText(0)).toBe('0');
    expect(countText(999)).toBe('999');
    expect(countText(1000)).toBe('999+');
  });
  it('is known place by place', () => {
    work.value = [{ place: 'queue', count: 3, urgent: 1 }];
    expect(countAt('queue')?.count).toBe(3);
    expect(countAt('payments')).toBeUndefined();
    expect(countAt(undefined)).toBeUndefined();
    work.value = [];
  });
});
