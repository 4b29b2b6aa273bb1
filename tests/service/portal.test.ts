// The portal: its vendors, links to an outside vendor, links from another portal, announcements.

import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openLink, sealLink } from './handover.ts';
import { type Answer, Browser, consentsOf, Hall, signIn, write } from './hall.ts';

const hall = new Hall();
const anyone = new Browser(hall);
const keys = join(hall.folder, 'var/secrets/handover');
const portalKey = randomBytes(32);

const directory = {
  portal: 'hn-portal',
  vendors: [
    { code: 'szca', kind: 'own', hall_address: '/hall/start' },
    { code: 'other-ca', kind: 'outside', hall_address: 'https://ca.example.cn/apply?from=hn' },
    { code: 'demo-ca', kind: 'outside', hall_address: '/sandbox/vendor' },
    {
      code: 'renewing',
      kind: 'outside',
      hall_address: 'https://r.example.cn',
      services: ['renew'],
    },
  ].map((one) => ({
    name: `${one.code}公司`,
    mark: '甲',
    summary: '简介',
    hotline: '400-000-0000',
    services: ['apply'],
    ...one,
  })),
  portals: [{ code: 'gd-portal', name: '示例省平台', address: 'https://portal.example.cn' }],
};

const filled = {
  kind: 'enterprise',
  organization_name: '湖南示例建设有限公司',
  credit_code: '91430100MA4L0AAA0T',
  organization_address: '湖南省长沙市示例路1号',
  agent_name: '测试甲',
  agent_mobile: '13900000001',
};

before(async () => {
  const vendors = write(join(hall.folder, 'vendors.json'), JSON.stringify(directory));
  const config = write(join(hall.folder, 'hall.toml'), `vendors = "${vendors}"\n`);
  hall.where.unshift('--config', config);
  mkdirSync(keys, { recursive: true });
  write(join(keys, 'gd-portal.key'), `${portalKey.toString('hex')}\n`);
  await hall.start();
});
after(() => hall.remove());

const keyOf = (code: string): Buffer =>
  Buffer.from(readFileSync(join(keys, `${code}.key`), 'utf8').trim(), 'hex');

async function linkTo(vendor: string, more: object = {}): Promise<URL> {
  const body = { ...filled, vendor, ...more };
  const { location } = await anyone.call('POST', '/api/portal/handover', body);
  return new URL(location, hall.url);
}
const tokenIn = (link: URL): string => link.searchParams.get('handover') ?? assert.fail();

/// What another portal would send, as of now.
function claims(more: object = {}): Answer {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: 'gd-portal',
    aud: 'szca',
    jti: randomUUID(),
    iat: now,
    exp: now + 300,
    version: 1,
    service: 'apply',
    kind: 'enterprise',
    organization: {
      name: filled.organization_name,
      credit_code: filled.credit_code,
      address: filled.organization_address,
    },
    person: { name: filled.agent_name, mobile: filled.agent_mobile },
    ...more,
  };
}
const arrive = (token: string): Promise<Answer> =>
  anyone.call('POST', '/api/portal/arrival', { token });
async function turnedAway(status: number, token: string, path = '/api/portal/arrival') {
  const { title } = await anyone.refused(status, 'POST', path, { token });
  assert.match(title, /请回到门户重新点击「立即申请」/);
  return title;
}

test('the portal shows its vendors, and whose site comes next', async () => {
  const { vendors } = await anyone.call('GET', '/api/portal');
  assert.deepEqual(
    vendors.map(({ code, own, site }: Answer) => [code, own, site]),
    [
      ['szca', true, ''],
      ['other-ca', false, 'ca.example.cn'],
      ['demo-ca', false, ''],
      ['renewing', false, 'r.example.cn'],
    ],
  );
});

test('a program of the vendor opens the link with his key, once', async () => {
  const link = await linkTo('other-ca');
  assert.equal(`${link.origin}${link.pathname}`, 'https://ca.example.cn/apply');
  assert.equal(link.searchParams.get('from'), 'hn');
  const token = tokenIn(link);
  const { organization, person, kind, service } = openLink(
    token,
    keyOf('other-ca'),
    'other-ca',
    'hn-portal',
  );
  assert.deepEqual([kind, service], ['enterprise', 'apply']);
  assert.deepEqual(organization, claims().organization);
  assert.deepEqual(person, claims().person);
  assert.throws(() => openLink(token, keyOf('other-ca'), 'other-ca', 'hn-portal'), /used before/);
  assert.throws(() => openLink(token, keyOf('demo-ca'), 'other-ca', 'hn-portal'));
  for (const secret of [filled.agent_mobile, filled.credit_code, '测试甲'])
    for (const form of ['utf8', 'base64url', 'base64', 'hex'] as const)
      assert.ok(!token.includes(Buffer.from(secret).toString(form)), `${secret} ${form}`);
});

test('nobody is handed over to whom does not sell, nor with what is wrong', async () => {
  for (const vendor of ['nobody', 'renewing', '']) {
    const body = { ...filled, vendor };
    const { fields } = await anyone.refused(422, 'POST', '/api/portal/handover', body);
    assert.deepEqual(
      fields.map(({ field }: Answer) => field),
      ['vendor'],
    );
  }
  const body = { ...filled, vendor: 'other-ca', credit_code: '91430100MA4L0AAA0A' };
  const { fields } = await anyone.refused(422, 'POST', '/api/portal/handover', body);
  assert.equal(fields[0].field, 'credit_code');
});

