// Administration by two: what one proposes another approves, in force from its time on, and nothing
// wrong ever takes effect.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { awaitingPayment } from './applications.ts';
import { approveChange, changes, proposeChange, twoAdministrators } from './changes.ts';
import {
  type Answer,
  Browser,
  consentsOf,
  enrol,
  forgetUsedCodes,
  Hall,
  password,
  signIn,
  totp,
  until,
} from './hall.ts';
import { company } from './papers.ts';

const root = resolve(import.meta.dirname, '../..');
const hall = new Hall();
hall.reading = false;
let first: Browser;
let second: Browser;
let auditor: Browser;
const secrets = new Map<string, string>(); // of authenticators

before(async () => {
  await hall.start();
  const [one, other] = await twoAdministrators(hall);
  first = one.browser;
  secrets.set('administrator', one.secret);
  second = other.browser;
  auditor = (await enrol(hall, 'auditor', hall.oneTimePassword('auditor'))).browser;
});
after(async () => hall.remove());

const reason = '按价格委员会2026年第3号决定';

async function now(subject: string, target: string): Promise<string> {
  const { entries } = await first.call('GET', `/api/console/administered/${subject}`);
  return entries.find((each: Answer) => each.target === target)?.text ?? '';
}

function propose(
  who: Browser,
  subject: string,
  target: string,
  text: string,
  effective_at?: string,
): Promise<Answer> {
  return proposeChange(who, { subject, target, text, reason, effective_at });
}

/// The problems of a text that is refused, as "line: message".
async function problems(subject: string, target: string, text: string): Promise<string[]> {
  const body = { subject, target, text, reason };
  const { fields } = await first.refused(422, 'POST', changes, body);
  const checked = await first.call('POST', `${changes}/check`, { subject, target, text });
  assert.deepEqual(
    checked.problems.map(({ line, message }: Answer) => `${line}: ${message}`),
    fields.map(({ field, message }: Answer) => `${field.replace('line ', '')}: ${message}`),
  );
  return fields.map(({ field, message }: Answer) => `${field}: ${message}`);
}

const both = async (subject: string, target: string, text: string): Promise<Answer> =>
  approveChange(second, await propose(first, subject, target, text));

const yuan = async (): Promise<number> => {
  const { prices } = await new Browser(hall).call('GET', '/api/catalogue');
  return prices.find(
    (each: Answer) =>
      each.relying_application === 'hn-ggzy' && each.certificate_type === 'organization',
  ).certificate_per_year;
};

/// The price list in force with this fee in the line of the organization's certificate.
async function priced(fee: string): Promise<string> {
  return (await now('price_list', 'hn-ggzy')).replace(/机构证书,[^,]+/, `机构证书,${fee}`);
}

test('nobody approves what is his own; the other one does, and it is in force at once', async () => {
  const text = await priced('210.00');
  const proposed = await propose(first, 'price_list', 'hn-ggzy', text);
  assert.deepEqual(proposed.summary.waits_for, ['测试员（administrator2）']);
  assert.match(proposed.blocked, /另一名管理员/);
  const path = `${changes}/${proposed.summary.id}`;
  const { revision } = proposed;
  const refused = await first.refused(403, 'POST', `${path}/approve`, { revision });
  assert.match(refused.title, /本人提出/);
  // A second browser does not make a second person.
  const again = await signInAgain('administrator');
  await again.refused(403, 'POST', `${path}/approve`, { revision });
  await first.refused(403, 'POST', `${path}/reject`, { revision, reason: '我' });
  assert.equal(await yuan(), 20000);
  const seen = await second.call('GET', path);
  assert.ok(seen.before.includes('机构证书,200.00'));
  assert.ok(seen.after.includes('机构证书,210.00'));
  const approved = await approveChange(second, seen);
  assert.equal(approved.summary.status, 'in_force');
  assert.equal(await yuan(), 21000);
});

