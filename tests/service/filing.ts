// An application that is complete but for the payment, made as an applicant would make it.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, Browser, consentsOf, type Place, signIn, until, write } from './hall.ts';
import { type Company, company, identityCard, licence } from './papers.ts';

export class Filed {
  readonly hall: Place;
  readonly browser: Browser;
  readonly company: Company;
  readonly id: string;
  constructor(hall: Place, browser: Browser, whose: Company, id: string) {
    this.hall = hall;
    this.browser = browser;
    this.company = whose;
    this.id = id;
  }

  at(path = ''): string {
    return `/api/applications/${this.id}${path}`;
  }
  look(): Promise<Answer> {
    return this.browser.call('GET', this.at());
  }
  /// Waits until the application looks so.
  see(what: string, looks: (view: Answer) => boolean, seconds = 60): Promise<Answer> {
    const one = async (): Promise<Answer> => {
      const view = await this.look();
      return looks(view) ? view : undefined;
    };
    return until(what, one, seconds);
  }
  /// A change that names the revision it saw.
  async change(method: string, path: string, body: object = {}): Promise<Answer> {
    const { revision } = await this.look();
    return this.browser.call(method, this.at(path), { revision, ...body });
  }
  async refusedChange(status: number, method: string, path: string, body: object = {}) {
    const { revision } = await this.look();
    return this.browser.refused(status, method, this.at(path), { revision, ...body });
  }
}

/// Pictures of papers are drawn once for each company.
function once(path: string, draw: (path: string) => string): string {
  return existsSync(path) ? path : draw(path);
}

async function uploadMaterials(filed: Filed): Promise<void> {
  const { hall, browser, company: mine } = filed;
  const scan = async (from: string, name: string): Promise<string> => {
    const response = await browser.send('GET', filed.at(from));
    return write(join(hall.folder, name), new Uint8Array(await response.arrayBuffer()));
  };
  const { mobile } = mine.agent;
  const papers: [string, string, string][] = [
    ['application_form', await scan('/form.pdf', `${filed.id}-form.pdf`), 'application/pdf'],
    ['seal_impression', await scan('/seal-sheet.pdf', `${filed.id}-seal.pdf`), 'application/pdf'],
    [
      'business_licence',
      once(join(hall.folder, `${mobile}-licence.jpg`), (path) => licence(mine, path)),
      'image/jpeg',
    ],
  ];
  for (const [kind, path, type] of papers)
    await browser.upload(filed.at(`/materials/${kind}`), path, type);
}

async function proveIdentity(filed: Filed): Promise<void> {
  const { hall, browser, company: mine } = filed;
  const { name, id_number, mobile } = mine.agent;
  await new Browser(hall).call('PUT', '/api/sandbox/subscribers', { mobile, name, id_number });
  const { url } = await browser.call('POST', filed.at('/identity-link'));
  const phone = new Browser(hall);
  await phone.call('POST', '/api/phone/identity/open', { token: url.split('/').at(-1) });
  for (const side of ['front', 'back'] as const) {
    const path = join(hall.folder, `${mobile}-${side}.jpg`);
    const photo = once(path, (out) => identityCard(mine, side, out));
    await phone.upload(`/api/phone/identity/${side}`, photo, 'image/jpeg');
  }
  await phone.call('POST', '/api/phone/identity/confirm', { name, number: id_number });
  await filed.see('the carrier', (view) => view.identity.status === 'verified');
}

/// The `nth` company's application, ready to be paid.
export async function fileApplication(hall: Place, nth = 0, signedIn?: Browser): Promise<Filed> {
  const mine = company(nth);
  const browser = signedIn ?? (await signIn(hall, mine.agent.mobile));
  const consents = await consentsOf(browser);
  const made = await browser.call('POST', '/api/applications', { consents });
  const filed = new Filed(hall, browser, mine, made.id);
  await filed.change('PUT', '/relying-application', { relying_application: 'hn-ggzy' });
  const view = await filed.change('PUT', '/details', { details: mine });
  assert.deepEqual(view.problems, []);
  await filed.change('POST', '/form');
  await uploadMaterials(filed);
  await proveIdentity(filed);
  return filed;
}
