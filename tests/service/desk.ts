// Applications that have come as far as the desk: filed, proven, with a voucher.

import { join } from 'node:path';
import { type Answer, Browser, consentsOf, Hall, until } from './hall.ts';
import { type Company, identityCard, licence, picture } from './papers.ts';

/// An application of this company's, in review with its voucher. Answers its view.
export async function submitted(hall: Hall, owner: Browser, whose: Company): Promise<Answer> {
  const file = (name: string): string => join(hall.folder, `${whose.agent.mobile}-${name}`);
  const consents = await consentsOf(owner);
  let view = await owner.call('POST', '/api/applications', { consents });
  const at = (path: string): string => `/api/applications/${view.id}${path}`;
  const revision = (): { revision: number } => ({ revision: view.revision });
  view = await owner.call('PUT', at('/relying-application'), {
    ...revision(),
    relying_application: 'hn-ggzy',
  });
  view = await owner.call('PUT', at('/details'), { ...revision(), details: whose });
  view = await owner.call('POST', at('/form'), revision());
  for (const [kind, path] of [
    ['application_form', '/form.pdf'],
    ['seal_impression', '/seal-sheet.pdf'],
  ]) {
    const pdf = new Uint8Array(await (await owner.send('GET', at(path))).arrayBuffer());
    view = await owner.call('POST', at(`/materials/${kind}`), pdf, {
      'Content-Type': 'application/pdf',
      'X-File-Name': 'scan.pdf',
    });
  }
  const paper = licence(whose, file('licence.jpg'));
  view = await owner.upload(at('/materials/business_licence'), paper, 'image/jpeg');
  await identified(hall, owner, whose, view.id);
  view = await owner.call('GET', at(''));
  view = await owner.call('POST', at('/payment'), { ...revision(), method: 'bank_transfer' });
  return owner.upload(
    at('/payment/voucher'),
    picture('plain', file('voucher.jpg'), { in: file('licence.jpg') }),
    'image/jpeg',
  );
}

async function identified(hall: Hall, owner: Browser, whose: Company, id: string): Promise<void> {
  const { name, id_number, mobile } = whose.agent;
  await new Browser(hall).call('PUT', '/api/sandbox/subscribers', { mobile, name, id_number });
  const { url } = await owner.call('POST', `/api/applications/${id}/identity-link`);
  const phone = new Browser(hall);
  await phone.call('POST', '/api/phone/identity/open', { token: url.split('/').at(-1) });
  for (const side of ['front', 'back'] as const)
    await phone.upload(
      `/api/phone/identity/${side}`,
      identityCard(whose, side, join(hall.folder, `${mobile}-${side}.jpg`)),
      'image/jpeg',
    );
  await phone.call('POST', '/api/phone/identity/confirm', { name, number: id_number });
  await until('the carrier', async () => {
    const view = await owner.call('GET', `/api/applications/${id}`);
    return view.identity.status === 'verified' ? true : undefined;
  });
}

/// Finance finds the money of this application, to the fen.
export async function paid(hall: Hall, finance: Browser, view: Answer): Promise<void> {
  await new Browser(hall).call('POST', '/api/sandbox/transfers', {
    payer_name: view.details.organization.name,
    amount: view.payment.amount,
    remark: view.payment.remark_code,
  });
  const { transfers } = await new Browser(hall).call('GET', '/api/sandbox');
  const line = transfers.find((each: Answer) => each.remark === view.payment.remark_code);
  const { payments } = await finance.call('GET', '/api/console/payments');
  const due = payments.find((each: Answer) => each.application_id === view.id);
  await finance.call('POST', `/api/console/payments/${due.id}/confirm`, {
    revision: due.revision,
    amount: view.payment.amount,
    payer_name: view.details.organization.name,
    bank_reference: line.bank_reference,
  });
}