/// The same person at another computer.
async function signInAgain(login: string): Promise<Browser> {
  const secret = secrets.get(login) ?? '';
  forgetUsedCodes(hall);
  const browser = new Browser(hall);
  await browser.call('POST', '/api/staff/session', { login, password, totp: totp(secret) });
  return browser;
}
test('64 approvals at the same moment are one', async () => {
  const proposed = await propose(first, 'price_list', 'hn-ggzy', await priced('220.00'));
  const path = `${changes}/${proposed.summary.id}/approve`;
  const { revision } = proposed;
  const answers = await Promise.all(
    Array.from({ length: 64 }, () => second.send('POST', path, { revision })),
  );
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.ok(answers.every(({ status }) => status === 200 || status === 409));
  const page = await auditor.call('GET', `/api/console/audit?act=change.come_into_force`);
  const mine = page.entries.filter(({ subject }: Answer) => subject.endsWith(proposed.summary.id));
  assert.equal(mine.length, 1);
  assert.equal(await yuan(), 22000);
});

test('an edit voids the approval, and an approval of what was seen before is stale', async () => {
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const proposed = await propose(first, 'price_list', 'hn-ggzy', await priced('230.00'), later);
  const path = `${changes}/${proposed.summary.id}`;
  const approved = await approveChange(second, proposed);
  assert.equal(approved.summary.status, 'approved');
  const edit = { revision: approved.revision, text: await priced('235.00'), reason };
  await second.refused(403, 'PUT', path, edit);
  const edited = await first.call('PUT', path, { ...edit, effective_at: later });
  assert.equal(edited.summary.status, 'proposed');
  assert.equal(edited.summary.version, 2);
  assert.equal(edited.summary.decider, undefined);
  await second.refused(409, 'POST', `${path}/approve`, { revision: approved.revision });
  await first.refused(409, 'POST', changes, {
    subject: 'price_list',
    target: 'hn-ggzy',
    text: await priced('240.00'),
    reason,
  }); // one at a time
  const gone = await first.call('POST', `${path}/withdraw`, { revision: edited.revision });
  assert.equal(gone.summary.status, 'withdrawn');
  assert.deepEqual(gone.summary.actions, []);
  assert.equal(await yuan(), 22000);
});

test('what is approved waits for its time, and a rejection comes in time until then', async () => {
  const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
  await first.refused(422, 'POST', changes, {
    subject: 'price_list',
    target: 'hn-ggzy',
    text: await priced('240.00'),
    reason,
    effective_at: soon(-60),
  });
  const proposed = await propose(first, 'price_list', 'hn-ggzy', await priced('240.00'), soon(5));
  await approveChange(second, proposed);
  assert.equal(await yuan(), 22000);
  await until('the price to come into force', async () =>
    (await yuan()) === 24000 ? true : undefined,
  );
  const other = await propose(first, 'price_list', 'hn-ggzy', await priced('250.00'), soon(3600));
  const { summary, revision } = await approveChange(second, other);
  const path = `${changes}/${summary.id}/reject`;
  await second.refused(422, 'POST', path, { revision, reason: '' });
  const rejected = await second.call('POST', path, { revision, reason: '金额写错' });
  assert.equal(rejected.summary.status, 'rejected');
  assert.equal(rejected.summary.decision_reason, '金额写错');
});

test('what no longer fits when its time comes lapses and changes nothing', async () => {
  const at = new Date(Date.now() + 6_000).toISOString();
  const proposed = await propose(first, 'price_list', 'hn-ggzy', await priced('260.00'), at);
  await approveChange(second, proposed);
  // Not by way of the hall: as if a backup were restored in between.
  hall.sql("update price_list set token_once = 9900 where relying_application = 'hn-ggzy'");
  const lapsed = await until('the change to lapse', async () => {
    const seen = await first.call('GET', `${changes}/${proposed.summary.id}`);
    return seen.summary.status === 'lapsed' ? seen : undefined;
  });
  assert.match(lapsed.summary.decision_reason, /已有变化/);
  assert.equal(await yuan(), 24000);
});

