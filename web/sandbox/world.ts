import { ref } from 'vue';

import { api, ok, type Schemas } from '@shared/api/client';
import { type ApiError, asApiError } from '@shared/api/error';

export type World = Schemas['SandboxView'];

/** The demo's outside world; every change answers with all of it. */
export const world = ref<World>();
export const worldError = ref<ApiError>();

async function take(call: Promise<World>): Promise<void> {
  world.value = await call;
  worldError.value = undefined;
}

export async function refresh(): Promise<void> {
  try {
    await take(ok(api.GET('/api/sandbox')));
  } catch (thrown) {
    worldError.value = asApiError(thrown);
  }
}

export const saveSubscriber = (body: Schemas['SandboxSubscriber']) =>
  take(ok(api.PUT('/api/sandbox/subscribers', { body })));

export const transfer = (body: Schemas['SandboxTransferRequest']) =>
  take(ok(api.POST('/api/sandbox/transfers', { body })));

export const advance = (body: Schemas['SandboxAdvanceRequest']) =>
  take(ok(api.POST('/api/sandbox/parcels/advance', { body })));

export const returnPayout = (body: Schemas['SandboxPayoutRequest']) =>
  take(ok(api.POST('/api/sandbox/payouts/return', { body })));
