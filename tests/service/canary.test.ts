// Values of persons and secrets are driven through the whole case and then looked for in everything the
// hall leaves behind: logs, database, file store, backup. Nowhere in plain, in base64 or in hex.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Case, deliver, Desk } from './case.ts';
import { type Answer, Browser, Hall, messagesTo, until, write } from './hall.ts';
import { company, idNumber, member, person, type Wanted } from './papers.ts';

const hall = new Hall();

const organization: Wanted = {
  ...company(9),
  legal_representative: {
    name: '金丝雀法人',
    id_number: idNumber('99010119771107741'),
    mobile: '13877441107',
  },
  agent: {
    name: '金丝雀经办',
    id_number: idNumber('99010119881208852'),
    mobile: '13866330825',
    email: 'canary.agent@example.com',
  },
  delivery: { ...company(9).delivery, address: '金丝雀路七七号' },
};
const holder: Wanted = {
  ...member(8),
  agent: {
    name: '金丝雀代办',
    id_number: idNumber('99010119820309963'),
    mobile: '13855220936',
    email: 'canary.second@example.com',
  },
  holder: {
    name: '金丝雀持证',
    id_number: idNumber('99010119930410074'),
    mobile: '13844110741',
  },
};
const natural: Wanted = {
  ...person(7),
  agent: {
    name: '金丝雀本人',
    id_number: idNumber('99010119950611185'),
    mobile: '13833001852',
    email: 'canary.person@example.com',
  },
};

interface Canary {
  what: string;
  value: string;
  /// Digits that a time or a number may hold by chance: only where nothing of the kind stands beside.
  short?: boolean;
}
const canaries: Canary[] = [
  { what: 'delivery', value: organization.delivery.address },
  { what: 'bank account', value: '6228480990077441107' },
  { what: 'bank account', value: '6228 4809 9007 7441 107' },
];
for (const { agent, legal_representative, holder: third } of [organization, holder, natural])
  for (const someone of [agent, legal_representative, third ?? {}])
    for (const [what, value] of Object.entries<string>(someone))
      if (value) canaries.push({ what, value });

let desk: Desk;
before(async () => {
  await hall.start();
  desk = await Desk.of(hall);
});
after(async () => hall.remove());

const account = {
  account_number: '6228 4809 9007 7441 107',
  bank_name: '示例银行',
  branch: '金丝雀支行',
};

/// By WeChat, as an organization does it: with an account that the PIN goes to.
async function payOnline(one: Case): Promise<void> {
  const { revision } = await one.look();
  await one.applicant.call('POST', one.at('/payment'), { revision, method: 'wechat', account });
  const order = await until('the code', async () => {
    const view = await one.look();
    return view.payment.order?.status === 'open' ? view.payment.order : undefined;
  });
  const pay = `/api/sandbox/orders/${order.link.split('/').at(-1)}/pay`;
  await new Browser(hall).call('POST', pay, { choice: 'normal' });
  await one.until('the review', 'in_review');
}

async function payByTransfer(one: Case): Promise<void> {
  await one.pay();
  await desk.confirmMoney(one);
}

/// From login to the parcel; what staff look at on the way, too.
async function drive(wanted: Wanted, pay: (one: Case) => Promise<void>): Promise<void> {
  const one = new Case(hall, wanted);
  await one.open();
  await one.choose();
  assert.deepEqual((await one.save()).problems, []);
  await one.print();
  await one.uploadPapers();
  const { phone } = await one.photograph();
  await one.prove(phone);
  await pay(one);
  await lookAt(one);
  await desk.approve(one);
  await desk.makeToken(one);
  await keepSecrets(wanted);
  await deliver(desk.producer, one);
}

async function lookAt(one: Case): Promise<void> {
  const { agent } = one.wanted;
  for (const term of [agent.name, agent.mobile, one.number])
    await desk.reviewer.call('POST', '/api/console/search', { term });
  await desk.reviewer.call('POST', `/api/console/applications/${one.id}/reveal`, {
    reason: '审核：与证件和申请表核对',
  });
  await desk.reviewer.call('GET', '/api/console/applications');
  await desk.reviewer.call('GET', '/api/console/messages');
}

