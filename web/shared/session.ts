// Who is at the screen. One answer for the whole page, loaded once.
import { computed, readonly, shallowRef } from 'vue';

import { api, ok, type Schemas } from './api/client';

type SessionView = Schemas['SessionView'];

const kNobody: SessionView = {
  signed_in: false,
  sandbox: false,
  hotline: '400-112-3838',
  hall_name: '深圳CA网上营业厅',
};

const session = shallowRef<SessionView>(kNobody);
let loading: Promise<SessionView> | undefined;

export function loadSession(): Promise<SessionView> {
  loading ??= ok(api.GET('/api/session'))
    .then((view) => (session.value = view))
    .catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

/** After login, or when the server says that the session has ended. */
export function setSession(view?: SessionView): void {
  session.value = view ?? { ...session.value, signed_in: false, mobile_masked: undefined };
  loading = Promise.resolve(session.value);
}

export async function signOut(): Promise<void> {
  await ok(api.DELETE('/api/session'));
  setSession();
}

export function useSession() {
  return {
    session: readonly(session),
    signedIn: computed(() => session.value.signed_in),
  };
}
