// For tests that kill the hall: people who ask again until it answers.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Answer, Browser, Hall } from './hall.ts';

export const pause = (ms: number): Promise<void> => new Promise((later) => setTimeout(later, ms));

/// One request, repeated under the same key until somebody answers. A refusal is an answer: whoever
/// asked looks again at how things stand.
export async function insist(
  who: Browser,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const key = randomUUID();
  for (;;) {
    try {
      const response = await who.send(method, path, body, { 'Idempotency-Key': key, ...headers });
      const text = await response.text();
      if (response.status === 429) {
        await pause(1000);
        continue;
      }
      assert.ok(response.status < 500 || response.status === 503, `${method} ${path}: ${text}`);
      if (response.ok) return JSON.parse(text || '{}');
      assert.notEqual(method, 'GET', `GET ${path}: ${response.status} ${text}`);
      return undefined;
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      await pause(50); // the hall is away
    }
  }
}

/// Kills it and starts it again. Jobs that it had taken would wait two minutes for their lease to
/// end: here they are tried again at once.
export async function killAndStart(hall: Hall): Promise<void> {
  await hall.stop('SIGKILL');
  hall.sql("update outbox set due_at = 0 where status = 'waiting'");
  hall.output = '';
  await hall.start();
}
