// What the authority does to certificates afterwards: suspended, released and revoked, in the console
// and from the command line, singly, by key and from lists; and certificates of a changed profile.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Case, Desk } from './case.ts';
import { approveChange, proposeChange, twoAdministrators } from './changes.ts';
import { type Answer, bin, type Browser, Hall, messagesTo, until, write } from './hall.ts';
import { approved, issue } from './issued.ts';
import { company } from './papers.ts';
import { post, Questions, type Said, statusIn } from './status.ts';

const hall = new Hall();
hall.reading = false;
const one = new Case(hall, company(1));
let first: Browser;
let second: Browser;
let producer: Browser;
let questions: Questions;
let tokens = 0;

before(async () => {
  await hall.start();
  const desk = await Desk.of(hall);
  producer = desk.producer;
  [first, second] = (await twoAdministrators(hall)).map(({ browser }) => browser);
  await approved(one, desk);
  questions = await Questions.of(hall);
});
after(async () => hall.remove());

interface Pair {
  token: string;
  signing: string; // serial numbers
  encryption: string;
  certificate: X509Certificate;
}

/// For a new token.
async function newPair(): Promise<Pair> {
  const token = `STATUS-${(tokens += 1)}`;
  const made = await issue(one, producer, token);
  const read = (field: string): X509Certificate =>
    new X509Certificate(Buffer.from(made[field], 'base64'));
  const serial = (of: X509Certificate): string => of.serialNumber.toLowerCase();
  const certificate = read('signing_certificate');
  const encryption = serial(read('encryption_certificate'));
  return { token, signing: serial(certificate), encryption, certificate };
}
/// The token breaks, so that there can be another pair.
const giveUp = ({ token }: Pair): Promise<Answer> =>
  producer.call('POST', `/api/station/jobs/${one.id}/abandon`, { token_serial: token });

const said = async (serial: string): Promise<Said> =>
  statusIn(await post(hall.url, questions.about(serial)), serial);
const order = (serial: string, what: Answer): Promise<Answer> =>
  first.call('POST', `/api/console/certificates/${serial}/status`, { note: '', ...what });
const told = async (word: string): Promise<number> => {
  const texts = await messagesTo(hall, one.wanted.agent.mobile);
  return texts.filter((text) => text.includes(word)).length;
};
const heard = (word: string, times: number): Promise<number> =>
  until(`${word}, ${times} times`, async () => ((await told(word)) === times ? times : undefined));

function command(...words: string[]): { status: number | null; said: string } {
  const [verb, ...rest] = words;
  const ran = spawnSync(bin, ['ca', verb, ...hall.where, ...rest], { encoding: 'utf8' });
  return { status: ran.status, said: ran.stdout + ran.stderr };
}
function does(...words: string[]): string {
  const ran = command(...words);
  assert.equal(ran.status, 0, ran.said);
  return ran.said;
}
const file = (name: string, text: string): string => write(`${hall.folder}/${name}`, text);

const byTwo = async (subject: string, target: string, text: string): Promise<Answer> =>
  approveChange(
    second,
    await proposeChange(first, { subject, target, text, reason: '按第7号决定' }),
  );

test('the console suspends a pair, releases it, and tells whom it concerns', async () => {
  const pair = await newPair();
  await order(pair.signing, { action: 'suspend', confirmed: false, with_pair: true });
  for (const serial of [pair.signing, pair.encryption])
    assert.equal(await said(serial), 'revoked', 'as soon as it is acknowledged');
  await heard('已挂起', 1);
  await order(pair.signing, { action: 'release', confirmed: false, with_pair: true });
  for (const serial of [pair.signing, pair.encryption]) assert.equal(await said(serial), 'good');
  await heard('已解除挂起', 1);
  const hasty = { action: 'revoke', reason: 'superseded', confirmed: false, note: '' };
  const path = `/api/console/certificates/${pair.signing}/status`;
  await first.refused(422, 'POST', path, { ...hasty, with_pair: true });
  assert.equal(await said(pair.signing), 'good', 'a revocation wants to be confirmed');
  await giveUp(pair);
});

