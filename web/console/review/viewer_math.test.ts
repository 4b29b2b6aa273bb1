import { expect, test } from 'vitest';

import { dragged, fitted, kMaxScale, toTransform, turned, zoomed } from './viewer_math';

const view = { width: 800, height: 600 };
const a4 = { width: 1240, height: 1754 };

test('fits the whole picture', () => {
  expect(fitted(view, a4).scale).toBeCloseTo(600 / 1754);
  expect(fitted(view, a4, 90).scale).toBeCloseTo(800 / 1754);
});

test('does not blow up a small picture', () => {
  expect(fitted(view, { width: 100, height: 50 }).scale).toBe(1);
});

test('survives a picture that has no size yet', () => {
  expect(fitted(view, { width: 0, height: 0 }).scale).toBe(1);
});

test('zooms about the pointer', () => {
  const before = { ...fitted(view, a4), x: 10, y: -20 };
  const at = { x: 120, y: 80 };
  const after = zoomed(before, 2, at);
  const under = (p: typeof before) => [(at.x - p.x) / p.scale, (at.y - p.y) / p.scale];
  expect(under(after)[0]).toBeCloseTo(under(before)[0] ?? NaN);
  expect(under(after)[1]).toBeCloseTo(under(before)[1] ?? NaN);
});

test('stops at the largest zoom, and stands still there', () => {
  const most = { scale: kMaxScale, rotation: 0 as const, x: 30, y: 40 };
  expect(zoomed(most, 2, { x: 5, y: 5 })).toEqual(most);
});

test('comes back after four quarter turns', () => {
  const start = { scale: 1, rotation: 0 as const, x: 7, y: -3 };
  expect(turned(start)).toEqual({ scale: 1, rotation: 90, x: 3, y: 7 });
  expect(turned(turned(turned(turned(start))))).toEqual(start);
});

test('keeps a corner of the picture in sight', () => {
  const far = dragged(fitted(view, a4), { x: 1e6, y: -1e6 }, view, a4);
  const half = ((a4.width * 600) / 1754 + 800) / 2 - 60;
  expect(far.x).toBeCloseTo(half);
  expect(far.y).toBeCloseTo(-(600 + 600) / 2 + 60);
});

test('writes the transform', () => {
  expect(toTransform({ x: 1, y: 2, rotation: 90, scale: 0.5 })).toBe(
    'translate(-50%, -50%) translate(1px, 2px) rotate(90deg) scale(0.5)',
  );
});
