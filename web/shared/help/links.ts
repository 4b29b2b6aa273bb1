// The FAQ's entries that pages link to when something goes wrong; a test holds that they exist.

export const kHelpLinks = [
  'sms-code',
  'identity-failed',
  'qr-expired',
  'bad-scan',
  'form-outdated',
  'printing',
  'delivery',
  'pin',
  'handover-expired',
] as const;

export type HelpEntry = (typeof kHelpLinks)[number];
