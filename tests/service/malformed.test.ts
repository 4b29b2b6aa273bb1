// What no page sends: broken bodies, wrong types, strange values, paths and methods. Every answer
// is a 4xx that a person can read, and nothing is left half done.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type Actor,
  ask,
  assertRefusal,
  cast,
  example,
  hangUp,
  type Question,
  resolved,
  type Route,
  routes,
  type Said,
  wellFormed,
} from './asking.ts';
import { type Answer, Hall } from './hall.ts';

const hall = new Hall();
let people: Awaited<ReturnType<typeof cast>>;
let untouched: Answer;

before(async () => {
  await hall.start();
  people = await cast(hall);
  untouched = await everything();
});
after(async () => {
  hangUp();
  await hall.remove();
});

/// What the hall holds, as far as its people can see it; the bank of the sandbox takes anything.
async function everything(): Promise<Answer> {
  const { owner, cookies } = people;
  const look = async (path: string, cookie: string): Promise<Answer> =>
    JSON.parse((await ask(hall, { method: 'GET', path, cookie })).text);
  return {
    chain_intact: (await look('/api/console/audit', cookies.auditor)).chain_intact,
    applications: await look('/api/applications', owner),
    draft: await look(`/api/applications/${people.id}`, owner),
    queue: await look('/api/console/queue', cookies.reviewer),
    payments: await look('/api/console/payments', cookies.finance),
    production: await look('/api/console/production', cookies.producer),
    subscribers: (await look('/api/sandbox', '')).subscribers,
  };
}

/// Somebody who may call the route, and whose object it is.
function entitled(route: Route): string {
  const [who] = route.permission.replace('staff_', '').split('_or_');
  const actors: Record<string, Actor> = { enrolling: 'newcomer', any_console: 'reviewer' };
  if (who === 'applicant') return people.owner;
  return people.cookies[actors[who] ?? who] ?? '';
}
const asked = (route: Route): Question => ({
  ...wellFormed(route, people.id),
  cookie: entitled(route),
});

const json = 'application/json';
const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const adding = (good: string, field: string): string =>
  good.replace(/^{/, good === '{}' ? `{${field}` : `{${field},`);

/// Bodies that no route takes. `say` is given the route's own example.
type Body = [name: string, status: number, say: (good: string) => string | Buffer, type?: string];
const bodies: Body[] = [
  ['nothing', 400, () => ''],
  ['null', 422, () => 'null'],
  ['a list', 422, () => '[]'],
  ['a number', 422, () => '7'],
  ['a text', 422, () => '"x"'],
  ['no JSON', 400, () => "{'a':1}"],
  ['half of it', 400, (good) => good.slice(0, -1)],
  ['more behind it', 400, (good) => `${good}{}`],
  ['a comma too many', 400, (good) => good.replace(/}$/, ',}')],
  ['a byte order mark', 400, (good) => `\ufeff${good}`],
  ['broken UTF-8', 400, () => Buffer.from('{"x":"\xff\xc0"}', 'latin1')],
  ['an overlong NUL', 400, () => Buffer.from('{"x":"\xc0\x80"}', 'latin1')],
  ['half a surrogate pair', 400, () => '{"x":"\\ud800"}'],
  ['a bare NUL', 400, (good) => `${good}\0`],
  ['a deep nest', 400, () => deep(40)],
  ['an abyss', 400, () => deep(100_000)],
  ['an open abyss', 400, () => '{"x":'.repeat(40_000)],
  ['an unknown field', 422, (good) => adding(good, '"surprise":1')],
  ['a number beyond all numbers', 422, (good) => adding(good, '"surprise":1e99999')],
  ['a prototype', 422, (good) => adding(good, '"__proto__":{}')],
  ['a form', 415, () => 'a=1', 'application/x-www-form-urlencoded'],
  ['text', 415, (good) => good, 'text/plain'],
  ['parts', 415, () => '--x--', 'multipart/form-data; boundary=x'],
  ['no type', 415, (good) => good, ''],
  ['a type like ours', 415, (good) => good, 'application/jsonp'],
  ['a quarter of a megabyte and one', 413, () => ' '.repeat(256 * 1024 + 1)],
];

const withJson = routes.filter(({ body }) => body);
for (const route of withJson)
  test(`refuses bodies that are none: ${route.name}`, async () => {
    const good = asked(route);
    for (const [name, status, say, type = json] of bodies) {
      const body = say(String(good.body));
      const said = await ask(hall, { ...good, body, headers: { 'Content-Type': type } });
      await assertRefusal(said, name);
      assert.equal(said.status, status, `${name}: ${said.text}`);
    }
    const none = await ask(hall, { ...good, body: undefined });
    assert.equal((await assertRefusal(none, 'no body')).status, 400);
  });

