// The state of the details form: what is typed, what is wrong, and saving as one goes.
import { computed, onBeforeUnmount, reactive, ref, shallowRef, watch } from 'vue';

import { api, ok } from '@shared/api/client';
import { ApiError } from '@shared/api/error';
import { useAutosave, type Saved } from '@shared/forms/autosave';
import { copy, DraftKeeper } from '@shared/forms/draft';

import type { ApplicationView } from '../application/status';
import type { ApplicationStore } from '../application/use-application';
import { handled } from '../handled';
import {
  complaint,
  ownerOf,
  readField,
  specsOf,
  writeField,
  type Details,
  type TextSpec,
} from './details-fields';

const savedOf = (view: ApplicationView): Saved<Details> => ({
  revision: view.revision,
  value: view.details,
});

export function useDetails(store: ApplicationStore) {
  const { view, path, refresh } = store;
  const details = shallowRef<Details>(copy(view.value.details));
  const left = reactive(new Set<string>()); // fields that were left once: their mistakes show
  const attempted = ref(0);
  const restored = ref(false);

  const autosave = useAutosave<Details>({
    saved: savedOf(view.value),
    keeper: new DraftKeeper<Details>(`details:${path.id}`),
    async put(revision, value) {
      const body = { revision, details: value };
      const call = api.PUT('/api/applications/{id}/details', { params: { path }, body });
      view.value = await handled(ok(call));
      return savedOf(view.value);
    },
    reload: async () => savedOf(await refresh()),
    onReplace: (value) => (details.value = value),
  });
  restored.value = autosave.restore();
  watch(view, (fresh) => autosave.learn(savedOf(fresh)));
  onBeforeUnmount(() => {
    if (autosave.state.value === 'waiting') void autosave.flush();
    autosave.stop();
  });

  function change(next: Details) {
    details.value = next;
    autosave.change(next);
  }

  const write = (spec: TextSpec, text: string) =>
    change(writeField(details.value, spec.path, text));

  function leave(spec: TextSpec) {
    left.add(spec.path);
    const text = readField(details.value, spec.path);
    const tidy = spec.tidy(text);
    if (tidy !== text) write(spec, tidy);
  }

  // The server's word on a field counts as long as the field is as the server saw it.
  const fromServer = computed(() => {
    const refused = autosave.error.value instanceof ApiError ? autosave.error.value.fields : [];
    return [...view.value.problems, ...refused];
  });
  function serverComplaint(field: string): string | undefined {
    const found = fromServer.value.find(
      (problem) => problem.field.replace(/^details\./, '') === field,
    );
    const seen = readField(view.value.details, field) === readField(details.value, field);
    return seen ? found?.message : undefined;
  }

  const problems = computed(() => {
    const own = specsOf(details.value).map((spec) => {
      const text = readField(details.value, spec.path);
      const message = complaint(spec, text) ?? serverComplaint(spec.path);
      return { field: spec.path, message: message ?? '' };
    });
    const division = details.value.delivery.division
      ? serverComplaint('delivery.division')
      : '请选择收件的省、市、区县。';
    own.push({ field: 'delivery.division', message: division ?? '' });
    return own.filter(({ message }) => message);
  });

  /** For the summary on top, where the fields' own headings are out of sight. */
  const summary = computed(() =>
    problems.value.map(({ field, message }) => ({
      field,
      message: `${ownerOf(field, details.value.certificate_type)}${message}`,
    })),
  );

  /** Shown once the field was left, or 下一步 was pressed. */
  function shown(field: string): string | undefined {
    if (!left.has(field) && !attempted.value) return undefined;
    return problems.value.find((problem) => problem.field === field)?.message;
  }

  const isGood = (field: string) =>
    left.has(field) &&
    readField(details.value, field) !== '' &&
    !problems.value.some((problem) => problem.field === field);

  return {
    details,
    change,
    write,
    leave,
    leaveField: (field: string) => left.add(field),
    problems,
    summary,
    shown,
    isGood,
    attempted,
    restored,
    autosave,
  };
}

export type DetailsForm = ReturnType<typeof useDetails>;
