import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { include, parseArticle, parseParts } from './article';
import { askedAt, excerpt, parseFaq, searchFaq } from './faq';
import { kHelpLinks } from './links';

const data = new URL('../../../data/', `file://${__dirname}/`);
const text = (path: string) => readFileSync(new URL(path, data), 'utf8');
const faq = parseFaq(text('help/faq.md'));
const ids = new Set(faq.map(({ id }) => id));
const first = (words: string) => searchFaq(faq, words)[0]?.id;

test('every question has an id of its own, a group, an answer and other words', () => {
  expect(ids.size).toBe(faq.length);
  expect(faq.length).toBeGreaterThan(30);
  for (const one of faq) {
    expect(one.group, one.id).not.toBe('');
    expect(one.words, one.id).not.toBe('');
    expect(one.plain.length, one.id).toBeGreaterThan(30);
    expect(one.plain, one.id).not.toMatch(/^@|\*\*|\]\(/m);
  }
});

test('every link of an error text leads to a question', () => {
  for (const entry of kHelpLinks) expect(ids.has(entry), entry).toBe(true);
});

test('every step of the wizard and every long wait has its questions', () => {
  for (const place of [
    ...['application', 'details', 'form', 'materials', 'payment', 'done'],
    ...['awaiting_payment', 'in_review', 'returned', 'produced', 'shipped', 'completed'],
  ])
    expect(askedAt(faq, place).length, place).toBeGreaterThan(0);
});

test('finds what people type', () => {
  expect(first('收不到验证码')).toBe('sms-code');
  expect(first('认证通不过')).toBe('identity-failed');
  expect(first('实名认证失败怎么办？')).toBe('identity-failed');
  expect(first('pin码锁了')).toBe('pin-locked');
  expect(first('U盾丢了')).toBe('token-lost');
  expect(first('被驳回')).toBe('returned');
  expect(first('发票抬头')).toBe('invoice');
  expect(first('差一个字')).toBe('name-differs');
  expect(first('快递 运单')).toBe('delivery');
  expect(first('多少钱')).toBe('how-much');
  expect(first('二维码 过期')).toBe('qr-expired');
  expect(first('打印不出来')).toBe('printing');
  expect(first('改名')).toBe('renamed');
});

test('says so where there is nothing', () => {
  expect(searchFaq(faq, '番茄炒蛋')).toEqual([]);
  expect(searchFaq(faq, '？？')).toEqual([]);
  expect(searchFaq(faq, '  ')).toHaveLength(faq.length);
});

test('shows the part of an answer where the word stands', () => {
  const [one] = searchFaq(faq, '运营商');
  expect(excerpt(one!, '运营商')).toContain('运营商');
});

test('answers keep the words of the guide', () => {
  const of = (id: string) => faq.find((one) => one.id === id)?.plain ?? '';
  expect(of('identity-failed')).toMatch(/运营商.*APP.*个人账户信息.*实名认证结果/);
  expect(of('pin')).toMatch(/公对公汇款.*机构证书.*经办人手机/);
  expect(of('pin')).toMatch(/微信、支付宝.*附言.*财务人员/);
});

const guides = readdirSync(new URL('help/guide/', data));
const parts = parseParts(text('help/guide/parts.md'));
const articles = [
  ...guides.filter((name) => name !== 'parts.md').map((name) => `help/guide/${name}`),
  ...readdirSync(new URL('help/', data))
    .filter((name) => name.startsWith('service-'))
    .map((name) => `help/${name}`),
];

test.each(articles)('%s has its head and all its parts', (name) => {
  const { head, body } = parseArticle(text(name));
  expect(head.title).toBeTruthy();
  const whole = include(body, parts);
  expect(whole).not.toContain('@include');
  expect(whole).toContain('## ');
  if (name.includes('service-'))
    expect(Object.keys(head)).toEqual(['title', 'when', 'cost', 'time', 'who']);
});

test('no text links to a place that is not there', () => {
  const announcements = readdirSync(new URL('announcements/', data));
  const all = [
    ...['help/faq.md', 'help/guide/parts.md', ...articles],
    ...announcements.map((name) => `announcements/${name}`),
  ];
  for (const name of all)
    for (const [, place = ''] of text(name).matchAll(/\]\(([^)]+)\)/g)) {
      const [, entry] = /^\/help\/(.+)$/.exec(place) ?? [];
      const [, service] = /^\/service\/(.+)$/.exec(place) ?? [];
      if (entry) expect(ids.has(entry), `${name}: ${place}`).toBe(true);
      else if (service)
        expect(existsSync(new URL(`help/service-${service}.md`, data)), place).toBe(true);
      else
        expect(
          /^(\/(apply|query|guide|help|hall\/applications)|tel:400-112-3838|[a-z-]+)$/.test(place),
          `${name}: ${place}`,
        ).toBe(true);
    }
});

test('a part that is missing is an error, not a hole', () => {
  expect(() => include('@include nothing', parts)).toThrow('nothing');
});
