import { readFileSync } from 'node:fs';

import openapi, { astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';

// If this fails: the contract changed. Run `npm run gen` and commit shared/api/schema.d.ts.
test('the types are those of api/openapi.json as it stands', async () => {
  const contract = JSON.parse(readFileSync('../api/openapi.json', 'utf8')) as object;
  const made = astToString(await openapi(JSON.stringify(contract)));
  const kept = readFileSync('shared/api/schema.d.ts', 'utf8');
  const body = (text: string) => text.slice(text.indexOf('export interface paths')).trim();
  expect(body(kept)).toBe(body(made));
});
