// Saves as one goes. What is typed is in the draft keeper before it is on its way; an answer that
// comes late never overwrites what was typed meanwhile.
import { ref, shallowRef } from 'vue';

import { asApiError, type ApiError } from '../api/error';
import { copy, merge, same, type DraftKeeper } from './draft';

export interface Saved<T> {
  revision: number;
  value: T;
}

export interface AutosaveOptions<T> {
  saved: Saved<T>;
  keeper: DraftKeeper<T>;
  put(revision: number, value: T): Promise<Saved<T>>;
  reload(): Promise<Saved<T>>;
  /** The value became another one without typing: from another tab, or from the draft. */
  onReplace(value: T): void;
  delay?: number;
  retryDelay?: number;
}

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed';

const kStaleTries = 3;

export function useAutosave<T>(options: AutosaveOptions<T>) {
  const { keeper, put, reload, onReplace, delay = 800, retryDelay = 5000 } = options;
  const state = ref<SaveState>('saved');
  const error = shallowRef<ApiError>();
  let saved = { ...options.saved, value: copy(options.saved.value) };
  let typed = copy(saved.value);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | undefined;

  function schedule(ms: number) {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  }

  function change(value: T) {
    typed = copy(value);
    if (same(typed, saved.value) && !running) {
      clearTimeout(timer);
      keeper.forget();
      state.value = 'saved';
      return;
    }
    keeper.keep({ base: saved.value, mine: typed });
    if (state.value !== 'saving') state.value = 'waiting';
    schedule(delay);
  }

  /** Somebody changed it meanwhile: theirs, with what was typed here on top. */
  async function catchUp() {
    const fresh = await reload();
    const merged = merge(saved.value, typed, fresh.value);
    saved = { ...fresh, value: copy(fresh.value) };
    if (same(merged, typed)) return;
    typed = merged;
    onReplace(copy(merged));
  }

  async function saveOnce(sent: T): Promise<void> {
    for (let tries = 1; ; ++tries) {
      try {
        const answer = await put(saved.revision, sent);
        // The server tidies (blanks, capitals); what was sent counts as saved all the same.
        saved = { revision: answer.revision, value: sent };
        return;
      } catch (thrown) {
        if (asApiError(thrown).code !== 'stale' || tries >= kStaleTries) throw thrown;
        await catchUp();
        sent = typed;
      }
    }
  }

  async function work(): Promise<boolean> {
    state.value = 'saving';
    try {
      let sent: T;
      do {
        sent = typed;
        if (!same(sent, saved.value)) await saveOnce(sent);
      } while (typed !== sent && !same(typed, saved.value));
      error.value = undefined;
      state.value = 'saved';
      keeper.forget();
      return true;
    } catch (thrown) {
      error.value = asApiError(thrown);
      state.value = 'failed';
      const { code, retryAfterSeconds } = error.value;
      const passing = ['offline', 'unavailable', 'too_many', 'internal', 'upstream'];
      if (passing.includes(code)) schedule(Math.max(retryDelay, retryAfterSeconds * 1000));
      return false;
    }
  }

  /** Resolves with true once everything typed so far is on the server. */
  function flush(): Promise<boolean> {
    clearTimeout(timer);
    running ??= work().finally(() => (running = undefined));
    return running;
  }

  /** The server's newer state, learnt otherwise. */
  function learn(fresh: Saved<T>) {
    if (!running && fresh.revision > saved.revision && same(fresh.value, saved.value)) {
      saved = { ...saved, revision: fresh.revision };
    }
  }

  /** Takes up what an earlier visit typed and could not save. */
  function restore(): boolean {
    const draft = keeper.load();
    if (!draft) return false;
    const merged = merge(draft.base, draft.mine, saved.value);
    if (same(merged, saved.value)) {
      keeper.forget();
      return false;
    }
    onReplace(copy(merged));
    change(merged);
    return true;
  }

  return { state, error, change, flush, learn, restore, stop: () => clearTimeout(timer) };
}