interface Field {
  path: string[];
  schema: Answer;
  required: boolean;
}
function fieldsOf(from: Answer, path: string[] = []): Field[] {
  const schema = resolved(from);
  return Object.entries<Answer>(schema.properties ?? {}).flatMap(([name, each]) => {
    const here = [...path, name];
    const required = schema.required?.includes(name) ?? false;
    return [{ path: here, schema: resolved(each), required }, ...fieldsOf(each, here)];
  });
}
/// The object that holds the field: an optional one that the example leaves out is put in.
function holding(from: Answer, good: Answer, path: string[]): Answer {
  let schema = resolved(from);
  let at = good;
  for (const name of path.slice(0, -1)) {
    schema = resolved(schema.properties[name]);
    at[name] ??= example(schema);
    at = at[name];
  }
  return at;
}
/// The example with one field replaced by raw JSON, or left out.
function replaced(from: Answer, path: string[], raw?: string): string {
  const good = example(from);
  const parent = holding(from, good, path);
  const name = path.at(-1) ?? '';
  if (raw === undefined) delete parent[name];
  else parent[name] = '@@@';
  return JSON.stringify(good).replace('"@@@"', () => raw ?? '');
}

const wrongTypes: Record<string, string[]> = {
  string: ['7', 'true', '[]', '{}', '["x"]', '"a\\u0000b"', deep(20)],
  integer: ['"1"', '1.5', 'true', '[]', '{}', '9223372036854775808', '-1e30', '1e400'],
  boolean: ['"true"', '1', '[]', '{}'],
  array: ['"x"', '7', '{}', '[[]]', '[null]'],
  object: ['"x"', '7', '[]', '[{}]'],
};
for (const route of withJson)
  test(`names the field whose type is wrong: ${route.name}`, async () => {
    const good = asked(route);
    for (const { path, schema, required } of fieldsOf(route.body)) {
      const wrong: (string | undefined)[] = [...wrongTypes[schema.type]];
      if (required) wrong.push('null', undefined);
      if (schema.enum) wrong.push('""', '"nobody"', '"__proto__"');
      for (const raw of wrong) {
        const what = `${path.join('.')} = ${raw ?? 'missing'}`;
        const said = await ask(hall, { ...good, body: replaced(route.body, path, raw) });
        const problem = await assertRefusal(said, what);
        assert.equal(problem.status, 422, `${what}: ${said.text}`);
        const named = problem.fields.map(({ field }: Answer) => field);
        assert.ok(
          named.some((field: string) => field.startsWith(path.join('.'))),
          `${what}: ${named}`,
        );
      }
    }
  });

const strangeTexts: Record<string, string> = {
  empty: '',
  blank: ' \t\n',
  long: 'x'.repeat(10_000),
  'long in Chinese': '测'.repeat(10_000),
  'cut in the middle': `x${'测'.repeat(80)}`,
  controls: '\u0001\u001b[31m\u007f\u0085',
  'right to left': '\u202e\u2066abc',
  'zero width': '\u200b\ufeff\u00ad',
  'beyond the first plane': '𠮷\u{1f600}\u{10ffff}',
  noncharacter: '\ufffe\uffff\ufdd0',
  combining: `e${'\u0301'.repeat(300)}`,
  SQL: "'; drop table application; --",
  markup: '<script>alert(1)</script>{{7*7}}${7*7}',
  path: '../../../../etc/passwd',
};
const strangeNumbers = ['0', '-1', '2147483648', '9223372036854775807', '-9223372036854775808'];

/// May be taken: a draft keeps what was typed, the sandbox's bank takes any remark, a search finds
/// nothing, a check says what is wrong, and there is always a next review or none.
const takesAnything = [
  '/api/applications/{id}/details',
  '/api/sandbox/transfers',
  '/api/console/search',
  '/api/console/changes/check',
  '/api/console/queue/next',
];
for (const route of withJson)
  test(`stays calm about values of the right type: ${route.name}`, async () => {
    const good = asked(route);
    const may = takesAnything.includes(route.path) || route.path === '/api/station/claim';
    for (const { path, schema } of fieldsOf(route.body)) {
      const values: string[] =
        schema.type === 'string' && !schema.enum
          ? Object.values(strangeTexts).map((text) => JSON.stringify(text))
          : schema.type === 'integer'
            ? strangeNumbers
            : [];
      for (const raw of values) {
        const said = await ask(hall, { ...good, body: replaced(route.body, path, raw) });
        const what = `${path.join('.')} = ${raw.slice(0, 40)}`;
        if (said.status >= 300 || !may) await assertRefusal(said, what);
      }
    }
  });

test('does once what is sent twice under one key, and wants a key that is one', async () => {
  const { revision } = (await everything()).draft;
  const choose = (key: string, relying_application: string): Promise<Said> =>
    ask(hall, {
      method: 'PUT',
      path: `/api/applications/${people.id}/relying-application`,
      cookie: people.owner,
      headers: { 'Content-Type': json, 'Idempotency-Key': key },
      body: JSON.stringify({ revision, relying_application }),
    });
  for (const key of ['short', 'x'.repeat(65), 'with a blank', 'with\ttab', 'l\u00e4ngerer'])
    assert.equal((await assertRefusal(await choose(key, 'hn-ggzy'), key)).status, 400, key);
  const first = await choose('a-key-of-this-test', 'hn-ggzy');
  assert.equal(first.status, 200, first.text);
  const again = await choose('a-key-of-this-test', 'hn-ggzy');
  assert.deepEqual([again.status, again.text], [200, first.text]);
  const other = await choose('a-key-of-this-test', 'another');
  assert.equal((await assertRefusal(other, 'another request')).code, 'duplicate');
  assert.equal((await everything()).draft.revision, revision + 1);
});

