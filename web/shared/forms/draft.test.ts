import { beforeEach, expect, test } from 'vitest';

import { DraftKeeper, merge, same } from './draft';

beforeEach(() => sessionStorage.clear());

test('keeps what was typed until it is saved', () => {
  const keeper = new DraftKeeper<{ name: string }>('details:1');
  keeper.keep({ base: { name: '' }, mine: { name: '湖南示例' } });
  expect(new DraftKeeper('details:1').load()).toEqual({
    base: { name: '' },
    mine: { name: '湖南示例' },
  });
  keeper.forget();
  expect(keeper.load()).toBeUndefined();
});

test('keeps applications apart', () => {
  new DraftKeeper('details:1').keep({ base: 1, mine: 2 });
  expect(new DraftKeeper('details:2').load()).toBeUndefined();
});

test('takes damaged or forbidden storage for none', () => {
  sessionStorage.setItem('details:1', '{broken');
  expect(new DraftKeeper('details:1').load()).toBeUndefined();
  const forbidden = new Proxy({} as Storage, {
    get: () => () => {
      throw new Error('denied');
    },
  });
  const keeper = new DraftKeeper('x', forbidden);
  expect(() => keeper.keep({ base: 1, mine: 2 })).not.toThrow();
  expect(keeper.load()).toBeUndefined();
  expect(() => keeper.forget()).not.toThrow();
});

test('lays what was typed here over what was changed elsewhere', () => {
  const base = { a: { x: '1', y: '1' }, n: 1 };
  const mine = { a: { x: '2', y: '1' }, n: 1 };
  const theirs = { a: { x: '9', y: '3' }, n: 2 };
  expect(merge(base, mine, theirs)).toEqual({ a: { x: '2', y: '3' }, n: 2 });
});

test('keeps a part that only one side has yet', () => {
  const holder = { name: '李示例' };
  expect(merge<object>({ n: 1 }, { n: 1, holder }, { n: 2 })).toEqual({ n: 2, holder });
  expect(merge<object>({ n: 1 }, { n: 2 }, { n: 1, holder })).toEqual({ n: 2, holder });
});

test('tells equal values from different ones', () => {
  expect(same({ a: { b: '1' } }, { a: { b: '1' } })).toBe(true);
  expect(same({ a: { b: '1' } }, { a: { b: '2' } })).toBe(false);
  expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(true);
});
