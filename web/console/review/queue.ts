import type { Schemas } from '@shared/api/client';

type Entry = Pick<Schemas['QueueEntry'], 'id' | 'may_act'>;

/** The next one this person may decide on, after `current` and round again; none: undefined. */
export function nextInQueue<T extends Entry>(entries: T[], current: string): T | undefined {
  const at = entries.findIndex(({ id }) => id === current);
  return [...entries.slice(at + 1), ...entries.slice(0, Math.max(at, 0))].find(
    ({ may_act }) => may_act,
  );
}
