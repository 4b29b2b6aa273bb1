// An organization's whole case up to the approval, for tests that begin there.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  type Answer,
  Browser,
  consentsOf,
  enrol,
  type Hall,
  signIn,
  until,
  write,
} from './hall.ts';
import { type Company, identityCard, licence, picture } from './papers.ts';

export interface Case {
  applicant: Browser;
  id: string;
  at: (path?: string) => string;
  look: () => Promise<Answer>;
}

export interface Staff {
  reviewer: Browser;
  second: Browser; // another reviewer
  finance: Browser;
  producer: { browser: Browser; secret: string };
}

export async function hire(hall: Hall): Promise<Staff> {
  const [reviewer, finance, producer, second] = await Promise.all([
    enrol(hall, 'reviewer', hall.oneTimePassword('reviewer')),
    enrol(hall, 'finance', hall.oneTimePassword('finance')),
    enrol(hall, 'producer', hall.oneTimePassword('producer')),
    enrol(hall, 'r2', hall.addStaff('r2', 'reviewer')),
  ]);
  return {
    reviewer: reviewer.browser,
    second: second.browser,
    finance: finance.browser,
    producer,
  };
}

async function prove(hall: Hall, of: Company, { applicant, at, look }: Case): Promise<void> {
  const file = (name: string): string => join(hall.folder, `${randomUUID()}-${name}`);
  const { name, id_number, mobile } = of.agent;
  await new Browser(hall).call('PUT', '/api/sandbox/subscribers', { mobile, name, id_number });
  const { url } = await applicant.call('POST', at('/identity-link'));
  const phone = new Browser(hall);
  await phone.call('POST', '/api/phone/identity/open', { token: url.split('/').at(-1) });
  for (const side of ['front', 'back'] as const)
    await phone.upload(
      `/api/phone/identity/${side}`,
      identityCard(of, side, file('card.jpg')),
      'image/jpeg',
    );
  await phone.call('POST', '/api/phone/identity/confirm', { name, number: id_number });
  await until('the carrier', async () =>
    (await look()).identity.status === 'verified' ? true : undefined,
  );
}

/// Everything filled in and proven; what is next is the payment.
export async function fillIn(hall: Hall, of: Company, browser?: Browser): Promise<Case> {
  const applicant = browser ?? (await signIn(hall, of.agent.mobile));
  const file = (name: string): string => join(hall.folder, `${randomUUID()}-${name}`);
  const consents = await consentsOf(applicant);
  let view = await applicant.call('POST', '/api/applications', { consents });
  const at = (path = ''): string => `/api/applications/${view.id}${path}`;
  const look = (): Promise<Answer> => applicant.call('GET', at());
  view = await applicant.call('PUT', at('/relying-application'), {
    revision: view.revision,
    relying_application: 'hn-ggzy',
  });
  const { revision } = view;
  view = await applicant.call('PUT', at('/details'), { revision, details: of });
  view = await applicant.call('POST', at('/form'), { revision: view.revision });
  const paper = async (path: string): Promise<string> =>
    write(
      file('a.pdf'),
      new Uint8Array(await (await applicant.send('GET', at(path))).arrayBuffer()),
    );
  const { name } = of.organization;
  const stamped = async (path: string, place: Record<string, string> = {}): Promise<string> =>
    picture('stamped', file('scan.jpg'), { in: await paper(path), name, look: 'mild', ...place });
  const materials = {
    application_form: await stamped('/form.pdf'),
    business_licence: licence(of, file('licence.jpg')),
    seal_impression: await stamped('/seal-sheet.pdf', { at: '0.28,0.56' }),
  };
  for (const [kind, scan] of Object.entries(materials))
    await applicant.upload(at(`/materials/${kind}`), scan, 'image/jpeg');
  const made: Case = { applicant, id: view.id, at, look };
  await prove(hall, of, made);
  return made;
}

/// Paid by bank transfer, and in review.
export async function pay(hall: Hall, staff: Staff, of: Company, made: Case): Promise<void> {
  const { applicant, at, look } = made;
  const { revision } = await look();
  await applicant.call('POST', at('/payment'), { revision, method: 'bank_transfer' });
  const voucher = picture('plain', join(hall.folder, `${randomUUID()}.jpg`), {
    in: write(
      join(hall.folder, `${randomUUID()}.pdf`),
      new Uint8Array(await (await applicant.send('GET', at('/form.pdf'))).arrayBuffer()),
    ),
  });
  const view = await applicant.upload(at('/payment/voucher'), voucher, 'image/jpeg');
  const list = await staff.finance.call('GET', '/api/console/payments');
  const due = list.payments.find((each: Answer) => each.application_id === made.id);
  await staff.finance.call('POST', `/api/console/payments/${due.id}/confirm`, {
    revision: due.revision,
    amount: view.payment.amount,
    payer_name: of.organization.name,
    bank_reference: `T${randomUUID().slice(0, 18)}`,
  });
}

export async function approve(reviewer: Browser, id: string): Promise<void> {
  const console_ = `/api/console/applications/${id}`;
  const { revision, checklist } = await reviewer.call('GET', console_);
  const codes = checklist.map((each: Answer) => each.code);
  await reviewer.call('POST', `${console_}/approve`, { revision, checklist: codes });
}
