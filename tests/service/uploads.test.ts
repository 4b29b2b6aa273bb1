// Files that are not what they claim: each is refused by name and reason, from the desk and from
// the phone, and the application stays as it was.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { ask, assertRefusal, draft, hangUp, person, phoneOf, type Said } from './asking.ts';
import { type Answer, Browser, Hall, renderCard, signIn } from './hall.ts';

const hall = new Hall();
let owner: Browser;
let phone: Browser;
let id = '';
before(async () => {
  await hall.start();
  owner = await signIn(hall, person.mobile);
  id = await draft(owner);
  phone = await phoneOf(hall, owner);
});
after(async () => {
  hangUp();
  await hall.remove();
});

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
/// A grey picture; `rows` is how many it really holds.
function png(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * rows, 0xcc))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
const lines = Array.from({ length: 40 }, (_, i) => `50 ${i * 20} 400 9 re f`).join('\n');
function pdf(pages: string, more = '', trailer = ''): string {
  return (
    '%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R ' +
    `${more}>> endobj\n2 0 obj <</Type /Pages ${pages}>> endobj\n` +
    '3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R>> endobj\n' +
    `4 0 obj <</Length ${lines.length}>> stream\n${lines}\nendstream endobj\n` +
    `trailer <</Root 1 0 R ${trailer}>>\n%%EOF\n`
  );
}
const many = Array.from({ length: 11 }, () => '3 0 R').join(' ');
const locked =
  '/ID [<00><00>] /Encrypt <</Filter /Standard /V 1 /R 2 /P -4 ' +
  `/O <${'11'.repeat(32)}> /U <${'22'.repeat(32)}>>>`;
const jpegHead = 'ffd8ffe000104a46494600010100000100010000';
const jpegOf = (size: string): Buffer =>
  Buffer.from(
    `${jpegHead}ffc0001108${size}03012200021100031100ffda000c03010002110311003f00`,
    'hex',
  );
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const jpeg = 'image/jpeg';
const paper = 'application/pdf';

type Upload = [name: string, type: string, bytes: string | Buffer, status: number, why: RegExp];
const uploads: Upload[] = [
  ['program.jpg', jpeg, Buffer.from('4d5a9000030000000400', 'hex'), 415, /不是 PDF 或图片.*\.jpg/],
  ['script.pdf', paper, '#!/bin/sh\nrm -rf /\n', 415, /不是 PDF 或图片.*\.pdf/],
  ['empty.jpg', jpeg, '', 422, /文件是空的/],
  ['huge.png', 'image/png', png(30_000, 30_000, 1), 413, /30000×30000 像素，超过 5000 万/],
  ['overflow.png', 'image/png', png(0x7fffffff, 0x7fffffff, 0), 422, /损坏/],
  ['huge.jpg', jpeg, jpegOf('ea60ea60'), 413, /60000×60000 像素/],
  ['small.png', 'image/png', png(100, 100), 422, /只有 100×100 像素/],
  ['half.png', 'image/png', png(1000, 1000).subarray(0, 300), 422, /损坏或没有传完/],
  ['head.jpg', jpeg, Buffer.from(jpegHead, 'hex'), 422, /损坏或没有传完/],
  ['no-pages.pdf', paper, pdf('/Kids [] /Count 0'), 422, /损坏/],
  ['circle.pdf', paper, pdf('/Kids [2 0 R] /Count 1'), 422, /损坏/],
  ['eleven.pdf', paper, pdf(`/Kids [${many}] /Count 11`), 413, /11 页，最多 10 页/],
  ['locked.pdf', paper, pdf('/Kids [3 0 R] /Count 1', '', locked), 422, /设有打开密码/],
  ['head.pdf', paper, '%PDF-1.7', 422, /损坏/],
  ['drawing.jpg', jpeg, svg, 415, /不是 PDF 或图片/],
  ['drawing.svg', 'image/svg+xml', svg, 415, /只能上传 JPG、PNG 图片或 PDF/],
  ['moving.gif', 'image/gif', 'GIF89a', 415, /只能上传/],
  ['moving.jpg', jpeg, 'GIF89a', 415, /不支持 GIF/],
  ['letter.pdf', paper, 'PK\x03\x04', 415, /Word、OFD/],
  ['phone.jpg', jpeg, '\0\0\0\x18ftypheic', 415, /HEIC/],
  ['picture.jpg', jpeg, png(1000, 1000), 415, /PNG 图片，与后缀 \.jpg 不符/],
  ['page.html', 'text/html', '<h1>x</h1>', 415, /只能上传/],
];
const uploadTo = (path: string, name: string, type: string, body: string | Buffer): Promise<Said> =>
  ask(hall, {
    method: 'POST',
    path,
    cookie: path.startsWith('/api/phone') ? phone.cookie : owner.cookie,
    headers: { 'Content-Type': type, 'X-File-Name': encodeURIComponent(name) },
    body,
  });
