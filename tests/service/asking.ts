// Asks any route of the contract as anybody, well or badly: what no page would send goes out as it
// is.

import assert from 'node:assert/strict';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import {
  type Answer,
  Browser,
  checkContract,
  consentsOf,
  contract,
  enrol,
  Hall,
  signIn,
} from './hall.ts';

export interface Route {
  name: string; // 'GET /api/applications/{id}'
  method: string;
  path: string;
  permission: string;
  body?: Answer; // the schema of its JSON
  upload: boolean;
}

export const routes: Route[] = Object.entries<Answer>(contract.paths).flatMap(([path, item]) =>
  Object.entries<Answer>(item).map(([verb, operation]) => ({
    name: `${verb.toUpperCase()} ${path}`,
    method: verb.toUpperCase(),
    path,
    permission: operation['x-permission'],
    body: operation.requestBody?.content['application/json']?.schema,
    upload: operation.requestBody?.content['image/jpeg'] !== undefined,
  })),
);

export function resolved(schema: Answer): Answer {
  return schema.$ref ? contract.components.schemas[schema.$ref.split('/').at(-1)] : schema;
}

/// A value of the right types that means nothing: what is refused is then what it says.
export function example(from: Answer): Answer {
  const schema = resolved(from);
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'string') return 'AAAA';
  if (schema.type === 'integer') return 1;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'array') return [];
  const properties = Object.entries<Answer>(schema.properties);
  return Object.fromEntries(
    properties
      .filter(([name]) => schema.required?.includes(name))
      .map(([name, each]) => [name, example(each)]),
  );
}

export interface Question {
  method: string;
  path: string;
  cookie?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  from?: string; // the client's address: each has limits of its own
}
export interface Said {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

const agents = new Map<string, Agent>();
let asked = 0;

/// Speaks from another loop-back address from time to time, so that no limit ends the questions.
function nextAddress(): string {
  asked += 1;
  return `127.0.1.${1 + (Math.floor(asked / 300) % 250)}`;
}

/// Sends what it is told and adds nothing but the cookie and our own origin.
export async function ask(hall: Hall, question: Question): Promise<Said> {
  const { method, path, cookie, body, from = nextAddress() } = question;
  const agent = agents.get(from) ?? new Agent({ keepAlive: true, localAddress: from });
  agents.set(from, agent);
  const headers = {
    ...(method === 'GET' ? {} : { Origin: hall.url }),
    ...(cookie ? { Cookie: cookie } : {}),
    ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
    ...question.headers,
  };
  return new Promise((done, failed) => {
    const target = { host: '127.0.0.1', port: hall.port, agent, method, path };
    const sent = request({ ...target, headers: { Host: `localhost:${hall.port}`, ...headers } });
    sent.on('error', failed);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        done({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    sent.end(body);
  });
}

export function hangUp(): void {
  for (const agent of agents.values()) agent.destroy();
}

/// What every refusal is: 4xx, problem+json as the contract has it, and words for a Chinese reader.
export async function assertRefusal(said: Said, what: string): Promise<Answer> {
  assert.ok(said.status >= 400 && said.status < 500, `${what}: ${said.status} ${said.text}`);
  assert.equal(said.headers['content-type'], 'application/problem+json', what);
  const problem = JSON.parse(said.text);
  assert.equal(problem.status, said.status, what);
  assert.match(problem.title, /\p{Script=Han}/u, what);
  for (const { message } of problem.fields) assert.match(message, /\p{Script=Han}/u, what);
  const headers = { 'content-type': 'application/problem+json' };
  const { status } = said;
  await checkContract('GET', '/api/', new Response(said.text, { status, headers }));
  return problem;
}

/// A well-formed request of that route: its parameters filled in, its body an example.
export function wellFormed(route: Route, id: string): Question {
  const values: Record<string, string> = {
    id,
    code: 'nothing-of-this-name',
    // What finance may look at, too.
    kind: route.path.startsWith('/api/console') ? 'transfer_voucher' : 'business_licence',
    page: '1',
    side: 'front',
    serial: '00',
    number: 'HN0',
  };
  const path = route.path.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const question: Question = { method: route.method, path };
  if (route.upload)
    return {
      ...question,
      headers: { 'Content-Type': 'image/jpeg', 'X-File-Name': 'a.jpg' },
      body: 'no picture',
    };
  if (!route.body) return question;
  return {
    ...question,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(example(route.body)),
  };
}

export type Actor = keyof Awaited<ReturnType<typeof cast>>['cookies'];
export const person = { name: '测试甲', id_number: '990101199003073012', mobile: '13900000001' };

/// An application in which nothing but its agent is filled in.
export async function draft(owner: Browser): Promise<string> {
  const consents = await consentsOf(owner);
  const view = await owner.call('POST', '/api/applications', { consents });
  const details = { ...view.details, agent: { ...view.details.agent, ...person } };
  const { revision } = view;
  await owner.call('PUT', `/api/applications/${view.id}/details`, { revision, details });
  return view.id;
}

/// A phone that opened the link of another such application.
export async function phoneOf(hall: Hall, owner: Browser): Promise<Browser> {
  const id = await draft(owner);
  const { url } = await owner.call('POST', `/api/applications/${id}/identity-link`);
  const phone = new Browser(hall);
  await phone.call('POST', '/api/phone/identity/open', { token: url.split('/').at(-1) });
  return phone;
}

/// Everybody whom a route may meet, and a draft of the owner's.
export async function cast(hall: Hall) {
  const owner = await signIn(hall, person.mobile);
  const stranger = await signIn(hall, '13900000002');
  const newcomer = new Browser(hall);
  await newcomer.call('POST', '/api/staff/session', {
    login: 'newcomer',
    password: hall.addStaff('newcomer', 'reviewer'),
  });
  const roles = ['reviewer', 'finance', 'producer', 'administrator', 'auditor'];
  const [reviewer, finance, producer, administrator, auditor] = await Promise.all(
    roles.map(async (role) => (await enrol(hall, role, hall.oneTimePassword(role))).browser.cookie),
  );
  const cookies = {
    nobody: '',
    applicant: stranger.cookie,
    phone: (await phoneOf(hall, owner)).cookie,
    newcomer: newcomer.cookie,
    reviewer,
    finance,
    producer,
    administrator,
    auditor,
  };
  return { id: await draft(owner), owner: owner.cookie, cookies };
}
