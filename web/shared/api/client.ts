// The typed client of api/openapi.json. Sends cookies, an Idempotency-Key with every change, and
// the same key again when it repeats one that got no answer.
import createClient from 'openapi-fetch';

import { errorFrom, offlineError } from './error';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

const kSafe = new Set(['GET', 'HEAD', 'OPTIONS']);
const kPauses = [400, 1200];

export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** fetch that repeats what got no answer, or 503, a little later and with the same key. */
export async function patientFetch(request: Request, pauses = kPauses): Promise<Response> {
  for (let attempt = 0; ; ++attempt) {
    const last = attempt >= pauses.length;
    try {
      const response = await fetch(request.clone());
      if (response.status !== 503 || last) return response;
    } catch {
      if (last) throw offlineError();
    }
    await pause(pauses[attempt] ?? 0);
  }
}

export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? '' : location.origin,
  credentials: 'same-origin',
  fetch: (request) => patientFetch(request),
});

api.use({
  onRequest({ request }) {
    if (!kSafe.has(request.method) && !request.headers.has('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', newIdempotencyKey());
    }
    return request;
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The answer's body; throws an ApiError for anything but success. */
export async function ok<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw errorFrom(response.status, error);
  return data as T;
}
