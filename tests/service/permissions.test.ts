// Every route of the contract, asked as everybody. Who may is written down here a second time, on
// purpose: a route that changes hands must change this table too.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  type Actor,
  ask,
  cast,
  hangUp,
  type Route,
  routes,
  type Said,
  wellFormed,
} from './asking.ts';
import { bin, Hall, write } from './hall.ts';

/// Who may call, and what they are told about an object that is not there, or an example that means
/// nothing. Routes that end a session come last.
const table: Record<string, [who: string, status: number]> = {
  'GET /api/portal': ['everyone', 200],
  'POST /api/portal/handover': ['everyone', 422],
  'POST /api/portal/arrival': ['everyone', 400],
  'GET /api/announcements': ['everyone', 200],
  'GET /api/announcements/{code}': ['everyone', 404],
  'GET /api/catalogue': ['everyone', 200],
  'GET /api/consent-documents': ['everyone', 200],
  'GET /api/certificates/{serial}': ['everyone', 404],
  'GET /api/certificates/{serial}/file': ['everyone', 404],
  'POST /api/directory': ['everyone', 422],
  'POST /api/verification': ['everyone', 415],
  'GET /api/issuers': ['everyone', 200],
  'GET /api/session': ['everyone', 200],
  'POST /api/session': ['everyone', 422],
  'POST /api/session/code': ['everyone', 422],
  'GET /api/applications': ['applicant', 200],
  'POST /api/applications': ['applicant', 422],
  'GET /api/applications/{id}': ['applicant', 404],
  'PUT /api/applications/{id}/relying-application': ['applicant', 404],
  'PUT /api/applications/{id}/details': ['applicant', 404],
  'POST /api/applications/{id}/form': ['applicant', 404],
  'GET /api/applications/{id}/form.pdf': ['applicant', 404],
  'GET /api/applications/{id}/seal-sheet.pdf': ['applicant', 404],
  'POST /api/applications/{id}/materials/{kind}': ['applicant', 404],
  'GET /api/applications/{id}/materials/{kind}/pages/{page}': ['applicant', 404],
  'GET /api/applications/{id}/materials/{kind}/original': ['applicant', 404],
  'POST /api/applications/{id}/identity-link': ['applicant', 404],
  'POST /api/applications/{id}/payment': ['applicant', 404],
  'PUT /api/applications/{id}/account': ['applicant', 404],
  'POST /api/applications/{id}/payment/voucher': ['applicant', 404],
  'POST /api/applications/{id}/resubmit': ['applicant', 404],
  'POST /api/applications/{id}/cancel': ['applicant', 404],
  'POST /api/applications/{id}/loss': ['applicant', 404],
  'GET /api/applications/{id}/certificates/{serial}': ['applicant', 404],
  'GET /api/applications/{id}/invoice.pdf': ['applicant', 404],
  'GET /api/applications/{id}/red-invoice.pdf': ['applicant', 404],
  'PUT /api/applications/{id}/invoice': ['applicant', 404],
  'POST /api/applications/{id}/invoice/resend': ['applicant', 404],
  'POST /api/phone/identity/open': ['everyone', 410],
  'GET /api/phone/identity': ['phone', 200],
  'POST /api/phone/identity/{side}': ['phone', 415],
  'POST /api/phone/identity/confirm': ['phone', 422],
  'GET /api/staff/session': ['everyone', 200],
  'POST /api/staff/session': ['everyone', 401],
  'POST /api/staff/totp': ['newcomer', 200],
  'POST /api/staff/enrolment': ['newcomer', 422],
  'GET /api/console/queue': ['reviewer finance', 200],
  'GET /api/console/applications/{id}': ['reviewer finance producer', 404],
  'GET /api/console/applications/{id}/form.pdf': ['reviewer', 404],
  'POST /api/console/applications/{id}/reveal': ['reviewer finance', 404],
  'GET /api/console/applications/{id}/materials/{kind}/pages/{page}': ['reviewer finance', 404],
  'GET /api/console/applications/{id}/materials/{kind}/original': ['reviewer finance', 404],
  'POST /api/console/applications/{id}/approve': ['reviewer', 404],
  'POST /api/console/applications/{id}/return': ['reviewer', 404],
  'POST /api/console/applications/{id}/refuse': ['reviewer', 404],
  'POST /api/console/applications/{id}/withdraw': ['reviewer', 404],
  'GET /api/console/invoices': ['finance', 200],
  'POST /api/console/invoices/{id}/retry': ['finance', 404],
  'GET /api/console/payments': ['finance', 200],
  'POST /api/console/payments/{id}/confirm': ['finance', 404],
  'POST /api/console/payments/{id}/reject': ['finance', 404],
  'POST /api/console/payments/{id}/refunded': ['finance', 404],
  'POST /api/console/payment-orders/{id}/retry-refund': ['finance', 404],
  'POST /api/console/payment-orders/{id}/refunded': ['finance', 404],
  'POST /api/console/unmatched-payments': ['finance', 404],
  'POST /api/console/account-checks/{id}/resend': ['finance', 404],
  'GET /api/console/production': ['producer', 200],
  'POST /api/console/deliveries/{id}/ship': ['producer', 404],
  'POST /api/console/queue/next': ['reviewer', 200],
  'POST /api/console/applications/{id}/claim': ['reviewer', 404],
  'GET /api/console/applications': ['reviewer finance producer', 200],
  'POST /api/console/search': ['reviewer finance producer', 200],
  'GET /api/console/work': ['reviewer finance producer administrator auditor', 200],
  'GET /api/console/dashboard': ['reviewer finance producer administrator auditor', 200],
  'GET /api/console/messages': ['reviewer finance producer', 200],
  'POST /api/console/messages/{id}/send-again': ['reviewer finance producer', 404],
  'GET /api/console/deliveries': ['producer', 200],
  'GET /api/console/labels.pdf': ['producer', 400],
  'GET /api/console/audit': ['auditor', 200],
  'GET /api/console/audit/export.csv': ['auditor', 200],
  'GET /api/console/audit/export.jsonl': ['auditor', 200],
  'GET /api/console/audit/lookers': ['auditor', 200],
  'GET /api/console/administered/{subject}': ['administrator', 404],
  'GET /api/console/staff': ['administrator auditor', 200],
  'GET /api/console/changes': ['administrator auditor', 200],
  'POST /api/console/changes': ['administrator', 422],
  'POST /api/console/changes/check': ['administrator', 200],
  'GET /api/console/changes/{id}': ['administrator auditor', 404],
  'PUT /api/console/changes/{id}': ['administrator', 404],
  'POST /api/console/changes/{id}/approve': ['administrator', 404],
  'POST /api/console/changes/{id}/reject': ['administrator', 404],
  'POST /api/console/changes/{id}/withdraw': ['administrator', 404],
  'POST /api/console/changes/{id}/share': ['administrator', 404],
  'GET /api/console/certificates/{serial}': ['administrator auditor', 404],
  'POST /api/console/certificates/{serial}/status': ['administrator', 404],
  'GET /api/console/revocation-lists': ['administrator auditor', 200],
  'GET /api/console/revocation-lists/{id}': ['administrator auditor', 404],
  'POST /api/station/claim': ['producer', 200],
  'POST /api/station/jobs/{id}/begin': ['producer', 404],
  'POST /api/station/jobs/{id}/issue': ['producer', 422],
  'POST /api/station/jobs/{id}/complete': ['producer', 404],
  'POST /api/station/jobs/{id}/abandon': ['producer', 404],
  'GET /api/sandbox': ['everyone', 200],
  'POST /api/sandbox/vendor': ['everyone', 400],
  'PUT /api/sandbox/subscribers': ['everyone', 422],
  'POST /api/sandbox/transfers': ['everyone', 200],
  'GET /api/sandbox/orders/{number}': ['everyone', 404],
  'POST /api/sandbox/orders/{number}/pay': ['everyone', 404],
  'POST /api/sandbox/payouts/return': ['everyone', 404],
  'POST /api/sandbox/parcels/advance': ['everyone', 404],
  'GET /api/sandbox/mails/{id}/attachment': ['everyone', 404],
  'DELETE /api/session': ['everyone', 204],
  'DELETE /api/staff/session': ['everyone', 204],
};

