// A hundred applicants at the wizard at once, each doing something every second or so, as people
// who type and click do at their fastest.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, Browser, consentsOf, type Hall } from '../../service/hall.ts';
import { creditCode, idNumber, company, licence } from '../../service/papers.ts';
import { figure, note, quantile } from './figures.ts';
import { cpuTime, requests, times } from './log.ts';

const applicants = Number(process.env.BENCH_APPLICANTS ?? 100);
const seconds = Number(process.env.BENCH_SECONDS ?? 60);

const application = '/api/applications/{id}';
const steps: [string, string, string][] = [
  ['POST', '/api/applications', 'new application'],
  ['GET', application, 'any step, opened'],
  ['PUT', `${application}/relying-application`, '选择应用'],
  ['PUT', `${application}/details`, '录入信息'],
  ['POST', `${application}/form`, '打印申请表'],
  ['GET', `${application}/form.pdf`, 'the form as PDF'],
  ['GET', `${application}/seal-sheet.pdf`, 'the sheet as PDF'],
  ['POST', `${application}/identity-link`, '身份认证'],
];

/// Somebody whose browser says where it is.
class Person extends Browser {
  private readonly address: string;
  constructor(hall: Hall, nth: number) {
    super(hall);
    this.address = `10.7.${nth >> 8}.${nth & 255}`;
  }
  override send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return super.send(method, path, body, { 'X-Forwarded-For': this.address, ...headers });
  }
}

function details(nth: number) {
  const digits = String(nth).padStart(3, '0');
  const base = company();
  return {
    ...base,
    organization: {
      ...base.organization,
      name: `湖南示例第${digits}建设有限公司`,
      credit_code: creditCode(`91430100MA4L0B${digits}`),
    },
    agent: {
      ...base.agent,
      mobile: `13700${String(nth).padStart(6, '0')}`,
      id_number: idNumber(`99010119900307${digits}`),
    },
  };
}

async function enter(hall: Hall, nth: number): Promise<Person> {
  const person = new Person(hall, nth);
  const { mobile } = details(nth).agent;
  await person.call('POST', '/api/session/code', { mobile });
  for (;;) {
    const { messages } = await person.call('GET', '/api/sandbox');
    const text = messages.find((each: Answer) => each.mobile === mobile)?.text;
    const code = /\d{6}/.exec(text ?? '')?.[0];
    if (code) {
      await person.call('POST', '/api/session', { mobile, code });
      return person;
    }
    await new Promise((later) => setTimeout(later, 200));
  }
}

const think = (): Promise<void> =>
  new Promise((later) => setTimeout(later, 500 + Math.random() * 1000));

async function fileOne(person: Person, nth: number, consents: Answer[]): Promise<void> {
  let view = await person.call('POST', '/api/applications', { consents });
  const at = `/api/applications/${view.id}`;
  const look = async (): Promise<void> => {
    await think();
    view = await person.call('GET', at);
  };
  await look();
  view = await person.call('PUT', `${at}/relying-application`, {
    revision: view.revision,
    relying_application: 'hn-ggzy',
  });
  for (let save = 0; save < 3; save += 1) {
    await look();
    view = await person.call('PUT', `${at}/details`, {
      revision: view.revision,
      details: details(nth),
    });
  }
  await think();
  view = await person.call('POST', `${at}/form`, { revision: view.revision });
  for (const sheet of ['form.pdf', 'seal-sheet.pdf']) {
    await think();
    await (await person.send('GET', `${at}/${sheet}`)).arrayBuffer();
  }
  await think();
  await person.call('POST', `${at}/identity-link`);
  await look();
  await person.call('POST', `${at}/cancel`, { revision: view.revision });
}

export async function measureWizard(hall: Hall): Promise<void> {
  const people = [];
  for (let nth = 0; nth < applicants; nth += 1) people.push(await enter(hall, nth));
  const consents = await consentsOf(people[0]);
  const from = hall.output.length;
  const worked = cpuTime(hall);
  const end = Date.now() + seconds * 1000;
  await Promise.all(
    people.map(async (person, nth) => {
      await new Promise((later) => setTimeout(later, Math.random() * 5000));
      for (let done = 0; done < 40 && Date.now() < end; done += 1)
        await fileOne(person, nth, consents);
    }),
  );
  report(hall, from, cpuTime(hall) - worked);
  await measureUpload(hall, people[0], consents);
}

function report(hall: Hall, from: number, cpu: number): void {
  const lines = requests(hall, from);
  note(
    `wizard: ${applicants} applicants at once for ${seconds} s, each acting every second on average: ` +
      `${lines.length} requests, SQLite, every commit flushed; times of the server's own log`,
  );
  let worst = 0;
  for (const [method, route, name] of steps) {
    const p99 = quantile(times(lines, method, route), 0.99);
    note(`wizard, ${name}: p99 ${p99} ms of ${times(lines, method, route).length}`);
    worst = Math.max(worst, Number.isNaN(p99) ? Infinity : p99);
  }
  figure('wizard.p99_ms', worst, 'ms', 100);
  figure('wizard.cpu_ms', cpu / lines.length, 'ms');
  const failed = lines.filter((line) => line.status >= 500).length;
  if (failed > 0) throw new Error(`${failed} requests failed`);
}

/// What a picture costs that is read in the jail, and a form as PDF, with nobody else there.
async function measureUpload(hall: Hall, person: Person, consents: Answer[]): Promise<void> {
  let view = await person.call('POST', '/api/applications', { consents });
  const at = `/api/applications/${view.id}`;
  view = await person.call('PUT', `${at}/relying-application`, {
    revision: view.revision,
    relying_application: 'hn-ggzy',
  });
  view = await person.call('PUT', `${at}/details`, {
    revision: view.revision,
    details: details(0),
  });
  view = await person.call('POST', `${at}/form`, { revision: view.revision });
  const from = hall.output.length;
  for (let i = 0; i < 50; i += 1) await (await person.send('GET', `${at}/form.pdf`)).arrayBuffer();
  note('pdf: the application form, the 95th percentile of 50, made anew each time');
  const pdf = times(requests(hall, from), 'GET', `${application}/form.pdf`);
  figure('pdf.ms', quantile(pdf, 0.95), 'ms', 150);
  const paper = licence(company(), join(hall.folder, 'licence.jpg'));
  const bytes = new Uint8Array(readFileSync(paper));
  for (let i = 0; i < 10; i += 1)
    await person.call('POST', `${at}/materials/business_licence`, bytes, {
      'Content-Type': 'image/jpeg',
      'X-File-Name': 'licence.jpg',
    });
  const upload = times(requests(hall, from), 'POST', `${application}/materials/{kind}`);
  figure('upload.ms', quantile(upload, 0.5), 'ms');
}
