// Money on its way while the hall is killed again and again: notices, refunds and invoices under
// way, orders opened and closed. Afterwards the provider's books and the hall's say the same, every
// payment is counted once, and every surplus has gone back once.

import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { complete } from './applications.ts';
import type { Case } from './case.ts';
import { type Answer, Browser, enrol, Hall, until } from './hall.ts';
import { insist, killAndStart, pause } from './insist.ts';
import { company } from './papers.ts';

const cases = 8;
const kills = 12;
/// A payer who cannot make up his mind: he opens an order after the other, and pays them all.
const methods = ['wechat', 'alipay', 'wechat'];
const choices = ['normal', 'thrice', 'lost'];
const account = {
  account_number: '6222020099008888',
  bank_name: '示例银行',
  branch: '长沙分行营业部',
};

const hall = new Hall();
hall.reading = false;
const outside = new Browser(hall);
let reviewer: Browser;
let payers: Payer[];
let killed = 0;
let working = true;

/// However fast the machine is, kills come between the steps, and not only after the last one.
async function killedAtLeast(times: number): Promise<void> {
  while (killed < times) await pause(20);
}

class Payer {
  readonly filed: Case;
  readonly approved: boolean; // or refused: then all the money goes back
  readonly numbers: string[] = []; // of his orders
  constructor(filed: Case, approved: boolean) {
    this.filed = filed;
    this.approved = approved;
  }

  get refunds(): number {
    return this.approved ? methods.length - 1 : methods.length;
  }

  async go(): Promise<void> {
    for (const method of methods) await this.open(method);
    await killedAtLeast(1);
    await Promise.all(this.numbers.map((number, nth) => this.pay(number, choices[nth])));
    await this.see((view) => view.status === 'in_review');
    await killedAtLeast(2);
    await this.decide();
    await killedAtLeast(3);
    await this.see((view) =>
      this.approved ? view.invoice?.status === 'issued' : view.payment.status === 'refunded',
    );
    await this.see((view) => count(view, /款项已退回/) >= this.refunds);
  }

  look(): Promise<Answer> {
    return insist(this.filed.applicant, 'GET', this.filed.at());
  }

  private see(looks: (view: Answer) => boolean): Promise<Answer> {
    const one = async (): Promise<Answer> => {
      const view = await this.look();
      return looks(view) ? view : undefined;
    };
    return until(`${this.filed.number}, ${String(looks)}`, one, 300);
  }

  private async open(method: string): Promise<void> {
    for (;;) {
      const { revision, payment } = await this.look();
      const number = payment?.order?.link?.split('/').at(-1);
      if (payment?.method !== method) {
        const body = { revision, method, account };
        await insist(this.filed.applicant, 'POST', this.filed.at('/payment'), body);
      } else if (payment.order?.status === 'open' && !this.numbers.includes(number)) {
        this.numbers.push(number);
        return;
      }
      await pause(50);
    }
  }

  /// Until the provider has the money, whether or not its answer came through.
  private async pay(number: string, choice: string): Promise<void> {
    for (;;) {
      const { orders } = await insist(outside, 'GET', '/api/sandbox');
      const mine = orders.find((each: Answer) => each.number === number);
      if (['paid', 'paid_when_closed', 'refunded'].includes(mine.status)) return;
      await insist(outside, 'POST', `/api/sandbox/orders/${number}/pay`, { choice });
    }
  }

  private async decide(): Promise<void> {
    const path = `/api/console/applications/${this.filed.id}`;
    for (;;) {
      const { revision, checklist } = await insist(reviewer, 'GET', path);
      const codes = checklist.map((each: Answer) => each.code);
      if (this.approved)
        await insist(reviewer, 'POST', `${path}/approve`, { revision, checklist: codes });
      else await insist(reviewer, 'POST', `${path}/refuse`, { revision, reason: '材料不真实' });
      if ((await this.look()).status !== 'in_review') return;
    }
  }
}

const rows = (query: string): string[] => hall.query(query).split('\n').filter(Boolean);

function count(view: Answer, title: RegExp): number {
  return view.timeline.filter((each: Answer) => title.test(each.title)).length;
}

before(async () => {
  await hall.start();
  reviewer = (await enrol(hall, 'reviewer', hall.oneTimePassword('reviewer'))).browser;
  payers = [];
  for (let nth = 0; nth < cases; nth += 1)
    payers.push(new Payer(await complete(hall, company(nth)), nth % 2 === 0));
});
after(async () => hall.remove());

async function kill(): Promise<void> {
  for (; working && killed < kills; killed += 1) {
    await pause(randomInt(100, 2500));
    await killAndStart(hall);
  }
}

test('payments go on through kills', { timeout: 600_000 }, async (context) => {
  const work = Promise.all(payers.map((each) => each.go())).finally(() => (working = false));
  await Promise.all([kill(), work]);
  assert.ok(killed >= 3, `the hall was killed ${killed} times only`);
  context.diagnostic(`${killed} kills, ${cases * methods.length} orders paid`);
});

test('each application is paid once, and each surplus has gone back once', async () => {
  for (const payer of payers) {
    const view = await payer.look();
    const titles = view.timeline.map((each: Answer) => each.title).join('\n');
    assert.equal(count(view, /微信支付成功|支付宝成功/), 1, titles);
    assert.equal(count(view, /款项已退回/), payer.refunds, titles);
    assert.equal(view.payment.status, payer.approved ? 'confirmed' : 'refunded');
    assert.equal(view.invoice?.status === 'issued', payer.approved);
  }
});

test('the provider’s books and the hall’s say the same', () => {
  // What came in for each order, and the refunds that the provider lists.
  const books = rows(`select s.number, s.transaction_id, s.paid_amount, s.refunds,
    p.transaction_id, p.paid_amount, p.status
    from sandbox_order s left join payment_order p on p.number = s.number`);
  assert.equal(books.length, cases * methods.length);
  const seen = new Set<string>();
  let counted = 0;
  for (const line of books) {
    const [, transaction, came, refunds, ours, noted, status] = line.split('|');
    assert.ok(transaction && !seen.has(transaction), line);
    seen.add(transaction);
    assert.deepEqual([ours, noted], [transaction, came], line);
    const back = refunds.split(' ').filter(Boolean);
    assert.equal(back.length, status === 'refunded' ? 1 : 0, line);
    assert.ok(['paid', 'refunded'].includes(status), line);
    if (status === 'paid') counted += Number(came);
  }
  const approved = payers.filter((each) => each.approved).length;
  const [sum] = rows("select sum(amount) from payment where status = 'confirmed'");
  assert.equal(Number(sum), counted);
  assert.equal(counted, 35000 * approved);
});

test('each approval has one invoice, at the issuer as in the hall', () => {
  const issued = rows("select number from invoice where status = 'issued' order by number");
  const known = rows('select number from sandbox_invoice order by number');
  assert.deepEqual(issued, known);
  assert.equal(issued.length, payers.filter((each) => each.approved).length);
});

test('the audit chain is whole', async () => {
  await hall.stop();
  assert.match(hall.run('audit', 'verify', ...hall.where), /审计链完整/);
});