test("the demo's outside vendor shows what arrived, once", async () => {
  const token = tokenIn(await linkTo('demo-ca'));
  const arrived = await anyone.call('POST', '/api/sandbox/vendor', { token });
  assert.equal(arrived.organization_name, filled.organization_name);
  assert.equal(arrived.person_mobile, filled.agent_mobile);
  assert.match(await turnedAway(410, token, '/api/sandbox/vendor'), /已经用过一次/);
  const foreign = tokenIn(await linkTo('other-ca'));
  assert.match(await turnedAway(400, foreign, '/api/sandbox/vendor'), /不完整或被改动过/);
});

test("another portal's link fills in the form of our hall", async () => {
  const { location } = await arrive(sealLink(claims(), portalKey));
  const link = new URL(location, hall.url);
  assert.equal(link.pathname, '/hall/start');
  const applicant = await signIn(hall, filled.agent_mobile);
  const consents = await consentsOf(applicant);
  const handover = tokenIn(link);
  const view = await applicant.call('POST', '/api/applications', { consents, handover });
  assert.equal(view.details.organization.name, filled.organization_name);
  assert.equal(view.details.organization.credit_code, filled.credit_code);
  assert.equal(view.details.agent.mobile, filled.agent_mobile);
});

test('what breaks our rules is left for the form to ask', async () => {
  const wrong = claims({ organization: { name: '甲', credit_code: 'X', address: '<b>' } });
  const { location } = await arrive(sealLink(wrong, portalKey));
  const applicant = await signIn(hall, '13900000003');
  const consents = await consentsOf(applicant);
  const handover = tokenIn(new URL(location, hall.url));
  const { details } = await applicant.call('POST', '/api/applications', { consents, handover });
  const { name, credit_code, address } = details.organization;
  assert.deepEqual([name, credit_code, address], ['', '', '']);
  assert.equal(details.agent.name, filled.agent_name);
});

test('a bad link is told from a good one, in words and with the remedy', async () => {
  const good = sealLink(claims(), portalKey);
  const parts = good.split('.');
  parts[3] = parts[3].replace(/^./, (c) => (c === 'A' ? 'B' : 'A'));
  const changed = parts.join('.');
  for (const token of ['', 'x', good.slice(0, -4), `${good}x`, changed, 'a'.repeat(9000)])
    assert.match(await turnedAway(400, token), /不完整或被改动过/);
  assert.match(await turnedAway(400, sealLink(claims(), randomBytes(32))), /不完整或被改动过/);
  const none = sealLink(claims(), portalKey, { alg: 'none' });
  assert.match(await turnedAway(400, none), /不完整或被改动过/);
  const stranger = sealLink(claims({ iss: 'evil' }), portalKey);
  assert.match(await turnedAway(400, stranger), /不是与本厅合作的门户/);
  const elsewhere = sealLink(claims({ aud: 'other-ca' }), portalKey);
  assert.match(await turnedAway(403, elsewhere), /发给另一家厂商/);
  const { iat } = claims();
  const old = sealLink(claims({ iat: iat - 301, exp: iat - 1 }), portalKey);
  assert.match(await turnedAway(410, old), /已经过期/);
  const eternal = sealLink(claims({ exp: iat + 86_400 }), portalKey);
  assert.match(await turnedAway(400, eternal), /有效时间不对/);
  await arrive(good); // none of the tries used it up
});

test('our own links to others do not open our hall', async () => {
  await turnedAway(400, tokenIn(await linkTo('other-ca')));
});

test('of many at once with the same link one comes in', async () => {
  const token = sealLink(claims(), portalKey);
  const answers = await Promise.all(
    Array.from({ length: 16 }, () =>
      new Browser(hall).send('POST', '/api/portal/arrival', { token }),
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [
    200,
    ...Array.from({ length: 15 }, () => 410),
  ]);
});

test('announcements: pinned first, one by its code', async () => {
  const { announcements } = await anyone.call('GET', '/api/announcements');
  assert.ok(announcements.length > 0);
  const pins = announcements.map(({ pinned }: Answer) => pinned);
  assert.deepEqual(pins, [...pins].sort().reverse());
  for (const { code, title } of announcements) {
    const view = await anyone.call('GET', `/api/announcements/${code}`);
    assert.equal(view.title, title);
    assert.ok(view.body.length > 20);
  }
  await anyone.refused(404, 'GET', '/api/announcements/none');
  hall.sql("update announcement set valid_to = '2026-01-02' where code = 'pin-safety'");
  await anyone.refused(404, 'GET', '/api/announcements/pin-safety');
  const after = await anyone.call('GET', '/api/announcements');
  assert.equal(after.announcements.length, announcements.length - 1);
});

test('the program refuses a directory of vendors that is wrong, and says where', () => {
  const wrong = JSON.stringify({ ...directory, vendors: directory.vendors.slice(1) });
  const vendors = write(join(hall.folder, 'wrong.json'), wrong);
  const config = write(join(hall.folder, 'wrong.toml'), `vendors = "${vendors}"\n`);
  assert.throws(
    () => hall.run('audit', 'verify', '--config', config, '--data', join(hall.folder, 'x')),
    /应当有且只有一家厂商是本厅/,
  );
});