const missing = '00000000-0000-7000-8000-000000000000';
const staff = ['newcomer', 'reviewer', 'finance', 'producer', 'administrator', 'auditor'];
const hall = new Hall();
let people: Awaited<ReturnType<typeof cast>>;

before(async () => {
  await hall.start();
  people = await cast(hall);
});
after(async () => {
  hangUp();
  await hall.remove();
});

const routeOf = (name: string): Route => {
  const found = routes.find((each) => each.name === name);
  assert.ok(found, name);
  return found;
};
const changing = routes.filter(({ method }) => method !== 'GET');
const ofApplicant = routes.filter(({ path }) => path.startsWith('/api/applications/{id}'));

/// Some actor who may call the route.
function entitled(route: Route): string {
  const [who] = table[route.name][0].split(' ');
  return who === 'everyone' ? '' : people.cookies[who as Actor];
}

/// A wrong kind of session is none at all (401); the wrong member of staff is told so (403).
function expected(who: string, status: number, actor: string): number {
  if (who === 'everyone' || who.split(' ').includes(actor)) return status;
  const forStaff = who !== 'applicant' && who !== 'phone';
  return forStaff && staff.includes(actor) ? 403 : 401;
}

/// All that somebody who guesses can learn from an answer.
function told(said: Said): object {
  const { request_id: _, ...problem } = JSON.parse(said.text);
  return problem;
}

