// E-invoices through the real program: issued once, sent by a real mail server, sent again within
// limits, corrected after a refusal, and taken back with the money.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inReview } from './applications.ts';
import { type Case, Desk } from './case.ts';
import { type Answer, type Browser, enrol, Hall, messagesTo, until, write } from './hall.ts';
import { decodeWords, MailServer } from './mail_server.ts';
import { type Company, company } from './papers.ts';

const hall = new Hall();
hall.reading = false;
const mails = new MailServer(join(hall.folder, 'mail'));
const mine = company(3);
let desk: Desk;
let second: Browser; // another reviewer
let made: Case;

before(async () => {
  await mails.start();
  hall.settings = `smtp_url = "smtp://127.0.0.1:${mails.port}"
smtp_from = "hall@ca.example.cn"
smtp_plain = true
`;
  await hall.start();
  desk = await Desk.of(hall);
  second = (await enrol(hall, 'r2', hall.addStaff('r2', 'reviewer'))).browser;
});
after(async () => {
  await mails.stop();
  await hall.remove();
});

async function toApproval(of: Company): Promise<Case> {
  const one = await inReview(hall, of);
  await desk.confirmMoney(one);
  await desk.approve(one);
  return one;
}

const invoiceIs = (one: Case, status: string): Promise<Answer> =>
  until(`the invoice to be ${status}`, async () => {
    const { invoice } = await one.look();
    return invoice?.status === status ? invoice : undefined;
  });

async function pdf(one: Case, path: string): Promise<{ bytes: Buffer; text: string }> {
  const response = await one.applicant.send('GET', path);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/pdf');
  const bytes = Buffer.from(await response.arrayBuffer());
  const file = write(join(hall.folder, 'invoice.pdf'), bytes);
  return { bytes, text: execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }) };
}

test('an invoice follows the approval, with amounts that add up', async () => {
  made = await toApproval(mine);
  const invoice = await invoiceIs(made, 'issued');
  assert.match(invoice.number, /^\d{20}$/);
  assert.equal(invoice.title, mine.organization.name);
  assert.equal(invoice.tax_number, mine.organization.credit_code);
  assert.equal(invoice.total, 35000);
  for (const line of invoice.lines) assert.equal(line.net + line.tax, line.amount);
  const sum = (of: string): number =>
    invoice.lines.reduce((total: number, line: Answer) => total + line[of], 0);
  assert.equal(sum('amount'), 35000);
  assert.equal(sum('tax'), invoice.tax);
  const { text } = await pdf(made, invoice.download_url);
  for (const word of [invoice.number, mine.organization.name, '350.00', '叁佰伍拾圆整', '演示样张'])
    assert.ok(text.includes(word), `${word} is not on the invoice`);
});

test('the text message names it, and the mail server has it with the PDF unharmed', async () => {
  const { invoice } = await made.look();
  await until('the text', async () =>
    (await messagesTo(hall, mine.agent.mobile)).find(
      (each) => each.includes(`发票号码:${invoice.number}`) && each.includes('a***@example.com'),
    ),
  );
  const mail = await until('the mail', async () => mails.mails[0]);
  assert.equal(mail.headers.to, `<${mine.agent.email}>`);
  assert.equal(decodeWords(mail.headers.subject), `【深圳CA】电子发票 ${invoice.number}`);
  assert.match(decodeWords(mail.headers.from), /^深圳CA网上营业厅 <hall@ca\.example\.cn>$/);
  assert.match(mail.headers['message-id'], /^<\w+@ca\.example\.cn>$/);
  const [text, attachment] = mail.parts;
  assert.match(text.body.toString(), new RegExp(`发票号码：${invoice.number}`));
  const name = /filename\*=UTF-8''(\S+)/.exec(attachment.headers['content-disposition'])?.[1] ?? '';
  assert.equal(decodeURIComponent(name), `电子发票-${invoice.number}.pdf`);
  const { bytes } = await pdf(made, invoice.download_url);
  assert.deepEqual(attachment.body, bytes);
  for (const raw of mails.raw)
    for (const line of raw.toString('latin1').split('\n')) {
      assert.ok(line.length <= 998, 'a line longer than SMTP allows');
      assert.match(line, /^[\x20-\x7e\t]*\r?$/, 'not everything is ASCII');
    }
});

