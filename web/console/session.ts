import { ref } from 'vue';

import { api, ok, type Schemas } from '@shared/api/client';

export type StaffSession = Schemas['StaffSessionView'];
export type Role = Schemas['Role'];

const kSignedOut: StaffSession = { signed_in: false, roles: [], must_enrol: false, sandbox: false };

export const session = ref<StaffSession>(kSignedOut);

export async function loadSession(): Promise<void> {
  session.value = await ok(api.GET('/api/staff/session'));
}

export async function signIn(request: Schemas['StaffLoginRequest']): Promise<void> {
  session.value = await ok(api.POST('/api/staff/session', { body: request }));
}

export async function enrol(request: Schemas['StaffEnrolRequest']): Promise<void> {
  session.value = await ok(api.POST('/api/staff/enrolment', { body: request }));
}

export async function signOut(): Promise<void> {
  await ok(api.DELETE('/api/staff/session'));
  forgetSession();
}

/** The server no longer knows us: the shell leads to the login page. */
export function forgetSession(): void {
  session.value = { ...kSignedOut, sandbox: session.value.sandbox };
}

const kLanding: Record<Role, string> = {
  reviewer: '/console/queue',
  finance: '/console/payments',
  producer: '/console/production',
  administrator: '/console/administration',
  auditor: '/console/audit',
};

/** Whether one of these is among this person's roles. */
export function holds(wanted: Role[] | undefined): boolean {
  return session.value.roles.some((role) => wanted?.includes(role));
}

/** Where this person's work is. */
export function landing({ signed_in, must_enrol, roles }: StaffSession): string {
  if (!signed_in) return '/console/login';
  const [first] = roles;
  if (must_enrol || !first) return '/console/enrolment';
  return kLanding[first];
}