test('every route of the contract has its row, and every row its route', () => {
  assert.deepEqual(routes.map(({ name }) => name).sort(), Object.keys(table).sort());
});

for (const route of ofApplicant)
  test(`somebody else's object is as good as missing: ${route.name}`, async () => {
    const look = (id: string, cookie: string): Promise<Said> => {
      const question = wellFormed(route, id);
      // An old revision: the owner's question changes nothing either.
      const body = String(question.body).replace('"revision":1', '"revision":0');
      return ask(hall, { ...question, body: question.body && body, cookie });
    };
    const foreign = await look(people.id, people.cookies.applicant);
    assert.equal(foreign.status, 404);
    assert.deepEqual(told(foreign), told(await look(missing, people.cookies.applicant)));
    const own = await look(people.id, people.owner);
    assert.notEqual(own.status, 401);
    if (own.status >= 400) assert.notDeepEqual(told(own), told(foreign));
  });

for (const route of changing)
  test(`only pages of ours change anything: ${route.name}`, async () => {
    const other = 'https://other.example.cn';
    const lures: Record<string, string>[] = [
      { Origin: '' },
      { Origin: other },
      { Origin: 'null' },
      { Origin: '', Referer: `${other}/localhost:${hall.port}` },
      { Origin: hall.url, 'Sec-Fetch-Site': 'cross-site' },
      { Origin: hall.url, 'Sec-Fetch-Site': 'same-site' },
      { Origin: other, 'X-Certhall-Client': 'station' },
      { Origin: hall.url.replace('http://', 'http://x@') },
    ];
    for (const headers of lures) {
      const question = wellFormed(route, people.id);
      const said = await ask(hall, {
        ...question,
        cookie: entitled(route),
        headers: { ...question.headers, ...headers },
      });
      assert.equal(said.status, 403, JSON.stringify(headers));
      assert.match(said.text, /不是从本网站的页面发出的/);
    }
  });

test('a token of one kind of session is none of another', async () => {
  const token = (cookie: string, name: string): string =>
    new RegExp(`(?:^|; )${name}=([^;]+)`).exec(cookie)?.[1] ?? assert.fail(`no ${name}`);
  const doors = [
    ['certhall', people.owner, '/api/applications'],
    ['certhall_phone', people.cookies.phone, '/api/phone/identity'],
    ['certhall_staff', people.cookies.producer, '/api/console/production'],
  ];
  for (const [name, , path] of doors)
    for (const [kind, cookie] of doors) {
      const borrowed = `${name}=${token(cookie, kind)}`;
      const said = await ask(hall, { method: 'GET', path, cookie: borrowed });
      assert.equal(said.status, name === kind ? 200 : 401, `${kind} at ${path}`);
    }
});

test('HEAD tells no more than GET', async () => {
  for (const route of routes.filter(({ method }) => method === 'GET')) {
    const question = wellFormed(route, people.id);
    for (const cookie of [people.cookies.nobody, people.cookies.applicant]) {
      const { status } = await ask(hall, { ...question, cookie });
      const head = await ask(hall, { ...question, method: 'HEAD', cookie });
      assert.deepEqual([head.status, head.text], [status, ''], route.name);
    }
  }
});

for (const [name, [who, status]] of Object.entries(table))
  test(`${name} is for ${who}`, async () => {
    const question = wellFormed(routeOf(name), missing);
    for (const [actor, cookie] of Object.entries(people.cookies)) {
      const said = await ask(hall, { ...question, cookie });
      assert.equal(said.status, expected(who, status, actor), `${actor}: ${said.text}`);
    }
  });

test('whoever signed out is out', async () => {
  for (const [path, cookie] of [
    ['/api/applications', people.cookies.applicant],
    ['/api/console/audit', people.cookies.auditor],
  ])
    assert.equal((await ask(hall, { method: 'GET', path, cookie })).status, 401, path);
});

test('production has no sandbox: the program does not even start with it', () => {
  const config = write(join(hall.folder, 'production.toml'), 'mode = "production"\n');
  const data = join(hall.folder, 'production');
  const ended = spawnSync(bin, ['serve', '--config', config, '--data', data, '--port', '0'], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  assert.notEqual(ended.status, 0);
  assert.notEqual(ended.status, null);
  assert.match(ended.stderr, /沙箱/);
});