const licence = (): string => `/api/applications/${id}/materials/business_licence`;

for (const [name, type, bytes, status, why] of uploads)
  test(`refuses ${name} as ${type} by reason`, async () => {
    const problem = await assertRefusal(await uploadTo(licence(), name, type, bytes), name);
    assert.equal(problem.status, status, problem.title);
    assert.match(problem.title, why);
    const side = await uploadTo('/api/phone/identity/front', name, type, bytes);
    await assertRefusal(side, `${name} from the phone`);
  });

test('wants a name with an upload, and no folder in it', async () => {
  const headers = { 'Content-Type': jpeg };
  const bare = { method: 'POST', path: licence(), cookie: owner.cookie, body: 'x' };
  await assertRefusal(await ask(hall, { ...bare, headers }), 'no name');
  for (const name of ['%', '%ff', '%00', '..%2f', 'a'.repeat(256)])
    await assertRefusal(
      await ask(hall, { ...bare, headers: { ...headers, 'X-File-Name': name } }),
      name,
    );
});

test('takes no file above ten megabytes, and no request that says so', async () => {
  const said = await uploadTo(licence(), 'a.jpg', jpeg, Buffer.alloc(10 * 1024 * 1024 + 1));
  assert.equal((await assertRefusal(said, 'eleven megabytes')).status, 413);
});

test('leaves the application as it was', async () => {
  const view = await owner.call('GET', `/api/applications/${id}`);
  assert.ok(view.materials.every((each: Answer) => !each.uploaded && each.version === 0));
  assert.equal(view.identity.front_taken, false);
});

test('takes a photo whole, and not in half', async () => {
  const path = join(hall.folder, 'licence.jpg');
  const words = ['--kind', 'licence', '--name', '湖南示例建设有限公司'];
  execFileSync(renderCard, [...words, '--number', '91430100MA4L0AAA0X', '--out', path]);
  const whole = readFileSync(path);
  const half = whole.subarray(0, whole.length / 2);
  const problem = await assertRefusal(await uploadTo(licence(), 'half.jpg', jpeg, half), 'half');
  assert.equal(problem.status, 422);
  assert.match(problem.title, /损坏或没有传完/);
  assert.equal((await uploadTo(licence(), 'whole.jpg', jpeg, whole)).status, 200);
});

test('shows a PDF that carries a script as pictures; the file itself only downloads', async () => {
  const script = '/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>> ';
  const bytes = pdf('/Kids [3 0 R] /Count 1', script);
  const said = await uploadTo(licence(), 'script.pdf', paper, bytes);
  assert.equal(said.status, 200, said.text);
  const look = async (path: string): Promise<Said> =>
    ask(hall, { method: 'GET', path: `${licence()}${path}`, cookie: owner.cookie });
  assert.equal((await look('/pages/1')).headers['content-type'], jpeg);
  assert.match((await look('/original')).headers['content-disposition'] ?? '', /^attachment/);
  for (const page of ['0', '2', '-1', '1.0', '99999999999999999999', 'x'])
    assert.equal((await look(`/pages/${page}`)).status, 404, page);
});

test('after all that the hall still works, and ends when it is told to', async () => {
  assert.equal((await owner.send('GET', '/api/applications')).status, 200);
  assert.doesNotMatch(hall.output, /http\.exception|runtime error/);
  assert.equal(await hall.stop(), 0);
});
