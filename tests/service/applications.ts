// Applications brought as far as a test of the staff's side needs them.

import { Case } from './case.ts';
import { type Browser, consentsOf, type Hall, signIn } from './hall.ts';
import type { Wanted } from './papers.ts';

const signedIn = new WeakMap<Hall, Map<string, Browser>>();

/// A number gets one code a minute: whoever has signed in stays so.
async function applicantOf(hall: Hall, { agent }: Wanted): Promise<Browser> {
  const here = signedIn.get(hall) ?? new Map<string, Browser>();
  signedIn.set(hall, here);
  const browser = here.get(agent.mobile) ?? (await signIn(hall, agent.mobile));
  here.set(agent.mobile, browser);
  return browser;
}

/// Filled in, printed, uploaded, proven: only the payment is missing.
export async function complete(hall: Hall, wanted: Wanted): Promise<Case> {
  const one = new Case(hall, wanted);
  const applicant = await applicantOf(hall, wanted);
  const consents = await consentsOf(applicant);
  one.take(applicant, await applicant.call('POST', '/api/applications', { consents }));
  await one.choose();
  await one.save();
  await one.print();
  await one.uploadPapers();
  const { phone } = await one.photograph();
  await one.prove(phone);
  return one;
}

/// The payment is opened: what is owed stands fast.
export async function awaitingPayment(hall: Hall, wanted: Wanted): Promise<Case> {
  const one = await complete(hall, wanted);
  await one.change('POST', '/payment', { method: 'bank_transfer' });
  return one;
}

/// With its voucher in; the money has come and is not yet confirmed.
export async function inReview(hall: Hall, wanted: Wanted): Promise<Case> {
  const one = await complete(hall, wanted);
  await one.pay();
  return one;
}