/// The PIN and the login codes, as they came to the phones.
async function keepSecrets({ agent, holder: third }: Wanted): Promise<void> {
  const texts = await until('the PIN', async () => {
    const all = await messagesTo(hall, agent.mobile);
    if (third) all.push(...(await messagesTo(hall, third.mobile)));
    const { payouts } = await new Browser(hall).call('GET', '/api/sandbox');
    all.push(...payouts.map((each: Answer) => each.remark));
    return all.some((each) => /PIN/.test(each)) ? all : undefined;
  });
  for (const text of texts) {
    const code = /验证码\D*(\d{6})/.exec(text)?.[1];
    if (code) canaries.push({ what: 'SMS code', value: code, short: true });
    const pin = /PIN\D*(\d{8})/.exec(text)?.[1];
    if (pin) canaries.push({ what: 'PIN', value: pin, short: true });
  }
}

/// What is wrong, too, must leave no trace: refused values, a page that is not there.
async function makeMistakes(): Promise<void> {
  const { mobile, email } = organization.agent;
  const stranger = new Browser(hall);
  await stranger.send('POST', '/api/session', { mobile, code: '000000' });
  await stranger.send('GET', `/hall/${mobile}?email=${email}`);
  await stranger.send('GET', `/api/applications/${mobile}`);
  await stranger.send('POST', '/api/portal/handover', { agent_name: organization.agent.name });
  await desk.reviewer.send('POST', '/api/console/search', { term: `${mobile}?` });
}

test('three cases, with values that are easy to find', { timeout: 600_000 }, async () => {
  await drive(organization, payOnline);
  await drive(holder, payByTransfer);
  await drive(natural, payByTransfer);
  await makeMistakes();
  for (const what of ['PIN', 'SMS code'])
    assert.ok(canaries.filter((each) => each.what === what).length >= 3, what);
});

/// The base64 of `value` wherever it begins: what its neighbours have no part in.
function base64Forms(value: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), value])
      .toString('base64')
      .replace(/=+$/, '');
    const first = Math.ceil((shift * 8) / 6);
    const whole = Math.floor(((shift + value.length) * 8) / 6);
    return text.slice(first, whole);
  });
}

function forms({ value, short }: Canary): (Buffer | RegExp)[] {
  const plain = Buffer.from(value);
  const wide = Buffer.from(value, 'utf16le');
  const all: (Buffer | RegExp)[] = [wide, Buffer.from(wide).swap16()];
  for (const text of [
    ...base64Forms(plain),
    plain.toString('hex'),
    plain.toString('hex').toUpperCase(),
  ])
    all.push(Buffer.from(text));
  const escaped = [...value]
    .map((c) => (c > '~' ? `\\u${c.charCodeAt(0).toString(16)}` : c))
    .join('');
  if (escaped !== value) all.push(Buffer.from(escaped), Buffer.from(encodeURIComponent(value)));
  all.push(short ? new RegExp(`(?<![0-9A-Za-z+/=_-])${value}(?![0-9A-Za-z+/=_-])`) : plain);
  return all;
}

function find(where: string, bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  return canaries
    .filter((canary) =>
      forms(canary).some((form) =>
        form instanceof RegExp ? form.test(text) : bytes.includes(form),
      ),
    )
    .map((canary) => `${canary.what} in ${where}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));
}

test('the search would find them', () => {
  const { agent } = organization;
  for (const value of [agent.name, agent.id_number, agent.mobile]) {
    const bytes = Buffer.from(value);
    for (const shift of [0, 1, 2]) {
      const around = Buffer.concat([Buffer.alloc(shift, 'x'), bytes, Buffer.from('yz')]);
      assert.notDeepEqual(
        find('', Buffer.from(around.toString('base64'))),
        [],
        `${value} ${shift}`,
      );
    }
    assert.notDeepEqual(find('', Buffer.from(bytes.toString('hex'))), []);
    assert.notDeepEqual(find('', Buffer.from(` ${value} `, 'utf16le')), []);
  }
  const pin = canaries.find((each) => each.what === 'PIN')?.value;
  assert.notDeepEqual(find('', Buffer.from(`{"pin":"${pin}"}`)), []);
});

test('none is in the logs, the database, the file store, or a backup', () => {
  const backup = join(hall.folder, 'backup');
  const word = write(join(hall.folder, 'passphrase'), 'a passphrase for the canaries\n');
  hall.run('backup', ...hall.where, '--to', backup, '--passphrase-file', word);
  const found = find('the output', Buffer.from(hall.output));
  for (const path of [...filesBelow(join(hall.folder, 'var')), ...filesBelow(backup)])
    found.push(...find(path, readFileSync(path)));
  const database = hall.where.at(-1) ?? '';
  if (database.startsWith('postgresql:')) {
    const dump = execFileSync('pg_dump', [database.replace('postgresql:', '')], {
      maxBuffer: 1 << 30,
    });
    found.push(...find('the dump', dump));
  }
  assert.deepEqual(found, []);
});
