import type { Schemas } from '@shared/api/client';

export type ApplicationView = Schemas['ApplicationView'];
export type ApplicationStatus = Schemas['ApplicationStatus'];
export type WizardStep = Schemas['WizardStep'];

export type Tone = 'busy' | 'todo' | 'good' | 'bad' | 'quiet';

const tones: Record<ApplicationStatus, Tone> = {
  draft: 'quiet',
  awaiting_payment: 'todo',
  in_review: 'busy',
  returned: 'todo',
  approved: 'busy',
  produced: 'busy',
  shipped: 'busy',
  completed: 'good',
  cancelled: 'quiet',
  refused: 'bad',
};

/** Certificates that count no more turn even a completed application red. */
export const toneOf = (status: ApplicationStatus, revoked = false): Tone =>
  revoked ? 'bad' : tones[status];

/** The applicant has something to do before it can go on. */
export function unfinished(status: ApplicationStatus): boolean {
  return status === 'draft' || status === 'awaiting_payment' || status === 'returned';
}

/** The page of the wizard on which a step is done. */
export const pageOf: Record<WizardStep, string> = {
  choose_application: 'application',
  details: 'details',
  form: 'form',
  materials: 'materials',
  identity: 'materials',
  payment: 'payment',
  finished: 'done',
};

/** The page where something that was returned is mended: a material's kind, identity, or a field. */
export function mendingPlace(item: string): { page: string; anchor: string } {
  if (item === 'identity') return { page: 'materials', anchor: 'identity' };
  if (item === 'transfer_voucher') return { page: 'payment', anchor: 'voucher' };
  if (/^(application_form|business_licence|seal_impression)$/.test(item)) {
    return { page: 'materials', anchor: item };
  }
  return { page: 'details', anchor: `field-${item.replace(/\./g, '-')}` };
}
