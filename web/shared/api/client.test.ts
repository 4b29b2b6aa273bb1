import { afterEach, expect, test, vi } from 'vitest';

import { api, keyedFetch, ok } from './client';
import type { ApiError } from './error';

const sent: Request[] = [];
const keys = () => sent.map((request) => request.headers.get('Idempotency-Key'));

/** Answers one after the other; an Error means that none came. */
function answers(...list: (Response | Error)[]) {
  sent.length = 0;
  vi.stubGlobal(
    'fetch',
    vi.fn(async (request: Request) => {
      sent.push(request);
      const next = list.shift();
      if (!next || next instanceof Error) throw next ?? new TypeError('no answer');
      return next;
    }),
  );
}
const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const post = (body: string) => new Request('http://localhost/api/x', { method: 'POST', body });

afterEach(() => vi.unstubAllGlobals());

test('sends a key with every change, and none with a look', async () => {
  answers(json(200, {}), json(200, {}));
  await keyedFetch(post('{}'));
  await keyedFetch(new Request('http://localhost/api/x'));
  expect(keys()[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys()[1]).toBeNull();
});

test('repeats what got no answer under the same key', async () => {
  answers(new TypeError('broken'), json(503, {}), json(200, {}));
  const response = await keyedFetch(post('{"a":1}'), [0, 0]);
  expect(response.status).toBe(200);
  expect(new Set(keys()).size).toBe(1);
  expect(sent).toHaveLength(3);
});

test('uses the key again when the person presses the button again', async () => {
  answers(new TypeError('broken'), json(200, {}), json(200, {}));
  await expect(keyedFetch(post('{"a":2}'), [])).rejects.toMatchObject({ code: 'offline' });
  await keyedFetch(post('{"a":2}'), []);
  await keyedFetch(post('{"a":2}'), []);
  expect(keys()[1]).toBe(keys()[0]);
  expect(keys()[2]).not.toBe(keys()[0]);
});

test('throws the problem that the server states', async () => {
  const problem = {
    code: 'stale',
    title: '请刷新',
    status: 409,
    type: '',
    fields: [],
    request_id: '',
  };
  answers(
    new Response(JSON.stringify(problem), {
      status: 409,
      headers: { 'Content-Type': 'application/problem+json' },
    }),
  );
  const thrown = (await ok(api.GET('/api/portal')).catch((error: unknown) => error)) as ApiError;
  expect(thrown).toMatchObject({ code: 'stale', message: '请刷新', status: 409 });
});

test('gives the body of a good answer', async () => {
  answers(json(200, { name: '平台', services: [], vendors: [] }));
  expect((await ok(api.GET('/api/portal'))).name).toBe('平台');
});
