import { ref, type Ref } from 'vue';

import { type ApiError, asApiError } from '@shared/api/error';

import { forgetSession } from './session';

export interface Task {
  busy: Ref<boolean>;
  error: Ref<ApiError | undefined>;
  /** Runs the work unless one is running; answers undefined when it failed (see `error`). */
  run<T>(work: () => Promise<T>): Promise<T | undefined>;
}

/** One thing at a time, with what went wrong; a session that has ended leads to the login page. */
export function useTask(): Task {
  const busy = ref(false);
  const error = ref<ApiError>();
  async function run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined;
    busy.value = true;
    error.value = undefined;
    try {
      return await work();
    } catch (thrown) {
      error.value = asApiError(thrown);
      if (error.value.code === 'unauthenticated') forgetSession();
      return undefined;
    } finally {
      busy.value = false;
    }
  }
  return { busy, error, run };
}
