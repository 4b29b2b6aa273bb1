import { computed, type Ref, ref } from 'vue';

import { api, ok, type Schemas } from '@shared/api/client';

import { useTask } from '../task';

type Application = Schemas['ConsoleApplication'];
export type Revealed = Schemas['RevealedApplication'];

/** What is most often the reason; it stays in the audit trail. */
export const kUsualReason = '审核：与证件和申请表核对';

/** The application with all that was revealed in its place. */
export function withRevealed(application: Application, revealed?: Revealed): Application {
  if (!revealed) return application;
  const { details, address_text, person_number } = revealed;
  return {
    ...application,
    details: details ?? application.details,
    address_text: address_text ?? application.address_text,
    identity: {
      ...application.identity,
      ...(person_number && { person_number_masked: person_number }),
    },
  };
}

/** Once for each application; asked again, nothing is sent. */
export function useReveal(id: () => string, application: Ref<Application | undefined>) {
  const { busy, error, run } = useTask();
  const held = ref<{ id: string; data: Revealed }>();
  const revealed = computed(() => (held.value?.id === id() ? held.value.data : undefined));

  async function reveal(reason = kUsualReason) {
    const mine = id();
    if (revealed.value) return;
    const data = await run(() =>
      ok(
        api.POST('/api/console/applications/{id}/reveal', {
          params: { path: { id: mine } },
          body: { reason },
        }),
      ),
    );
    if (data) held.value = { id: mine, data };
  }

  const shown = computed(
    () => application.value && withRevealed(application.value, revealed.value),
  );
  return { busy, error, revealed, reveal, shown };
}
