// Eight people at work while the hall is killed twenty times, as by a power cut of its process: what
// was acknowledged is there, nothing was made twice, nothing signed is unknown, nobody is stuck.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  type Answer,
  bin,
  Browser,
  consentsOf,
  enrol,
  Hall,
  signIn,
  stationWords,
  until,
} from './hall.ts';
import { insist, killAndStart, pause } from './insist.ts';
import { type Company, company, identityCard, licence } from './papers.ts';

const kills = 20;
const applicants = 5; // with finance, reviewer and station: eight
const hall = new Hall();
const file = (name: string): string => join(hall.folder, name);

let killing = true;
/// The applications of which somebody was told that they are there, or approved.
const acknowledged = new Set<string>();

interface Step {
  done: (view: Answer) => boolean;
  act: (view: Answer) => Promise<unknown>;
}

class Applicant {
  readonly cases: string[] = [];
  private readonly browser: Browser;
  private readonly company: Company;
  private readonly consents: Answer[];
  private id = '';
  constructor(browser: Browser, whose: Company, consents: Answer[]) {
    this.browser = browser;
    this.company = whose;
    this.consents = consents;
  }

  async work(): Promise<void> {
    while (killing) await this.file();
  }

  get mobile(): string {
    return this.company.agent.mobile;
  }

  look(id = this.id): Promise<Answer> {
    return insist(this.browser, 'GET', `/api/applications/${id}`);
  }

  list(): Promise<Answer> {
    return insist(this.browser, 'GET', '/api/applications');
  }

  private at(path = ''): string {
    return `/api/applications/${this.id}${path}`;
  }

  private async file(): Promise<void> {
    const { browser, consents } = this;
    const made = await insist(browser, 'POST', '/api/applications', { consents });
    if (!made) return pause(200); // the key's first use is not forgotten yet
    this.id = made.id;
    this.cases.push(made.id);
    acknowledged.add(made.id);
    for (const step of this.steps()) await this.take(step);
  }

  private async take(step: Step): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      const view = await this.look();
      if (step.done(view)) return;
      assert.ok(tries < 100, `no way on: ${JSON.stringify(view)}`);
      await step.act(view);
    }
  }

  private async upload(path: string, bytes: Uint8Array, type: string): Promise<void> {
    const name = `paper.${type.split('/').at(-1)}`;
    await insist(this.browser, 'POST', this.at(path), bytes, {
      'Content-Type': type,
      'X-File-Name': name,
    });
  }

  private material(kind: string, paper: () => Promise<Uint8Array>, type: string): Step {
    return {
      done: (view) => view.materials.some((each: Answer) => each.kind === kind && each.accepted),
      act: async () => this.upload(`/materials/${kind}`, await paper(), type),
    };
  }

  private async sheet(path: string): Promise<Uint8Array> {
    for (;;) {
      try {
        const response = await this.browser.send('GET', this.at(path));
        if (response.ok) return new Uint8Array(await response.arrayBuffer());
      } catch {
        await pause(50);
      }
    }
  }

  private steps(): Step[] {
    const put = (path: string, body: object) => (view: Answer) =>
      insist(this.browser, 'PUT', this.at(path), { revision: view.revision, ...body });
    const post = (path: string, body: object) => (view: Answer) =>
      insist(this.browser, 'POST', this.at(path), { revision: view.revision, ...body });
    return [
      {
        done: (view) => view.relying_application != null,
        act: put('/relying-application', { relying_application: 'hn-ggzy' }),
      },
      {
        done: (view) => view.problems.length === 0,
        act: put('/details', { details: this.company }),
      },
      { done: (view) => view.form?.version > 0, act: post('/form', {}) },
      this.material('application_form', () => this.sheet('/form.pdf'), 'application/pdf'),
      this.material('seal_impression', () => this.sheet('/seal-sheet.pdf'), 'application/pdf'),
      this.material(
        'business_licence',
        async () => readFileSync(file('licence.jpg')),
        'image/jpeg',
      ),
      { done: (view) => view.identity.status === 'verified', act: () => this.identify() },
      {
        done: (view) => view.payment?.method === 'bank_transfer',
        act: post('/payment', { method: 'bank_transfer' }),
      },
      {
        done: (view) => !['draft', 'awaiting_payment'].includes(view.status),
        act: async () =>
          this.upload('/payment/voucher', readFileSync(file('licence.jpg')), 'image/jpeg'),
      },
    ];
  }

  private async identify(): Promise<void> {
    const link = await insist(this.browser, 'POST', this.at('/identity-link'));
    if (!link) return pause(200);
    const phone = new Browser(hall);
    const token = link.url.split('/').at(-1);
    if (!(await insist(phone, 'POST', '/api/phone/identity/open', { token }))) return;
    for (const side of ['front', 'back'])
      await insist(
        phone,
        'POST',
        `/api/phone/identity/${side}`,
        readFileSync(file(`${this.company.agent.mobile}-${side}.jpg`)),
        { 'Content-Type': 'image/jpeg', 'X-File-Name': `${side}.jpg` },
      );
    const { name, id_number } = this.company.agent;
    await insist(phone, 'POST', '/api/phone/identity/confirm', { name, number: id_number });
    for (let look = 0; look < 20; look += 1) {
      const view = await this.look();
      if (view.identity.status === 'verified') return;
      await pause(100);
    }
  }
}

