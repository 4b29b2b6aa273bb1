// Drafts: a click too many makes no second one, and a cancelled one keeps nothing of persons.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Answer, consentsOf, Hall, signIn, until } from './hall.ts';
import { company, licence } from './papers.ts';

const hall = new Hall();
const mine = company(2);

before(async () => hall.start());
after(async () => hall.remove());

function uploads(): string[] {
  const folder = join(hall.folder, 'var/files');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => each.name);
}

test('a cancelled application keeps neither persons nor uploads', async () => {
  const lists = new Set(uploads()); // revocation lists are kept as files, too
  const applicant = await signIn(hall, mine.agent.mobile);
  const consents = await consentsOf(applicant);
  let view = await applicant.call('POST', '/api/applications', { consents });
  const at = `/api/applications/${view.id}`;
  view = await applicant.call('PUT', `${at}/details`, { revision: view.revision, details: mine });
  const paper = licence(mine, join(hall.folder, 'licence.jpg'));
  for (let again = 0; again < 2; again += 1)
    view = await applicant.upload(`${at}/materials/business_licence`, paper, 'image/jpeg');
  assert.equal(uploads().length - lists.size, 4, 'an original and a preview each');

  view = await applicant.call('POST', `${at}/cancel`, { revision: view.revision });
  assert.equal(view.status, 'cancelled');
  const kept = JSON.stringify(view);
  for (const person of [mine.agent, mine.legal_representative])
    for (const value of Object.values(person)) assert.ok(!kept.includes(value), `${value} is left`);
  await until('the uploads to go', async () =>
    uploads().length === lists.size ? true : undefined,
  );
  view = await applicant.call('GET', at);
  assert.ok(view.materials.every((each: Answer) => !each.uploaded));
});

test('a request repeated after a crash finds the draft that it made', async () => {
  const applicant = await signIn(hall, company(3).agent.mobile);
  const consents = await consentsOf(applicant);
  const first = await applicant.call('POST', '/api/applications', { consents });
  const second = await applicant.call('POST', '/api/applications', { consents });
  assert.equal(second.id, first.id);
  const { relying_applications: known } = await applicant.call('GET', '/api/catalogue');
  await applicant.call('PUT', `/api/applications/${first.id}/relying-application`, {
    revision: first.revision,
    relying_application: known[0].code,
  });
  const third = await applicant.call('POST', '/api/applications', { consents });
  assert.notEqual(third.id, first.id);
});
