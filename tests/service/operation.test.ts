// What whoever runs a hall sees of it: health, metrics, logs. Nothing of it is public by default, and
// nothing of it speaks of persons.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, Browser, consentsOf, freePort, Hall, signIn, until } from './hall.ts';
import { company } from './papers.ts';

const hall = new Hall();
const mine = company(4);
let desk = '';

before(async () => {
  const port = await freePort();
  desk = `http://127.0.0.1:${port}`;
  await hall.start(['--metrics-port', String(port)]);
});
after(async () => hall.remove());

async function metrics(): Promise<string> {
  const response = await fetch(`${desk}/metrics`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  return response.text();
}

function lines(): Answer[] {
  return hall.output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

test('health says live and ready; metrics are not on the public port', async () => {
  for (const path of ['/health/live', '/health/ready', '/health']) {
    for (const base of [hall.url, desk]) {
      const response = await fetch(base + path);
      assert.equal(response.status, 200, path);
      assert.equal(await response.text(), 'ok\n');
    }
  }
  const outside = await fetch(`${hall.url}/metrics`);
  assert.equal(outside.status, 404);
  assert.equal((await fetch(`${desk}/api/catalogue`)).status, 404);
});

test('metrics are what Prometheus reads, with labels from lists only', async () => {
  const applicant = await signIn(hall, mine.agent.mobile);
  const consents = await consentsOf(applicant);
  const view = await applicant.call('POST', '/api/applications', { consents });
  await applicant.call('PUT', `/api/applications/${view.id}/details`, {
    revision: view.revision,
    details: mine,
  });
  await fetch(`${hall.url}/nobody/knows/${mine.agent.mobile}`, { method: 'PROPFIND' });
  await fetch(`${hall.url}/ocsp`, { method: 'POST', body: 'nonsense' });
  const text = await until('the job to be counted', async () => {
    const now = await metrics();
    return now.includes('certhall_jobs_total{kind="sms",outcome="done"}') ? now : undefined;
  });
  for (const line of text.trim().split('\n'))
    assert.match(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [0-9.e+-]+)$/, line);
  for (const wanted of [
    'certhall_http_requests_total{method="PUT",route="/api/applications/{id}/details",status="200"} 1',
    'certhall_http_requests_total{method="other",route="(none)",status="405"} 1',
    'certhall_http_request_seconds_count{route="/api/applications/{id}/details"} 1',
    'certhall_ocsp_answers_total{answer="malformed"} 1',
    'certhall_sessions{kind="applicant"} 1',
    'certhall_ready{check="database"} 1',
    'certhall_ready{check="jobs"} 1',
    'certhall_ready{check="crl"} 1',
  ])
    assert.ok(text.includes(`${wanted}\n`), `${wanted} is not in\n${text}`);
  assert.match(text, /certhall_crl_next_update_timestamp_seconds\{issuer="sm2"\} \d/);
  assert.match(text, /certhall_database_wait_seconds_count\{mode="write"\} [1-9]/);
  assert.match(text, /certhall_build_info\{version="\d+\.\d+\.\d+"\} 1/);
  for (const value of [...Object.values(mine.agent), mine.organization.name, view.id, view.number])
    assert.ok(!text.includes(value), `${value} is in the metrics`);
});

test('what was given up shows with its age', async () => {
  const late = company(5);
  late.agent.mobile = '13800000500'; // the sandbox sends this one nothing
  const browser = new Browser(hall);
  await browser.call('POST', '/api/session/code', { mobile: late.agent.mobile });
  hall.sql(`update outbox set status = 'given_up' where status = 'waiting'`);
  const text = await metrics();
  assert.match(text, /certhall_outbox_given_up\{kind="sms"\} 1\n/);
  assert.match(text, /certhall_outbox_given_up_oldest_seconds\{kind="sms"\} [0-9.]+\n/);
});

test('a failed job names the request that caused it, and no log names a person', async () => {
  const failed = await until('the failed job', async () =>
    lines().find((line) => line.event === 'job.failed'),
  );
  const cause = lines().find(
    (line) => line.event === 'http.request' && line.request_id === failed.request_id,
  );
  assert.equal(cause?.route, '/api/session/code', hall.output);
  for (const value of [...Object.values(mine.agent), '13800000500'])
    assert.ok(!hall.output.includes(value), `${value} is in the log`);
});
