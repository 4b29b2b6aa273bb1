// The station with a maker's library of tokens (tests/skf): devices are chosen, refused and named,
// and the station is killed before and behind each call of the library. Whatever happens, an
// application has one pair of certificates in force at most, and the device is used again.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { Case, Desk } from './case.ts';
import {
  type Answer,
  bin,
  forgetUsedCodes,
  Hall,
  messagesTo,
  stationWords,
  until,
  write,
} from './hall.ts';
import { approved } from './issued.ts';
import { company } from './papers.ts';

const library = resolve(bin, '../libskf_test.so');
const hall = new Hall();
hall.reading = false;
const ports = join(hall.folder, 'ports');
let desk: Desk;
let words: string[];

before(async () => {
  await hall.start();
  desk = await Desk.of(hall);
  words = [...stationWords(hall, desk.secret), '--token', `skf:${library}`];
});
after(async () => hall.remove());

const port = (serial: string): string => join(ports, `port-${serial}`);
function plugIn(serial: string): void {
  mkdirSync(port(serial), { recursive: true });
  write(join(port(serial), 'serial'), serial);
}
const pullOut = (serial: string): void => rmSync(join(port(serial), 'serial'));

interface Said {
  status: number | null;
  signal: NodeJS.Signals | null;
  text: string;
}
function station(of: Case, die = '', more: string[] = []): Said {
  forgetUsedCodes(hall);
  hall.sql('delete from rate_limit');
  const env = { ...process.env, SKF_TEST_FOLDER: ports, SKF_TEST_DIE: die };
  const done = spawnSync(bin, ['station', ...words, '--number', of.number, ...more], {
    encoding: 'utf8',
    env,
  });
  return { status: done.status, signal: done.signal, text: done.stdout + done.stderr };
}

async function inForce(of: Case): Promise<Answer[]> {
  const { certificates } = await of.look();
  return certificates.filter((each: Answer) => !['revoked', 'voided'].includes(each.status));
}

/// The test library's way to keep a PIN.
function opens(serial: string, pin: string): boolean {
  const folder = join(port(serial), 'applications', 'CERTHALL');
  const digest = createHash('sha256').update(folder + pin);
  return digest.digest().equals(readFileSync(join(folder, 'user')));
}

let first: Case;

test('without a device that may be used, the station says what to do', async () => {
  first = await approved(new Case(hall, company(1)), desk);
  mkdirSync(ports, { recursive: true });
  let said = station(first);
  assert.equal(said.status, 1, said.text);
  assert.match(said.text, /没有插入介质/);

  plugIn('UK000001');
  said = station(first, '', ['--device', 'UK000009']);
  assert.match(said.text, /没有插入序列号为 UK000009 的介质/);

  write(join(port('UK000001'), 'auth_key'), 'maker-key-of-100');
  said = station(first);
  assert.equal(said.status, 1, said.text);
  assert.match(said.text, /--maker-pin-file/);

  write(join(port('UK000001'), 'space'), '1500');
  const key = write(join(hall.folder, 'maker-key'), 'maker-key-of-100\n');
  said = station(first, '', ['--maker-pin-file', key]);
  assert.equal(said.status, 1, said.text);
  assert.match(said.text, /UK000001.*空间不足/);
  assert.deepEqual(await inForce(first), []);

  said = station(first, '', ['--token', '/nowhere']);
  assert.match(said.text, /--token/);
  rmSync(join(port('UK000001'), 'auth_key'));
  rmSync(join(port('UK000001'), 'space'));
});

test('killed before and behind each call, it never leaves two pairs, and uses the device again', async () => {
  let finished = false;
  let kills = 0;
  for (let call = 1; !finished; call += 1) {
    for (const die of [String(call), `${call}+`]) {
      const said = station(first, die);
      finished = said.status === 0;
      if (finished) break;
      assert.equal(said.signal, 'SIGKILL', said.text);
      kills += 1;
      const alive = await inForce(first);
      assert.ok(alive.length <= 2, JSON.stringify(alive));
      assert.equal(new Set(alive.map(({ usage }) => usage)).size, alive.length);
    }
    assert.ok(call < 60, 'the station does not come to an end');
  }
  assert.ok(kills > 24, String(kills));
  assert.equal((await first.look()).status, 'produced');
  const alive = await inForce(first);
  assert.deepEqual(alive.map(({ usage }) => usage).sort(), ['encryption', 'signing']);
  const { certificates } = await first.look();
  assert.ok(certificates.length > 2, 'no pair was given up: the kills came too early');
  assert.match(hall.run('ca', 'check', ...hall.where), /发现 0 处问题/);
  const text = await until('the PIN', async () =>
    (await messagesTo(hall, first.wanted.agent.mobile)).find((each) => /PIN/.test(each)),
  );
  const pin = /UKey序列号:UK000001,PIN码:(\d{8})。/.exec(text)?.[1] ?? '';
  assert.ok(opens('UK000001', pin), text);
});

test('a device in use is refused by name, and another one that is plugged in is taken', async () => {
  const second = await approved(new Case(hall, company(2)), desk);
  let said = station(second);
  assert.equal(said.status, 1, said.text);
  assert.match(said.text, /UK000001.*已登记/);
  const before = readFileSync(join(port('UK000001'), 'applications/CERTHALL/CERTHALL/sign.cer'));
  plugIn('UK000002');
  said = station(second);
  assert.equal(said.status, 0, said.text);
  assert.match(said.text, /Example Token Works.*UK000002/);
  plugIn('UK000003');
  const listed = station(second, '', ['--list']).text;
  assert.match(listed, /UK000001 .*证书有效期至 20\d\d/);
  assert.match(listed, /UK000003 .*空白/);
  pullOut('UK000003');
  assert.deepEqual(
    readFileSync(join(port('UK000001'), 'applications/CERTHALL/CERTHALL/sign.cer')),
    before,
  );
  assert.ok(existsSync(join(port('UK000002'), 'applications/CERTHALL/CERTHALL/encrypt.key')));
  assert.match(hall.run('audit', 'verify', ...hall.where), /审计链完整/);
});

test('a device with a certificate of another authority that is in force is not erased', async () => {
  const third = await approved(new Case(hall, company(3)), desk);
  pullOut('UK000002');
  // The same chip under a serial that this hall does not know: as if another hall had made it.
  write(join(port('UK000001'), 'serial'), 'OTHER0001');
  const said = station(third);
  assert.equal(said.status, 1, said.text);
  assert.match(said.text, /OTHER0001.*有效证书/);
  assert.deepEqual(await inForce(third), []);
});