test('a new price touches neither what is paid nor what is owed', async () => {
  const one = await awaitingPayment(hall, company(3));
  const before = (await one.look()).price;
  await both('price_list', 'hn-ggzy', await priced('300.00'));
  assert.equal(await yuan(), 30000);
  const view = await one.look();
  assert.deepEqual(view.price, before);
  assert.equal(view.payment.amount, before.total);
});

test('a wrong price list is refused with the line that is wrong', async () => {
  const text = await now('price_list', 'hn-ggzy');
  const [head] = text.split('\n');
  const refused = (lines: string[]): Promise<string[]> =>
    problems('price_list', 'hn-ggzy', [head, ...lines].join('\n'));
  assert.match((await refused(['机构证书,20O.00,100.00,50.00']))[0], /^line 2: 证书费「20O.00」/);
  assert.match((await refused(['机构证书,200.00,100.00']))[0], /^line 2: 应有 4 列/);
  assert.match((await refused(['机构证书,-1,100.00,50.00']))[0], /^line 2: 证书费「-1」/);
  assert.match((await refused(['机构证书，200，100，50']))[0], /^line 2: .*英文逗号/);
  const twice = ['机构证书,200.00,100.00,50.00', '', '机构证书,200.00,100.00,50.00'];
  assert.match((await refused(twice))[0], /^line 4: .*重复/);
  assert.match((await refused(['自然人证书,1,1,1']))[0], /^line 2: 缺少机构证书/);
  const headless = await problems('price_list', 'hn-ggzy', '机构证书,1,1,1\n');
  assert.match(headless[0], /^line 1: 第一行应为表头/);
  assert.match((await problems('price_list', 'nowhere', text))[0], /^line 1: 没有应用/);
  await first.refused(422, 'POST', changes, {
    subject: 'price_list',
    target: 'hn-ggzy',
    text,
    reason,
  }); // nothing changes
});

test('a wrong calendar is refused with its lines, a right one shifts the promised day', async () => {
  const shipped = readFileSync(resolve(root, 'data/calendar-cn.json'), 'utf8');
  assert.equal(await now('working_calendar', 'cn'), shipped);
  const line = (text: string): number => shipped.slice(0, shipped.indexOf(text)).split('\n').length;
  const broken = await problems('working_calendar', 'cn', shipped.replace('"name": "元旦",', ''));
  assert.match(broken[0], new RegExp(`^line ${line('元旦')}: .*缺少此项`));
  const backwards = shipped.replace('"to": "2026-02-23"', '"to": "2026-02-03"');
  const [late] = await problems('working_calendar', 'cn', backwards);
  assert.match(late, new RegExp(`^line ${line('2026-02-15')}: 春节的结束日期早于开始日期`));
  const monday = shipped.replace('"2026-02-14"', '"2026-02-16"');
  assert.match(
    (await problems('working_calendar', 'cn', monday))[0],
    /^line \d+: 2026-02-16 不是周末/,
  );
  const syntax = await problems(
    'working_calendar',
    'cn',
    shipped.replace('"years": [', '"years" ['),
  );
  assert.match(syntax[0], new RegExp(`^line ${line('"years"')}: 不是正确的 JSON`));

  const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10);
  const year = Number(tomorrow.slice(0, 4));
  const days = JSON.parse(shipped);
  const known = days.years.find((each: Answer) => each.year === year);
  const holiday = { name: '测试节', from: tomorrow, to: tomorrow };
  if (known) known.holidays.push(holiday);
  else days.years.push({ year, holidays: [holiday], worked: [] });
  await both('working_calendar', 'cn', JSON.stringify(days, null, 2));
  assert.ok((await now('working_calendar', 'cn')).includes('测试节'));
});

