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

/** fetch that repeats what got no answer, or 503, a little later. */
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

// Changes that were sent and perhaps done, but never answered: the same one goes out under the
// same key when the person presses the button again.
const unanswered = new Map<string, string>();

export async function keyedFetch(request: Request, pauses = kPauses): Promise<Response> {
  if (kSafe.has(request.method)) return patientFetch(request, pauses);
  const change = `${request.method} ${request.url} ${await request.clone().text()}`;
  const key = unanswered.get(change) ?? newIdempotencyKey();
  unanswered.set(change, key);
  request.headers.set('Idempotency-Key', key);
  const response = await patientFetch(request, pauses);
  if (response.status < 500) unanswered.delete(change);
  return response;
}

export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  fetch: (request) => keyedFetch(request),
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
