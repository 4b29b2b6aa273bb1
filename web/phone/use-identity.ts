// One identity check on the phone. The link opens once; afterwards the phone's own session counts,
// so that a reload goes on where it was.
import { computed, shallowRef } from 'vue';

import { api, ok, type Schemas } from '@shared/api/client';
import { ApiError, asApiError } from '@shared/api/error';
import { upload } from '@shared/api/upload';

import { shrink } from './photo';

export type PhoneView = Schemas['PhoneIdentityView'];
export type Side = 'front' | 'back';

/** "/phone/i/<token>" */
export function tokenFrom(path: string): string {
  return /^\/phone\/i\/([^/]+)\/?$/.exec(path)?.[1] ?? '';
}

export function useIdentity(token: string) {
  const view = shallowRef<PhoneView>();
  const closed = shallowRef<ApiError>(); // the link or the ten minutes are over

  const ends = (error: ApiError) =>
    ['gone', 'unauthenticated', 'forbidden', 'not_found'].includes(error.code);

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      const error = thrown instanceof ApiError ? thrown : asApiError(thrown);
      if (ends(error)) closed.value = error;
      throw thrown;
    }
  }

  /** A used link may have been used by this very phone, before a reload. */
  async function open(): Promise<void> {
    try {
      view.value = await ok(api.POST('/api/phone/identity/open', { body: { token } }));
    } catch (thrown) {
      const error = asApiError(thrown);
      if (!ends(error)) throw error;
      const mine = await ok(api.GET('/api/phone/identity')).catch(() => undefined);
      if (mine) view.value = mine;
      else closed.value = error;
    }
  }

  async function photo(side: Side, file: File, onProgress: (part: number) => void): Promise<void> {
    const picture = await shrink(file);
    const url = `/api/phone/identity/${side}`;
    view.value = await guarded(() => upload<PhoneView>(url, picture, `${side}.jpg`, onProgress));
  }

  async function confirm(name: string, number: string): Promise<void> {
    const call = () => ok(api.POST('/api/phone/identity/confirm', { body: { name, number } }));
    view.value = await guarded(call);
  }

  /** While the carrier is being asked: has it answered? */
  async function look(): Promise<void> {
    view.value = await guarded(() => ok(api.GET('/api/phone/identity')));
  }

  const step = computed(() => {
    if (!view.value) return 'opening';
    const { status, front_taken, back_taken } = view.value;
    if (status === 'verified') return 'done';
    if (status === 'checking') return 'wait';
    if (!front_taken) return 'front';
    return back_taken ? 'check' : 'back';
  });

  return { view, closed, step, open, photo, confirm, look };
}

export type IdentityCheck = ReturnType<typeof useIdentity>;