test('a consent document is refused with its lines; a new version is what the next one agrees to', async () => {
  const text = await now('consent_document', 'privacy_policy');
  const wrong = (from: string | RegExp, to: string): Promise<string[]> =>
    problems('consent_document', 'privacy_policy', text.replace(from, to));
  assert.match((await wrong(/^---\n/, ''))[0], /^line 1: 第一行应为/);
  assert.match(
    (await wrong('must_agree: true', 'must_agree: yes'))[0],
    /^line 5: must_agree 只能是/,
  );
  assert.match((await wrong('code: privacy_policy', 'code: guide'))[0], /^line 2: code 应为/);
  assert.match((await wrong(/$/, '<b>粗</b>'))[0], /^line \d+: 不支持 HTML/);
  assert.match((await wrong(/title: .*/, '$&改'))[0], /^line 4: 标题应写在书名号/);
  const [published] = await wrong(/$/, '补充一条。');
  assert.match(published, /^line 3: 版本 .* 已发布过/);

  const applicant = await signIn(hall, '13900000077');
  const old = await consentsOf(applicant);
  await both(
    'consent_document',
    'privacy_policy',
    text.replace(/version: .*/, 'version: 2099-01').replace(/\s*$/, '\n\n补充一条。\n'),
  );
  await applicant.refused(422, 'POST', '/api/applications', { consents: old });
  const consents = await consentsOf(applicant);
  assert.ok(consents.some(({ version }: Answer) => version === '2099-01'));
  await applicant.call('POST', '/api/applications', { consents });
  await hall.stop();
  await hall.start();
  const kept = await consentsOf(applicant);
  assert.deepEqual(kept, consents, 'a restart does not bring the old text back');
});

test('a relying application is refused with its lines, and begins with its price', async () => {
  const text = await now('relying_application', 'cs-ggzy');
  const wrong = (from: string, to: string): Promise<string[]> =>
    problems('relying_application', 'cs-ggzy', text.replace(from, to));
  assert.match((await wrong('"code": "cs-ggzy"', '"code": "other"'))[0], /^line 2: 代码应为/);
  assert.match((await wrong('"region"', '"land"'))[0], /^line \d+: (land：不认识|region：缺少)/);
  const [days] = await wrong('"cancel_after_days": 30', '"cancel_after_days": 5');
  assert.match(days, /^line 6: 提醒天数应为/);
  const fresh = {
    ...JSON.parse(text),
    code: 'zz-ggzy',
    name: '株洲市公共资源交易平台',
    cancel_after_days: 45,
  };
  const write = (types: string[]): string =>
    `${JSON.stringify({ ...fresh, certificate_types: types }, null, 2)}\n`;
  const [unpriced] = await problems('relying_application', 'zz-ggzy', write(['organization']));
  assert.match(unpriced, /还没有价格/);
  await both('relying_application', 'zz-ggzy', write([]));
  const head = (await now('price_list', 'zz-ggzy')).trimEnd();
  await both('price_list', 'zz-ggzy', `${head}\n机构证书,180.00,100.00,50.00\n`);
  await both('relying_application', 'zz-ggzy', write(['organization']));
  const { prices } = await new Browser(hall).call('GET', '/api/catalogue');
  const mine = prices.find((each: Answer) => each.relying_application === 'zz-ggzy');
  assert.equal(mine.certificate_per_year, 18000);
  assert.match(await now('relying_application', 'zz-ggzy'), /"cancel_after_days": 45/);
});

// --- staff ---------------------------------------------------------------------------------------

