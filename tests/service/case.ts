// One application's way through the hall, step by step, for tests that look at something on the way.
// Each step does what people do and leaves the looking to the test.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  type Answer,
  Browser,
  consentsOf,
  enrol,
  type Hall,
  signIn,
  stationWords,
  until,
  write,
} from './hall.ts';
import { identityCard, licence, picture, type Wanted } from './papers.ts';

let cases = 0;

export class Case {
  private readonly nth = ++cases; // names its files: staff see what uploads are called
  id = '';
  number = '';
  applicant!: Browser;
  readonly hall: Hall;
  readonly wanted: Wanted;
  constructor(hall: Hall, wanted: Wanted) {
    this.hall = hall;
    this.wanted = wanted;
  }

  at(path = ''): string {
    return `/api/applications/${this.id}${path}`;
  }

  /// A file of this case's in the hall's folder.
  file(name: string): string {
    return join(this.hall.folder, `case${this.nth}-${name}`);
  }

  look(): Promise<Answer> {
    return this.applicant.call('GET', this.at());
  }

  /// Waits until the application looks so.
  see(what: string, looks: (view: Answer) => boolean, seconds = 60): Promise<Answer> {
    const one = async (): Promise<Answer> => {
      const view = await this.look();
      return looks(view) ? view : undefined;
    };
    return until(what, one, seconds);
  }

  until(what: string, status: string): Promise<Answer> {
    return this.see(what, (view) => view.status === status);
  }

  /// A change that names the revision it saw.
  async change(method: string, path: string, body: object = {}): Promise<Answer> {
    const { revision } = await this.look();
    return this.applicant.call(method, this.at(path), { revision, ...body });
  }

  async refusedChange(
    status: number,
    method: string,
    path: string,
    body: object = {},
  ): Promise<Answer> {
    const { revision } = await this.look();
    return this.applicant.refused(status, method, this.at(path), { revision, ...body });
  }

  /// Login, consents, and the draft with what a portal handed over.
  async open(handover?: string): Promise<Answer> {
    this.applicant = await signIn(this.hall, this.wanted.agent.mobile);
    const consents = await consentsOf(this.applicant);
    const body = handover ? { consents, handover } : { consents };
    return this.take(this.applicant, await this.applicant.call('POST', '/api/applications', body));
  }

  /// A draft that was made already.
  take(applicant: Browser, view: Answer): Answer {
    this.applicant = applicant;
    this.id = view.id;
    this.number = view.number;
    return view;
  }

  choose(relying_application = 'hn-ggzy'): Promise<Answer> {
    return this.change('PUT', '/relying-application', { relying_application });
  }

  save(details: Answer = this.wanted): Promise<Answer> {
    return this.change('PUT', '/details', { details });
  }

  async fetchTo(path: string, name: string): Promise<string> {
    const response = await this.applicant.send('GET', path);
    assert.equal(response.status, 200, path);
    return write(this.file(name), new Uint8Array(await response.arrayBuffer()));
  }

  /// Makes the form; answers what form and seal sheet say.
  async print(): Promise<{ form: string; sheet: string }> {
    await this.change('POST', '/form');
    const text = async (path: string, name: string): Promise<string> =>
      execFileSync('pdftotext', ['-layout', await this.fetchTo(this.at(path), name), '-'], {
        encoding: 'utf8',
      });
    return {
      form: await text('/form.pdf', 'form.pdf'),
      sheet: await text('/seal-sheet.pdf', 'seal.pdf'),
    };
  }

  async upload(kind: string, paper: string): Promise<Answer> {
    return this.applicant.upload(this.at(`/materials/${kind}`), paper, 'image/jpeg');
  }

  /// The printed papers come back, stamped where there is an organization.
  async uploadPapers(): Promise<Answer> {
    const { organization } = this.wanted;
    const scan = (from: string, at: string): string => {
      const out = this.file(`${from}.jpg`);
      const options = { in: this.file(`${from}.pdf`), look: 'mild' };
      return organization.name
        ? picture('stamped', out, { ...options, at, name: organization.name })
        : picture('plain', out, options);
    };
    await this.upload('application_form', scan('form', '0.72,0.88'));
    if (organization.name)
      await this.upload('business_licence', licence(this.wanted, this.file('licence.jpg')));
    return this.upload('seal_impression', scan('seal', '0.28,0.56'));
  }