test('it stays one invoice through a restart', async () => {
  const { invoice } = await made.look();
  await hall.stop('SIGKILL');
  await hall.start();
  await new Promise((later) => setTimeout(later, 3000));
  assert.equal((await made.look()).invoice.number, invoice.number);
  assert.equal(mails.mails.length, 1);
});

test('of 64 who ask at once to have it sent again, three are heard', async () => {
  const ask = (): Promise<Response> =>
    made.applicant.send('POST', made.at('/invoice/resend'), { email: 'again@example.com' });
  const answers = await Promise.all(Array.from({ length: 64 }, ask));
  const count = (status: number): number => answers.filter((a) => a.status === status).length;
  assert.equal(count(200), 3);
  assert.equal(count(200) + count(429), 64);
  const refused = answers.find(({ status }) => status === 429);
  assert.ok(Number(refused?.headers.get('retry-after')) > 0);
  await until('three more mails', async () => (mails.mails.length === 4 ? true : undefined));
  const problem = await made.applicant.refused(422, 'POST', made.at('/invoice/resend'), {
    email: 'a@example.com\r\nBcc: b@example.com',
  });
  assert.equal(problem.fields[0].field, 'email');
});

test('a refused invoice is corrected by the applicant and then issued', async () => {
  const other = company(4);
  const title = '湖南示例戊建设有限公司开票失败';
  const bad = { ...other, invoice: { ...other.invoice, title } };
  const one = await toApproval(bad);
  const invoice = await invoiceIs(one, 'failed');
  assert.match(invoice.failure, /不匹配/);
  const { invoices } = await desk.finance.call('GET', '/api/console/invoices');
  assert.equal(invoices[0].application_id, one.id);
  assert.equal(invoices[0].may_retry, true);
  const body = { revision: invoice.revision, title: other.organization.name, tax_number: '' };
  const problem = await one.applicant.refused(422, 'PUT', one.at('/invoice'), body);
  assert.equal(problem.fields[0].field, 'tax_number');
  const right = { ...body, tax_number: other.organization.credit_code };
  await one.applicant.call('PUT', one.at('/invoice'), right);
  await one.applicant.refused(409, 'PUT', one.at('/invoice'), right);
  const done = await invoiceIs(one, 'issued');
  assert.equal(done.title, other.organization.name);
  const after = await desk.finance.call('GET', '/api/console/invoices');
  assert.deepEqual(after.invoices, []);
});

test('an approval that is taken back takes money and invoice with it', async () => {
  const path = `/api/console/applications/${made.id}`;
  const seen = await desk.reviewer.call('GET', path);
  assert.deepEqual(seen.actions, []);
  const body = { revision: seen.revision, reason: '申请单位来电，不再需要证书' };
  await desk.reviewer.refused(403, 'POST', `${path}/withdraw`, body);
  const other = await second.call('GET', path);
  assert.deepEqual(other.actions, ['withdraw']);
  const taken = await Promise.all(
    Array.from({ length: 8 }, () => second.send('POST', `${path}/withdraw`, body)),
  );
  assert.equal(taken.filter(({ status }) => status === 200).length, 1);
  const red = await invoiceIs(made, 'red_issued');
  assert.match(red.red_number, /^\d{20}$/);
  const { text } = await pdf(made, red.red_download_url);
  for (const word of [red.number, red.red_number, '-350.00'])
    assert.ok(text.includes(word), `${word} is not on the red letter`);
  const view = await made.look();
  assert.equal(view.status, 'refused');
  assert.equal(view.payment.status, 'refund_due');
  assert.equal(view.refusal, body.reason);
  await until('the text of the red letter', async () =>
    (await messagesTo(hall, mine.agent.mobile)).find((each) => each.includes(red.red_number)),
  );
  await until('the mail of the red letter', async () =>
    mails.mails.find(({ headers }) => decodeWords(headers.subject).includes('红字电子发票')),
  );
  const words = (await messagesTo(hall, mine.agent.mobile)).filter((each) => /撤销/.test(each));
  assert.equal(words.length, 1);
});

test('a station that has it keeps others from taking the approval back', async () => {
  const one = await toApproval(company(5));
  const path = `/api/console/applications/${one.id}`;
  const { number } = await one.look();
  await desk.producer.call('POST', '/api/station/claim', { number });
  const { revision, actions } = await second.call('GET', path);
  assert.deepEqual(actions, []);
  await second.refused(409, 'POST', `${path}/withdraw`, { revision, reason: '不再需要' });
});
