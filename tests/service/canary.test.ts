// Values of persons and secrets are driven through the whole case and then looked for in everything the
// hall leaves behind: logs, database, file store, backup. Nowhere in plain, in base64 or in hex.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  type Answer,
  Browser,
  consentsOf,
  enrol,
  Hall,
  messagesTo,
  signIn,
  stationWords,
  until,
  write,
} from './hall.ts';
import { company, idNumber, identityCard, licence } from './papers.ts';

const hall = new Hall();
const file = (name: string): string => join(hall.folder, name);
const base = company(9);
const mine = {
  ...base,
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
  delivery: { ...base.delivery, address: '金丝雀路七七号' },
};
const payer = '金丝雀付款户名';

interface Canary {
  what: string;
  value: string;
  /// Digits that a time or a number may hold by chance: only where nothing of the kind stands beside.
  short?: boolean;
}
const canaries: Canary[] = [
  { what: 'name of the agent', value: mine.agent.name },
  { what: 'id number of the agent', value: mine.agent.id_number },
  { what: 'mobile of the agent', value: mine.agent.mobile },
  { what: 'e-mail of the agent', value: mine.agent.email },
  { what: 'name of the legal representative', value: mine.legal_representative.name },
  { what: 'id number of the legal representative', value: mine.legal_representative.id_number },
  { what: 'mobile of the legal representative', value: mine.legal_representative.mobile },
  { what: 'address of delivery', value: mine.delivery.address },
  { what: 'name of the payer', value: payer },
];

let applicant: Browser;
let id = '';
const at = (path = ''): string => `/api/applications/${id}${path}`;
const look = (): Promise<Answer> => applicant.call('GET', at());

before(async () => hall.start());
after(async () => hall.remove());

async function fillIn(): Promise<void> {
  applicant = await signIn(hall, mine.agent.mobile);
  let view = await applicant.call('POST', '/api/applications', {
    consents: await consentsOf(applicant),
  });
  id = view.id;
  view = await applicant.call('PUT', at('/relying-application'), {
    revision: view.revision,
    relying_application: 'hn-ggzy',
  });
  view = await applicant.call('PUT', at('/details'), { revision: view.revision, details: mine });
  assert.deepEqual(view.problems, []);
  await applicant.call('POST', at('/form'), { revision: view.revision });
}

async function uploadPapers(): Promise<void> {
  for (const [kind, path] of [
    ['application_form', '/form.pdf'],
    ['seal_impression', '/seal-sheet.pdf'],
  ]) {
    const pdf = new Uint8Array(await (await applicant.send('GET', at(path))).arrayBuffer());
    await applicant.call('POST', at(`/materials/${kind}`), pdf, {
      'Content-Type': 'application/pdf',
      'X-File-Name': encodeURIComponent(`${mine.agent.name}.pdf`),
    });
  }
  await applicant.upload(
    at('/materials/business_licence'),
    licence(base, file('licence.jpg')),
    'image/jpeg',
  );
}

async function identify(): Promise<void> {
  const { name, id_number, mobile } = mine.agent;
  await new Browser(hall).call('PUT', '/api/sandbox/subscribers', { mobile, name, id_number });
  const { url } = await applicant.call('POST', at('/identity-link'));
  const phone = new Browser(hall);
  await phone.call('POST', '/api/phone/identity/open', { token: url.split('/').at(-1) });
  for (const side of ['front', 'back'] as const)
    await phone.upload(
      `/api/phone/identity/${side}`,
      identityCard(mine, side, file(`${side}.jpg`)),
      'image/jpeg',
    );
  await phone.call('POST', '/api/phone/identity/confirm', { name, number: id_number });
  await until('the carrier', async () =>
    (await look()).identity.status === 'verified' ? true : undefined,
  );
}

async function pay(): Promise<void> {
  let view = await look();
  view = await applicant.call('POST', at('/payment'), {
    revision: view.revision,
    method: 'bank_transfer',
  });
  const { amount, remark_code: remark } = view.payment;
  await applicant.upload(at('/payment/voucher'), file('licence.jpg'), 'image/jpeg');
  const bank = new Browser(hall);
  await bank.call('POST', '/api/sandbox/transfers', { payer_name: payer, amount, remark });
  const [line] = (await bank.call('GET', '/api/sandbox')).transfers;
  const finance = (await enrol(hall, 'finance', hall.oneTimePassword('finance'))).browser;
  const [due] = (await finance.call('GET', '/api/console/payments')).payments;
  await finance.call('POST', `/api/console/payments/${due.id}/confirm`, {
    revision: due.revision,
    amount,
    payer_name: payer,
    bank_reference: line.bank_reference,
  });
}

async function approveAndProduce(): Promise<void> {
  const reviewer = (await enrol(hall, 'reviewer', hall.oneTimePassword('reviewer'))).browser;
  const seen = await reviewer.call('GET', `/api/console/applications/${id}`);
  await reviewer.call('POST', `/api/console/applications/${id}/approve`, {
    revision: seen.revision,
    checklist: seen.checklist.map((each: Answer) => each.code),
  });
  const { secret, browser } = await enrol(hall, 'producer', hall.oneTimePassword('producer'));
  hall.run('station', ...(await stationWords(hall, secret)));
  const pin = await until('the PIN', async () =>
    (await messagesTo(hall, mine.agent.mobile)).find((each) => /PIN/.test(each)),
  );
  canaries.push({ what: 'PIN', value: /\d{8}/.exec(pin)?.[0] ?? '', short: true });
  const [delivery] = (await browser.call('GET', '/api/console/production')).deliveries;
  await browser.call('POST', `/api/console/deliveries/${delivery.id}/ship`, {
    revision: delivery.revision,
  });
  await until('the waybill', async () => ((await look()).status === 'shipped' ? true : undefined));
}

/// What is wrong, too, must leave no trace: refused values, a page that is not there.
async function makeMistakes(): Promise<void> {
  const { mobile, email } = mine.agent;
  await new Browser(hall).send('POST', '/api/session', { mobile, code: '000000' });
  await new Browser(hall).send('GET', `/hall/${mobile}?email=${email}`);
  await new Browser(hall).send('GET', `/api/applications/${mobile}`);
  await applicant.send('PUT', at('/details'), { revision: 0, details: mine });
}

test('a whole case, with values that are easy to find', async () => {
  await fillIn();
  await uploadPapers();
  await identify();
  await pay();
  await approveAndProduce();
  await makeMistakes();
  for (const text of await messagesTo(hall, mine.agent.mobile)) {
    const code = /验证码\D*(\d{6})/.exec(text)?.[1];
    if (code) canaries.push({ what: 'SMS code', value: code, short: true });
  }
  assert.ok(canaries.some((each) => each.what === 'SMS code'));
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
  const { agent } = mine;
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
  const backup = file('backup');
  const word = write(file('passphrase'), 'a passphrase for the canaries\n');
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
