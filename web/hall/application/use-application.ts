// The application that a page is about: loaded once, shared by the pages below.
import { inject, provide, shallowRef, type InjectionKey, type ShallowRef } from 'vue';

import { api, ok } from '@shared/api/client';
import { ApiError } from '@shared/api/error';

import { handled } from '../handled';
import type { ApplicationView } from './status';

export interface ApplicationStore {
  view: ShallowRef<ApplicationView>;
  path: { id: string };
  refresh(): Promise<ApplicationView>;
  /** Takes the answer of a change as the new state. */
  take(answer: Promise<ApplicationView>): Promise<ApplicationView>;
}

const kKey: InjectionKey<ApplicationStore> = Symbol('application');

export function provideApplication(id: string) {
  const view = shallowRef<ApplicationView>();
  const path = { id };

  async function refresh(): Promise<ApplicationView> {
    const fresh = await handled(ok(api.GET('/api/applications/{id}', { params: { path } })));
    // Answers may overtake each other: an older one never replaces a newer one.
    if (!view.value || fresh.revision >= view.value.revision) view.value = fresh;
    return fresh;
  }

  async function take(answer: Promise<ApplicationView>): Promise<ApplicationView> {
    try {
      return (view.value = await handled(answer));
    } catch (error) {
      if (!(error instanceof ApiError) || !['stale', 'wrong_state'].includes(error.code))
        throw error;
      await refresh();
      if (error.code === 'wrong_state') throw error;
      throw new ApiError('stale', '内容刚在别处改动过，已为您刷新。请核对后再点一次。', 409);
    }
  }

  provide(kKey, { view: view as ShallowRef<ApplicationView>, path, refresh, take });
  return { view, refresh };
}

/** Only below ApplicationPage, which shows nothing before the application is there. */
export function useApplication(): ApplicationStore {
  const store = inject(kKey);
  if (!store) throw new Error('no application is provided here');
  return store;
}