  /// A phone that opened the link, with both sides of the agent's card taken.
  async photograph(): Promise<{ phone: Browser; view: Answer; token: string }> {
    const { name, id_number, mobile } = this.wanted.agent;
    const world = new Browser(this.hall);
    await world.call('PUT', '/api/sandbox/subscribers', { mobile, name, id_number });
    const { url } = await this.applicant.call('POST', this.at('/identity-link'));
    const phone = new Browser(this.hall);
    const token = url.split('/').at(-1);
    await phone.call('POST', '/api/phone/identity/open', { token });
    const side = async (which: 'front' | 'back'): Promise<Answer> => {
      const card = identityCard(this.wanted, which, this.file(`${which}.jpg`));
      return phone.upload(`/api/phone/identity/${which}`, card, 'image/jpeg');
    };
    const view = await side('front');
    await side('back');
    return { phone, view, token };
  }

  async prove(phone: Browser): Promise<void> {
    const { name, id_number } = this.wanted.agent;
    await phone.call('POST', '/api/phone/identity/confirm', { name, number: id_number });
    await until('the carrier', async () =>
      (await this.look()).identity.status === 'verified' ? true : undefined,
    );
  }

  /// By bank transfer, with the voucher: the application goes to the reviewers.
  async pay(): Promise<Answer> {
    const view = await this.change('POST', '/payment', { method: 'bank_transfer' });
    const { organization, agent } = this.wanted;
    await new Browser(this.hall).call('POST', '/api/sandbox/transfers', {
      payer_name: organization.name || agent.name,
      amount: view.payment.amount,
      remark: view.payment.remark_code,
    });
    const voucher = picture('plain', this.file('voucher.jpg'), { in: this.file('form.pdf') });
    return this.applicant.upload(this.at('/payment/voucher'), voucher, 'image/jpeg');
  }
}

/// The staff who bring applications to their end.
export class Desk {
  private readonly hall: Hall;
  readonly reviewer: Browser;
  readonly finance: Browser;
  readonly producer: Browser;
  readonly secret: string;
  private constructor(hall: Hall, people: Browser[], secret: string) {
    this.hall = hall;
    [this.reviewer, this.finance, this.producer] = people;
    this.secret = secret;
  }

  static async of(hall: Hall): Promise<Desk> {
    const people: Browser[] = [];
    let secret = '';
    for (const role of ['reviewer', 'finance', 'producer']) {
      const enrolled = await enrol(hall, role, hall.oneTimePassword(role));
      people.push(enrolled.browser);
      secret = enrolled.secret;
    }
    return new Desk(hall, people, secret);
  }

  async confirmMoney(of: Case): Promise<void> {
    assert.equal((await confirmMoney(of, this.finance)).status, 200);
  }

  seen(of: Case): Promise<Answer> {
    return this.reviewer.call('GET', `/api/console/applications/${of.id}`);
  }

  approve(of: Case): Promise<void> {
    return approve(of, this.reviewer);
  }

  async makeToken(of: Case): Promise<string> {
    const words = stationWords(this.hall, this.secret);
    return this.hall.run('station', ...words, '--number', of.number);
  }

  deliver(of: Case): Promise<Answer> {
    return deliver(this.producer, of);
  }
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

/// With every point of the list ticked.
export async function approve(of: Case, reviewer: Browser): Promise<void> {
  const path = `/api/console/applications/${of.id}`;
  const { revision, checklist } = await reviewer.call('GET', path);
  const codes = checklist.map((each: Answer) => each.code);
  await reviewer.call('POST', `${path}/approve`, { revision, checklist: codes });
}

/// Sends the parcel and lets it travel until it is signed for.
export async function deliver(producer: Browser, of: Case): Promise<Answer> {
  const { deliveries } = await producer.call('GET', '/api/console/production');
  const delivery = deliveries.find((each: Answer) => each.application_id === of.id);
  await producer.call('POST', `/api/console/deliveries/${delivery.id}/ship`, {
    revision: delivery.revision,
  });
  const { waybill } = (await of.until('the waybill', 'shipped')).delivery;
  for (let stop = 0; stop < 5; stop += 1)
    await new Browser(of.hall).call('POST', '/api/sandbox/parcels/advance', {
      waybill,
      send_back: false,
    });
  return of.until('已签收', 'completed');
}
