import { nextTick, ref, type Ref } from 'vue';

import type { ApiError } from '@shared/api/error';

import { useTask } from '../task';

export interface Page<T> {
  entries: T[];
  next?: string | undefined;
}

export interface Pager<T> {
  entries: Ref<T[] | undefined>;
  next: Ref<string | undefined>;
  busy: Ref<boolean>;
  error: Ref<ApiError | undefined>;
  /** From the beginning; what is shown stays until the answer is there. */
  reload(): Promise<void>;
  more(): Promise<void>;
}

/** A list that the server hands out a page at a time. An answer that comes late is dropped. */
export function usePager<T>(ask: (after?: string) => Promise<Page<T>>): Pager<T> {
  const { busy, error, run } = useTask();
  const entries = ref<T[]>() as Ref<T[] | undefined>;
  const next = ref<string>();
  let newest = 0;
  let waiting = false;

  async function load(after?: string): Promise<void> {
    const mine = ++newest;
    const page = await run(() => ask(after));
    if (!page || mine !== newest) return;
    entries.value =
      after === undefined ? page.entries : [...(entries.value ?? []), ...page.entries];
    next.value = page.next;
  }
  async function reload(): Promise<void> {
    newest += 1;
    if (busy.value) {
      waiting = true;
      return;
    }
    do {
      waiting = false;
      await load();
    } while (waiting);
  }
  async function more(): Promise<void> {
    if (next.value === undefined || busy.value) return;
    const shown = entries.value?.length ?? 0;
    await load(next.value);
    await nextTick();
    // The keyboard goes on where the list went on.
    document.querySelector<HTMLElement>(`[data-row="${shown}"] a, [data-row="${shown}"]`)?.focus();
  }
  return { entries, next, busy, error, reload, more };
}
