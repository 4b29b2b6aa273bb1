// Ten thousand requests for text messages, ten thousand guesses: what comes of them stays within what
// one number, one network and the whole hall may have.

import assert from 'node:assert/strict';
import { type IncomingHttpHeaders, request } from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { type Answer, Browser, Hall, until } from './hall.ts';

const hall = new Hall();
const flood = 10_000;
const atOnce = 64;
const limit = { timeout: 240_000 }; // seconds where the machine has nothing else to do

before(async () => hall.start());
after(async () => hall.remove());
afterEach(() => hall.sql('delete from rate_limit; delete from login_code'));

/// The `nth` address of a network that is as large as the attacker likes.
const address = (nth: number): string => `127.1.${nth >> 8}.${nth & 255}`;
const number = (nth: number): string => `137${String(10_000_000 + nth)}`;

/// All of them, `atOnce` at a time; how many got which status.
async function pour(one: (nth: number) => Promise<Said>): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  let next = 0;
  const hand = async (): Promise<void> => {
    while (next < flood) {
      const { status } = await one(next++);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, hand));
  return statuses;
}

interface Said {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/// On a connection of its own, as from somebody who comes once.
function post(path: string, body: Answer, from: string, cookie = ''): Promise<Said> {
  const headers = {
    'Content-Type': 'application/json',
    Origin: hall.url,
    Cookie: cookie,
    Connection: 'close',
  };
  const where = { host: '127.0.0.1', port: hall.port, localAddress: from, agent: false };
  return new Promise((done, fail) => {
    const asked = request({ ...where, method: 'POST', path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () =>
        done({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    asked.on('error', fail).end(JSON.stringify(body));
  });
}
const send = (mobile: string, from: string): Promise<Said> =>
  post('/api/session/code', { mobile }, from);

/// How many messages the hall has sent in all, once it has none left to send.
async function sent(): Promise<number> {
  let last = -1;
  return until('the last message', async () => {
    const { messages } = await new Browser(hall).call('GET', '/api/sandbox');
    const ids = messages.map((each: Answer) => Number(each.id ?? 0));
    const now = Math.max(messages.length, ...ids);
    const quiet = now === last;
    last = now;
    if (!quiet) await new Promise((later) => setTimeout(later, 1500));
    return quiet ? now : undefined;
  });
}

test('one number, from ten thousand addresses: a message a minute', limit, async () => {
  const begin = Date.now();
  const statuses = await pour((nth) => send(number(0), address(nth)));
  const minutes = Math.floor(Date.now() / 60_000) - Math.floor(begin / 60_000) + 1;
  assert.ok((statuses.get(200) ?? 0) <= minutes, `${[...statuses]}`);
  assert.equal((statuses.get(200) ?? 0) + (statuses.get(429) ?? 0), flood, `${[...statuses]}`);
});

test('ten thousand numbers, from one address: twenty an hour', limit, async () => {
  const statuses = await pour((nth) => send(number(nth), '127.0.3.1'));
  assert.ok((statuses.get(200) ?? 0) <= 40, `${[...statuses]}`); // an hour may end meanwhile
  assert.equal((statuses.get(200) ?? 0) + (statuses.get(429) ?? 0), flood, `${[...statuses]}`);
});

test(
  'ten thousand numbers from as many addresses: what the hall pays for in an hour',
  limit,
  async () => {
    const statuses = await pour((nth) => send(number(nth), address(nth)));
    assert.ok((statuses.get(200) ?? 0) <= 4_000, `${[...statuses]}`);
    assert.ok((statuses.get(200) ?? 0) >= flood / 10, `people still get theirs: ${[...statuses]}`);
    assert.equal((statuses.get(200) ?? 0) + (statuses.get(429) ?? 0), flood, `${[...statuses]}`);
  },
);

test(
  'ten thousand guesses at a code: five are compared, and then the code is void',
  limit,
  async () => {
    const mobile = '13900001234';
    const asked = await send(mobile, '127.0.4.1');
    assert.equal(asked.status, 200, asked.text);
    const cookie = String(asked.headers['set-cookie']?.[0]).split(';')[0];
    const text = await until('the code', async () => {
      const { messages } = await new Browser(hall).call('GET', '/api/sandbox');
      return messages.find((each: Answer) => each.mobile === mobile)?.text;
    });
    const code = Number(/\d{6}/.exec(text)?.[0]);
    let compared = 0;
    const statuses = await pour(async (nth) => {
      const guess = String((code + 1 + nth) % 1_000_000).padStart(6, '0'); // never the right one
      const said = await post('/api/session', { mobile, code: guess }, address(nth), cookie);
      if (said.text.includes('验证码不正确')) compared += 1;
      return said;
    });
    assert.equal(statuses.get(200), undefined, `${[...statuses]}`);
    assert.ok(compared <= 5, `${compared} guesses were compared`);
    const right = await post(
      '/api/session',
      { mobile, code: String(code).padStart(6, '0') },
      '127.0.4.2',
      cookie,
    );
    assert.notEqual(right.status, 200, 'the code is void');
  },
);

test('afterwards the hall serves as before', async () => {
  assert.ok((await sent()) > 0);
  assert.equal((await fetch(`${hall.url}/health/ready`)).status, 200);
  assert.match(hall.run('audit', 'verify', ...hall.where), /审计链完整/);
});
