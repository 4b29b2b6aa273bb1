import { shallowRef } from 'vue';

import { api, ok, type Schemas } from '@shared/api/client';
import { useAction } from '@shared/use-action';

export type PortalView = Schemas['PortalView'];

const portal = shallowRef<PortalView>();

/** Services and vendors, loaded once for all pages. */
export function usePortal() {
  const load = useAction(async () => {
    portal.value ??= await ok(api.GET('/api/portal'));
  });
  void load.run();
  return { portal, load };
}

/** Where a service leads: what is not open yet has a page that says how it is done today. */
export function placeOf(service: Schemas['ServiceView']): string {
  if (!service.open) return `/service/${service.code}`;
  return service.code === 'query' ? '/query' : '/apply';
}