const account = (login: string, roles: string[], more = {}): string => {
  const members = Object.entries({
    login,
    name: '新员工',
    roles,
    enabled: true,
    reset: false,
    ...more,
  });
  const lines = members.map(([key, value]) => `  "${key}": ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
};

/// Both halves of the one-time password, each shown once.
async function wholePassword(id: string): Promise<string> {
  const path = `${changes}/${id}/share`;
  const halves = [await first.call('POST', path), await second.call('POST', path)];
  await first.refused(410, 'POST', path);
  assert.deepEqual(
    halves.map((half: Answer) => half.first),
    [true, false],
  );
  assert.ok(halves.every(({ share }: Answer) => share.length === 8));
  return halves.map(({ share }: Answer) => share).join('');
}

let third: Browser;

test('wrong accounts are refused with their lines', async () => {
  const refused = async (login: string, roles: string[], more = {}): Promise<string> =>
    (await problems('staff', login, account(login, roles, more)))[0];
  assert.match(await refused('god', ['administrator', 'auditor']), /^line 4: .*不能既是管理员又是/);
  assert.match(await refused('nobody', []), /^line 4: 请至少选择一个岗位/);
  assert.match(await refused('r9', ['reviewer', 'reviewer']), /^line 4: 岗位重复/);
  assert.match(await refused('r9', ['emperor']), /^line 4: roles\[0\]：没有这个选项/);
  assert.match(await refused('R9!', ['reviewer']), /^line 2: 账号应为/);
  assert.match(await refused('r9', ['reviewer'], { name: '' }), /^line 3: 请填写姓名/);
  assert.match(await refused('r9', ['reviewer'], { enabled: false }), /^line 5: 新账号应为启用/);
  assert.match(
    await refused('administrator2', ['reviewer'], { name: '测试员' }),
    /^line 4: 至少要保留两名/,
  );
});

test('a new account gets its password in two halves', async () => {
  const made = await both('staff', 'boss3', account('boss3', ['administrator']));
  assert.ok(made.summary.actions.includes('take_share'));
  await auditor.refused(403, 'POST', `${changes}/${made.summary.id}/share`);
  const word = await wholePassword(made.summary.id);
  third = (await enrol(hall, 'boss3', word)).browser;
  assert.deepEqual((await third.call('GET', '/api/staff/session')).roles, ['administrator']);
});

test('nobody approves what changes his own account', async () => {
  const text = await now('staff', 'administrator2');
  const wider = text.replace('["administrator"]', '["finance","administrator"]');
  const proposed = await propose(first, 'staff', 'administrator2', wider);
  assert.deepEqual(proposed.summary.waits_for, ['新员工（boss3）']);
  const { revision } = proposed;
  const path = `${changes}/${proposed.summary.id}`;
  await second.refused(403, 'POST', `${path}/approve`, { revision });
  await second.call('POST', `${path}/reject`, { revision, reason: '不需要' });
});

test('a disabled account is out at once, wherever it is signed in', async () => {
  const reviewer = (await enrol(hall, 'reviewer', hall.oneTimePassword('reviewer'))).browser;
  await reviewer.call('GET', '/api/console/queue');
  const text = await now('staff', 'reviewer');
  await both('staff', 'reviewer', text.replace('"enabled": true', '"enabled": false'));
  await reviewer.refused(401, 'GET', '/api/console/queue');
  await new Browser(hall).refused(401, 'POST', '/api/staff/session', {
    login: 'reviewer',
    password,
  });
});

test('who lost his authenticator gets a new password, and the old one is worth nothing', async () => {
  const finance = await enrol(hall, 'finance', hall.oneTimePassword('finance'));
  const text = await now('staff', 'finance');
  const done = await both('staff', 'finance', text.replace('"reset": false', '"reset": true'));
  await finance.browser.refused(401, 'GET', '/api/console/payments');
  await new Browser(hall).refused(401, 'POST', '/api/staff/session', {
    login: 'finance',
    password,
    totp: totp(finance.secret, 1),
  });
  const again = await enrol(hall, 'finance', await wholePassword(done.summary.id));
  await again.browser.call('GET', '/api/console/payments');
});

test('every act is in the chain with digests of before and after, and nobody’s name', async () => {
  const page = await auditor.call('GET', '/api/console/audit?act=change.approve');
  assert.ok(page.chain_intact);
  assert.ok(page.entries.length >= 5);
  for (const { actor, detail } of page.entries) {
    assert.match(actor, /^administrator2?$/);
    const { subject, target, after } = JSON.parse(detail);
    assert.ok(subject && target);
    assert.match(after, /^[0-9a-f]{64}$/);
    assert.doesNotMatch(detail, /新员工|测试员/);
  }
});
