// An application brought as far as a test needs it, the way an applicant does it.

import { join } from 'node:path';
import { type Answer, Browser, consentsOf, type Hall, signIn, until, write } from './hall.ts';
import { type Company, identityCard, licence, picture } from './papers.ts';

export interface Submitted {
  id: string;
  number: string;
  amount: number;
  applicant: Browser;
  remark: string; // of the transfer
  look(): Promise<Answer>;
}

async function uploadPapers(hall: Hall, applicant: Browser, at: string, mine: Company) {
  const file = (name: string): string => join(hall.folder, name);
  const { name } = mine.organization;
  for (const paper of ['form', 'seal-sheet']) {
    const pdf = await applicant.send('GET', `${at}/${paper}.pdf`);
    write(file(`${paper}.pdf`), new Uint8Array(await pdf.arrayBuffer()));
  }
  const scans: [kind: string, path: string][] = [
    [
      'application_form',
      picture('stamped', file('scan.jpg'), { in: file('form.pdf'), name, look: 'mild' }),
    ],
    ['business_licence', licence(mine, file('licence.jpg'))],
    [
      'seal_impression',
      picture('stamped', file('seal.jpg'), { in: file('seal-sheet.pdf'), at: '0.28,0.56', name }),
    ],
  ];
  for (const [kind, path] of scans)
    await applicant.upload(`${at}/materials/${kind}`, path, 'image/jpeg');
}

async function proveAgent(hall: Hall, applicant: Browser, at: string, mine: Company) {
  const { mobile, name, id_number } = mine.agent;
  await new Browser(hall).call('PUT', '/api/sandbox/subscribers', { mobile, name, id_number });
  const { url } = await applicant.call('POST', `${at}/identity-link`);
  const phone = new Browser(hall);
  await phone.call('POST', '/api/phone/identity/open', { token: url.split('/').at(-1) });
  for (const side of ['front', 'back'] as const) {
    const card = identityCard(mine, side, join(hall.folder, `${side}.jpg`));
    await phone.upload(`/api/phone/identity/${side}`, card, 'image/jpeg');
  }
  await phone.call('POST', '/api/phone/identity/confirm', { name, number: id_number });
  await until('the carrier', async () =>
    (await applicant.call('GET', at)).identity.status === 'verified' ? true : undefined,
  );
}

/// Filled in, printed, uploaded, proven: only the payment is missing.
export async function complete(
  hall: Hall,
  mine: Company,
  signedIn?: Browser,
): Promise<Omit<Submitted, 'remark'>> {
  const applicant = signedIn ?? (await signIn(hall, mine.agent.mobile));
  const consents = await consentsOf(applicant);
  let view = await applicant.call('POST', '/api/applications', { consents });
  const at = `/api/applications/${view.id}`;
  view = await applicant.call('PUT', `${at}/relying-application`, {
    revision: view.revision,
    relying_application: 'hn-ggzy',
  });
  const details = { ...view.details, ...mine };
  view = await applicant.call('PUT', `${at}/details`, { revision: view.revision, details });
  view = await applicant.call('POST', `${at}/form`, { revision: view.revision });
  await uploadPapers(hall, applicant, at, mine);
  await proveAgent(hall, applicant, at, mine);
  const { id, number, price } = view;
  const look = (): Promise<Answer> => applicant.call('GET', at);
  return { id, number, amount: price.total, applicant, look };
}

/// The wizard is done and the payment opened: what is owed stands fast.
export async function awaitingPayment(hall: Hall, mine: Company): Promise<Submitted> {
  const done = await complete(hall, mine);
  const { revision } = await done.look();
  const view = await done.applicant.call('POST', `/api/applications/${done.id}/payment`, {
    revision,
    method: 'bank_transfer',
  });
  return { ...done, amount: view.payment.amount, remark: view.payment.remark_code };
}

/// With its voucher in, the money not yet confirmed.
export async function inReview(hall: Hall, mine: Company): Promise<Submitted> {
  const done = await awaitingPayment(hall, mine);
  const voucher = picture('plain', join(hall.folder, 'voucher.jpg'), {
    in: join(hall.folder, 'form.pdf'),
  });
  const at = `/api/applications/${done.id}/payment/voucher`;
  await done.applicant.upload(at, voucher, 'image/jpeg');
  return done;
}

/// The money comes, and this member of finance says so.
export async function confirmMoney(hall: Hall, of: Submitted, finance: Browser): Promise<Response> {
  const bank = new Browser(hall);
  const payer_name = '湖南示例建设有限公司';
  const { amount } = of;
  await bank.call('POST', '/api/sandbox/transfers', { payer_name, amount, remark: of.remark });
  const { transfers } = await bank.call('GET', '/api/sandbox');
  const { bank_reference } = transfers.find((each: Answer) => each.remark === of.remark);
  const { payments } = await finance.call('GET', '/api/console/payments');
  const due = payments.find((each: Answer) => each.application_id === of.id);
  const { revision } = due;
  const body = { revision, amount, payer_name, bank_reference };
  return finance.send('POST', `/api/console/payments/${due.id}/confirm`, body);
}
