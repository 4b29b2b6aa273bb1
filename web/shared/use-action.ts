// One thing that a button does: busy meanwhile, and what went wrong afterwards.
import { ref, shallowRef } from 'vue';

import { asApiError, type ApiError } from './api/error';

export function useAction<Args extends unknown[]>(act: (...args: Args) => Promise<void>) {
  const busy = ref(false);
  const error = shallowRef<ApiError>();

  async function run(...args: Args): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    error.value = undefined;
    try {
      await act(...args);
      return true;
    } catch (thrown) {
      error.value = asApiError(thrown);
      return false;
    } finally {
      busy.value = false;
    }
  }

  return { busy, error, run };
}
