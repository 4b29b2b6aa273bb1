import { expect, test } from 'vitest';

import { type ReviewDocument, step } from './documents';

const some = (key: string, pages: number): ReviewDocument => ({
  key,
  title: key,
  pages: Array.from({ length: pages }, (_, i) => `/${key}/${i}`),
  missing: pages === 0,
  checks: [],
});

const documents = [some('form', 2), some('licence', 1), some('pdf', 0), some('card', 2)];

test('goes through every page and then on to the next document', () => {
  const seen = [{ document: 0, page: 0 }];
  for (let i = 0; i < 5; i += 1) seen.push(step(documents, seen[i]!, 1));
  expect(seen.map(({ document, page }) => `${document}.${page}`)).toEqual([
    '0.0',
    '0.1',
    '1.0',
    '2.0',
    '3.0',
    '3.1',
  ]);
});

test('goes back to the last page of the document before', () => {
  expect(step(documents, { document: 1, page: 0 }, -1)).toEqual({ document: 0, page: 1 });
});

test('stays at both ends', () => {
  expect(step(documents, { document: 0, page: 0 }, -1)).toEqual({ document: 0, page: 0 });
  expect(step(documents, { document: 3, page: 1 }, 1)).toEqual({ document: 3, page: 1 });
  expect(step([], { document: 0, page: 0 }, 1)).toEqual({ document: 0, page: 0 });
});
