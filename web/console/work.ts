import { ref } from 'vue';

import { api, type Schemas } from '@shared/api/client';

export type WorkCount = Schemas['WorkCount'];

/** What waits for this person, place by place; empty until it is known. */
export const work = ref<WorkCount[]>([]);

/** A number that cannot be had is no reason to stop anybody: the old one stays. */
export async function loadWork(): Promise<void> {
  const { data } = await api.GET('/api/console/work').catch(() => ({ data: undefined }));
  if (data) work.value = data.places;
}

export const countAt = (place: Schemas['WorkPlace'] | undefined): WorkCount | undefined =>
  work.value.find((each) => each.place === place);

export const countText = (count: number): string => (count >= 1000 ? '999+' : String(count));