/// Finds the money for every payment that waits, and says that it came.
async function finance(desk: Browser): Promise<void> {
  const payer = '示例公司';
  const due = await insist(desk, 'GET', '/api/console/payments');
  for (const payment of due?.payments ?? []) {
    const bank = new Browser(hall);
    const { amount, remark_code: remark } = payment;
    const arrived = async (): Promise<Answer> =>
      (await insist(bank, 'GET', '/api/sandbox')).transfers.find(
        (each: Answer) => each.remark === remark,
      );
    if (!(await arrived()))
      await insist(bank, 'POST', '/api/sandbox/transfers', { payer_name: payer, amount, remark });
    const { bank_reference } = await arrived();
    await insist(desk, 'POST', `/api/console/payments/${payment.id}/confirm`, {
      revision: payment.revision,
      amount,
      payer_name: payer,
      bank_reference,
    });
  }
}

async function review(desk: Browser): Promise<void> {
  const queue = await insist(desk, 'GET', '/api/console/queue');
  for (const { id, payment_status } of queue?.entries ?? []) {
    if (payment_status !== 'confirmed') continue;
    const seen = await insist(desk, 'GET', `/api/console/applications/${id}`);
    if (!seen) continue;
    const done = await insist(desk, 'POST', `/api/console/applications/${id}/approve`, {
      revision: seen.revision,
      checklist: seen.checklist.map((each: Answer) => each.code),
    });
    if (done) acknowledged.add(id);
  }
}

let everything = false;
async function again(work: () => Promise<void>): Promise<void> {
  while (!everything) {
    await work();
    await pause(100);
  }
}

let people: Applicant[];
let desks: Browser[];
let station: ChildProcess;
let stationSaid = '';

before(async () => {
  await hall.start();
  licence(company(), file('licence.jpg'));
  people = [];
  for (let i = 0; i < applicants; i += 1) {
    const mine = company(i);
    const { name, id_number, mobile } = mine.agent;
    for (const side of ['front', 'back'] as const)
      identityCard(mine, side, file(`${mobile}-${side}.jpg`));
    await new Browser(hall).call('PUT', '/api/sandbox/subscribers', { mobile, name, id_number });
    const browser = await signIn(hall, mobile);
    people.push(new Applicant(browser, mine, await consentsOf(browser)));
  }
  desks = [];
  for (const role of ['finance', 'reviewer'])
    desks.push((await enrol(hall, role, hall.oneTimePassword(role))).browser);
  const { secret } = await enrol(hall, 'producer', hall.oneTimePassword('producer'));
  station = spawn(bin, ['station', '--watch', ...stationWords(hall, secret)]);
  for (const stream of [station.stdout, station.stderr])
    stream?.on('data', (said: Buffer) => void (stationSaid += said.toString()));
});

after(async () => {
  station?.kill();
  await hall.remove();
});

async function killAndWait(work: Promise<void>[]): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(randomInt(300, 5000));
    await killAndStart(hall);
  }
  killing = false;
  await Promise.all(work);
  await until('every token and its PIN', finished, 300);
}

async function finished(): Promise<true | undefined> {
  assert.equal(station.exitCode, null, stationSaid);
  for (const person of people) {
    for (const id of person.cases)
      if ((await person.look(id)).status !== 'produced') return undefined;
    if ((await pinsOf(person)) < person.cases.length) return undefined;
  }
  return true;
}

test('eight people go on through twenty kills', { timeout: 600_000 }, async (context) => {
  const [cashier, reviewer] = desks;
  const office = [again(() => finance(cashier)), again(() => review(reviewer))];
  const work = people.map((each) => each.work());
  const trouble = Promise.all([...office, ...work]).then(() => new Promise<never>(() => {}));
  try {
    await Promise.race([killAndWait(work), trouble]);
  } finally {
    killing = false;
    everything = true;
  }
  const cases = people.flatMap((each) => each.cases).length;
  assert.ok(cases >= applicants, `only ${cases} cases were filed`);
  context.diagnostic(`${kills} kills, ${cases} cases from portal to token`);
});

function stateOf(id: string): Promise<Answer> {
  const owner = people.find((each) => each.cases.includes(id));
  return (owner as Applicant).look(id);
}

async function pinsOf(person: Applicant): Promise<number> {
  const { messages } = await insist(new Browser(hall), 'GET', '/api/sandbox');
  const own = messages.filter((each: Answer) => each.mobile === person.mobile);
  return own.filter((each: Answer) => /PIN/.test(each.text)).length;
}

test('nothing acknowledged is missing, and nothing is there twice', async () => {
  for (const id of acknowledged) {
    const view = await stateOf(id);
    const alive = view.certificates.filter((each: Answer) => each.status === 'issued');
    assert.deepEqual(alive.map((each: Answer) => each.usage).sort(), ['encryption', 'signing']);
    const titles = view.timeline.map((each: Answer) => each.title);
    for (const once of ['审核通过', '制证完成'])
      assert.equal(titles.filter((each: string) => each === once).length, 1, `${once}: ${titles}`);
  }
  for (const person of people) {
    const { applications } = await person.list();
    assert.equal(applications.length, person.cases.length, 'an application came twice');
    assert.equal(await pinsOf(person), person.cases.length, 'a PIN came twice');
  }
});

test('nothing signed is unknown, and the chains are whole', () => {
  assert.match(hall.run('ca', 'check', ...hall.where), /发现 0 处问题/);
  assert.match(hall.run('audit', 'verify', ...hall.where), /审计链完整/);
});
