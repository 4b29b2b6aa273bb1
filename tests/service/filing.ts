// An application that is complete but for the payment, and what its applicant does with it.

import { complete } from './applications.ts';
import { type Answer, type Browser, type Hall, until } from './hall.ts';
import { type Company, company } from './papers.ts';

export class Filed {
  readonly browser: Browser;
  readonly company: Company;
  readonly id: string;
  constructor(browser: Browser, whose: Company, id: string) {
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

/// Who has signed in already: a number gets one code a minute.
const known = new WeakMap<Hall, Map<number, Browser>>();

/// The `nth` company's application, ready to be paid.
export async function fileApplication(hall: Hall, nth = 0, signedIn?: Browser): Promise<Filed> {
  const mine = company(nth);
  const here = known.get(hall) ?? new Map<number, Browser>();
  known.set(hall, here);
  const { applicant, id } = await complete(hall, mine, signedIn ?? here.get(nth));
  here.set(nth, applicant);
  return new Filed(applicant, mine, id);
}
