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

const announcements = shallowRef<Schemas['AnnouncementSummary'][]>();

/** 公告, pinned ones first, loaded once for all pages. */
export function useAnnouncements() {
  const load = useAction(async () => {
    announcements.value ??= (await ok(api.GET('/api/announcements'))).announcements;
  });
  void load.run();
  return { announcements, load };
}

export const serviceNames: Record<Schemas['PortalService'], string> = {
  apply: '办理',
  replace: '补办',
  change: '变更',
  unlock: '解锁',
  renew: '更新',
  query: '查询',
};