test('a draft keeps every strange text and comes back whole', async () => {
  const route = withJson.find(({ path }) => path.endsWith('/details')) ?? assert.fail();
  const look = async (): Promise<Answer> => (await everything()).draft;
  for (const [name, text] of Object.entries(strangeTexts)) {
    const body = { ...example(route.body), revision: (await look()).revision };
    for (const { path, schema } of fieldsOf(route.body))
      if (schema.type === 'string' && !schema.enum)
        holding(route.body, body, path)[path.at(-1) ?? ''] = text;
    const said = await ask(hall, { ...asked(route), body: JSON.stringify(body) });
    if (Buffer.byteLength(text) > 1000) await assertRefusal(said, name);
    else assert.equal(said.status, 200, `${name}: ${said.text}`);
    assert.equal((await look()).id, people.id, name);
  }
  untouched = await everything();
});

const strangeIds: [string, number][] = [
  ['x', 404],
  ['%00', 400],
  ['%0a', 400],
  ['%7f', 400],
  ['%ff', 400],
  ['%', 400],
  ['%zz', 400],
  ['..', 400],
  ['%2e%2e', 400],
  ['..%2f..', 400],
  ['%5c..%5c', 400],
  ['%2f', 404],
  ["'%20or%20''='", 404],
  ['%F0%A0%AE%B7', 404],
  ['-1', 404],
  ['a'.repeat(3000), 404],
  ['a'.repeat(20_000), 431],
];
for (const route of routes.filter(({ path }) => path.includes('{')))
  test(`finds nothing behind strange parameters: ${route.name}`, async () => {
    const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const wanted of names)
      for (const [value, status] of strangeIds) {
        const good = asked(route);
        const parts = good.path.split('/');
        parts[route.path.split('/').indexOf(`{${wanted}}`)] = value;
        const said = await ask(hall, { ...good, path: parts.join('/') });
        await assertRefusal(said, `${wanted} = ${value.slice(0, 40)}`);
        // What comes first says no first: the body's own rules, or what the object is.
        if (said.status !== 422) assert.equal(said.status, status, `${value}: ${said.text}`);
      }
  });

test('reads queries strictly where they count and not at all elsewhere', async () => {
  const audit = { method: 'GET', cookie: people.cookies.auditor };
  for (const value of ['x', '', '-1', '0', '1.5', '1x', '9223372036854775808', '0x10', '%20']) {
    const said = await ask(hall, { ...audit, path: `/api/console/audit?before=${value}` });
    assert.equal((await assertRefusal(said, value)).status, 400, value);
  }
  for (const value of ['1', '9223372036854775807', '1&before=x'])
    assert.equal(
      (await ask(hall, { ...audit, path: `/api/console/audit?before=${value}` })).status,
      200,
    );
  for (const query of ['?', '?=', '?&&&', '?cursor=%F0%9F%92%A9&limit=-1', `?${'a&'.repeat(4000)}`])
    assert.equal((await ask(hall, { method: 'GET', path: `/api/portal${query}` })).status, 200);
  for (const query of ['?a=%00', '?a=%ff', '?%', '?a=%0d%0aX:1'])
    await assertRefusal(await ask(hall, { method: 'GET', path: `/api/portal${query}` }), query);
});

test('names the methods that a path takes', async () => {
  const verbs = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'];
  for (const path of new Set(routes.map((route) => route.path))) {
    const here = path.replace(/\{\w+\}/g, 'x');
    const fits = (route: Route): boolean =>
      new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(here);
    const taken = [...new Set(routes.filter(fits).map(({ method }) => method))];
    if (taken.includes('GET')) taken.push('HEAD');
    for (const method of verbs.filter((verb) => !taken.includes(verb))) {
      const said = await ask(hall, { method, path: here });
      assert.equal(said.status, 405, `${method} ${path}`);
      assert.deepEqual(said.headers.allow?.split(', ').sort(), taken.sort(), path);
      if (method !== 'HEAD') await assertRefusal(said, `${method} ${path}`);
    }
  }
  for (const path of ['/ocsp', '/crl/sm2.crl', '/ca/sm2.cer', '/health', '/', '/hall/x'])
    assert.equal((await ask(hall, { method: 'DELETE', path })).status, 405, path);
});

test('after all that nothing has changed, and the hall still works', async () => {
  assert.deepEqual(await everything(), untouched);
  assert.doesNotMatch(hall.output, /http\.exception|runtime error/);
  assert.equal(await hall.stop(), 0);
});
