// Accounts with several roles: what goes together, what never does, and that nobody is two of those
// who must look at one application.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inReview } from './applications.ts';
import { type Case, confirmMoney } from './case.ts';
import { type Answer, type Browser, enrol, Hall } from './hall.ts';
import { company } from './papers.ts';

const hall = new Hall();
hall.reading = false;
before(async () => hall.start());
after(async () => hall.remove());

function add(login: string, ...roles: string[]): string {
  const words = ['--login', login, '--name', '测试员'];
  const said = hall.run(
    'staff',
    'add',
    ...hall.where,
    ...words,
    ...roles.flatMap((role) => ['--role', role]),
  );
  return new RegExp(`^${login}  (\\S+)`, 'm').exec(said)?.[1] ?? '';
}

/// What the command says when it refuses.
function refusal(login: string, ...roles: string[]): string {
  try {
    add(login, ...roles);
  } catch (error) {
    return String((error as { stderr: unknown }).stderr);
  }
  throw new Error(`${roles} was not refused`);
}

let both: Browser;
let twice: Browser;

test('one account may be reviewer and finance, and may call what either may', async () => {
  both = (await enrol(hall, 'both', add('both', 'reviewer', 'finance'))).browser;
  twice = (await enrol(hall, 'twice', add('twice', 'reviewer', 'finance'))).browser;
  assert.deepEqual((await both.call('GET', '/api/staff/session')).roles, ['reviewer', 'finance']);
  await both.call('GET', '/api/console/queue');
  await both.call('GET', '/api/console/payments');
  await both.refused(403, 'GET', '/api/console/production');
  await both.refused(403, 'GET', '/api/console/audit');
});

test('no account is administrator and auditor, or nothing at all', () => {
  assert.match(refusal('god', 'administrator', 'auditor'), /不能既是管理员又是审计员/);
  assert.match(refusal('ghost', 'emperor'), /没有岗位「emperor」/);
  assert.match(refusal('nobody'), /--role/);
});

async function approve(who: Browser, one: Case): Promise<Response> {
  const path = `/api/console/applications/${one.id}`;
  const seen = await who.call('GET', path);
  const checklist = seen.checklist.map(({ code }: Answer) => code);
  return who.send('POST', `${path}/approve`, { revision: seen.revision, checklist });
}

test('whoever confirmed the money does not approve, whatever else he is', async () => {
  const one = await inReview(hall, company(1));
  assert.equal((await confirmMoney(one, both)).status, 200);
  assert.equal((await approve(both, one)).status, 403);
  assert.equal((await one.look()).status, 'in_review');
  assert.equal((await approve(twice, one)).status, 200);
});

test('whoever reviewed does not confirm the money', async () => {
  const one = await inReview(hall, company(2));
  const path = `/api/console/applications/${one.id}`;
  const { revision } = await both.call('GET', path);
  const items = [{ item: 'business_licence', reason: '未加盖单位公章' }];
  await both.call('POST', `${path}/return`, { revision, items });
  assert.equal((await confirmMoney(one, both)).status, 403);
  assert.equal((await one.look()).payment.status, 'voucher_uploaded');
});

test('the command line makes the second administrator, and no account after that', async () => {
  assert.ok(add('boss2', 'administrator'));
  assert.match(refusal('boss3', 'administrator'), /已有两名管理员/);
  assert.match(refusal('r9', 'reviewer'), /另一名管理员批准/);
});
