// Applications brought as far as a test of the staff's side needs them.

import { join } from 'node:path';
import { Case } from './case.ts';
import { type Answer, Browser, consentsOf, type Hall, write } from './hall.ts';
import type { Wanted } from './papers.ts';

/// For halls that look at many cards which no test is about: names and numbers are typed.
export function withoutReading(hall: Hall): string[] {
  return ['--config', write(join(hall.folder, 'settings.toml'), 'models = "/nowhere"\n')];
}

/// Filled in, printed, uploaded, proven: only the payment is missing.
export async function complete(hall: Hall, wanted: Wanted, signedIn?: Browser): Promise<Case> {
  const one = new Case(hall, wanted);
  if (signedIn) {
    const consents = await consentsOf(signedIn);
    one.take(signedIn, await signedIn.call('POST', '/api/applications', { consents }));
  } else await one.open();
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
  const { revision } = await one.look();
  const body = { revision, method: 'bank_transfer' };
  await one.applicant.call('POST', one.at('/payment'), body);
  return one;
}

/// With its voucher in; the money has come and is not yet confirmed.
export async function inReview(hall: Hall, wanted: Wanted): Promise<Case> {
  const one = await complete(hall, wanted);
  await one.pay();
  return one;
}

/// This member of finance says that the money is there; whether he may, the answer says.
export async function confirmMoney(of: Case, finance: Browser): Promise<Response> {
  const { payments } = await finance.call('GET', '/api/console/payments');
  const due = payments.find((each: Answer) => each.application_id === of.id);
  const { transfers } = await new Browser(of.hall).call('GET', '/api/sandbox');
  const line = transfers.find((each: Answer) => each.remark === due.remark_code);
  return finance.send('POST', `/api/console/payments/${due.id}/confirm`, {
    revision: due.revision,
    amount: due.amount,
    payer_name: line.payer_name,
    bank_reference: line.bank_reference,
  });
}