test('the command line does the same beside a hall that serves', async () => {
  const pair = await newPair();
  assert.match(does('suspend', '--serial', pair.signing), /挂起/);
  assert.equal(await said(pair.signing), 'revoked');
  assert.equal(await said(pair.encryption), 'good');
  does('release', '--serial', pair.signing);
  assert.equal(await said(pair.signing), 'good');
  assert.notEqual(command('release', '--serial', pair.signing).status, 0, 'it is not suspended');
  const wrong = command('revoke', '--serial', pair.signing, '--reason', 'certificate_hold');
  assert.equal(wrong.status, 2);
  assert.match(wrong.said, /没有吊销原因「certificate_hold」：可用/);
  const none = command('revoke', '--serial', '01abcdef');
  assert.equal(none.status, 1);
  assert.match(none.said, /没有序列号为 01abcdef 的证书/);
  does('revoke', '--serial', pair.signing, '--pair', '--reason', 'superseded');
  for (const serial of [pair.signing, pair.encryption]) assert.equal(await said(serial), 'revoked');
  does('revoke', '--serial', pair.signing, '--pair'); // again: nothing changes
  await heard('已吊销', 1);
});

test('a key is revoked with all it has, and never certified again', async () => {
  const pair = await newPair();
  const spki = pair.certificate.publicKey.export({ type: 'spki', format: 'der' });
  const digest = createHash('sha256').update(spki).digest('hex');
  assert.match(does('revoke', '--key', digest, '--reason', 'key_compromise'), /已吊销 1 张证书/);
  assert.equal(await said(pair.signing), 'revoked');
  assert.equal(await said(pair.encryption), 'good', 'another key');
  assert.match(command('revoke', '--key', 'abc').said, /64 位小写十六进制/);
  assert.match(does('block-keys', file('keys.txt', `# 清单\n${'ab'.repeat(32)}\n`)), /已登记 1 个/);
  assert.match(command('block-keys', file('bad.txt', 'zz\n')).said, /line 1|第 ?1 行/);
  await giveUp(pair);
});

test('a list is approved by two, and has a result for each line', async () => {
  const pair = await newPair();
  const text = `# 清单\n${pair.signing},superseded\n01aabbccdd\n`;
  await byTwo('revocation_list', '第7号清单', text);
  const { lists } = await until('the list to be worked off', async () => {
    const answer = await first.call('GET', '/api/console/revocation-lists');
    return answer.lists[0]?.finished_at ? answer : undefined;
  });
  const { lines } = await first.call('GET', `/api/console/revocation-lists/${lists[0].id}`);
  assert.deepEqual(
    lines.map((line: Answer) => [line.number, line.outcome]),
    [
      [1, 'revoked'],
      [2, 'not_found'],
    ],
  );
  assert.equal(await said(pair.signing), 'revoked');
  assert.equal(await said(pair.encryption), 'good', 'the list names one');
  // From the command line the organization's others follow; the same list again is the same list.
  const all = file('list.csv', `${one.wanted.organization.credit_code},cessation_of_operation\n`);
  const result = does('revoke', '--list', all);
  assert.match(result, /^1,[0-9A-Z]{18},.*,1$/m);
  assert.equal(does('revoke', '--list', all), result);
  assert.equal(await said(pair.encryption), 'revoked');
});

test('a changed profile is in the next certificate, and the old ones are checked by theirs', async () => {
  const before = await newPair();
  assert.match(before.certificate.infoAccess ?? '', /CA Issuers/);
  await giveUp(before);
  const { entries } = await first.call('GET', '/api/console/administered/profile');
  const code = 'organization_signing';
  const profile = entries.find((each: Answer) => each.target === code);
  assert.ok(profile, entries.map((each: Answer) => each.target).join(' '));
  const text: string = profile.text;
  const wrong = { subject: 'profile', target: code, text: `${text}\nkind = 5\n`, reason: '无' };
  const refused = await first.refused(422, 'POST', '/api/console/changes', wrong);
  assert.match(refused.fields[0].field, /^line \d+$/);
  await byTwo('profile', code, text.replace('"ca_issuers", ', ''));
  const after = await newPair();
  assert.doesNotMatch(after.certificate.infoAccess ?? '', /CA Issuers/);
  assert.match(after.certificate.infoAccess ?? '', /OCSP/);
});

test('every certificate agrees with its record, its events and its profile', () => {
  assert.match(does('check'), /发现 0 处问题/);
  assert.match(hall.run('audit', 'verify', ...hall.where), /审计链完整/);
});
