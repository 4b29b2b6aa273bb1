import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';

import { inlines, parseMarkdown } from './markdown';
import MarkdownView from './ui/MarkdownView.vue';

test('reads headings, paragraphs and lists', () => {
  const blocks = parseMarkdown(
    '# 标题\n\n第一行\n接着写\n\n1. 一\n2. 二\n   还是二\n\n- 甲\n- 乙\n\n结尾',
  );
  expect(blocks.map((block) => block.kind)).toEqual([
    'heading',
    'paragraph',
    'list',
    'list',
    'paragraph',
  ]);
  expect(blocks[1]).toEqual({
    kind: 'paragraph',
    inlines: [{ text: '第一行接着写', strong: false }],
  });
  expect(blocks[2]).toMatchObject({ ordered: true, start: 1 });
  expect(blocks[2]?.kind === 'list' && blocks[2].items[1]?.[0]?.text).toBe('二还是二');
});

test('keeps the number at which a list goes on', () => {
  expect(parseMarkdown('3. 三\n4. 四')[0]).toMatchObject({ ordered: true, start: 3 });
});

test('joins Latin words with a blank and Chinese without', () => {
  expect(parseMarkdown('one\ntwo')[0]).toMatchObject({ inlines: [{ text: 'one two' }] });
  expect(parseMarkdown('一\n二')[0]).toMatchObject({ inlines: [{ text: '一二' }] });
});

test('marks bold', () => {
  expect(inlines('请**务必**核对')).toEqual([
    { text: '请', strong: false },
    { text: '务必', strong: true },
    { text: '核对', strong: false },
  ]);
});

test('gives every heading an id of its own', () => {
  const ids = parseMarkdown('# 一\n## 二\n## 二', 'guide').map((b) =>
    b.kind === 'heading' ? b.id : '',
  );
  expect(new Set(ids).size).toBe(3);
  expect(ids[0]).toMatch(/^guide-/);
});

test('turns nothing into markup', () => {
  const evil =
    '# <img src=x onerror=alert(1)>\n\n<script>alert(1)</script> **<b>粗</b>**\n\n- <i>x</i>';
  const view = mount(MarkdownView, { props: { blocks: parseMarkdown(evil) } });
  expect(view.find('img, script, b, i').exists()).toBe(false);
  expect(view.text()).toContain('<script>alert(1)</script>');
});

test('links lead to this site, to secure ones and to telephones, and nowhere else', () => {
  expect(inlines('见[指南](/guide)。')).toEqual([
    { text: '见', strong: false },
    { text: '指南', strong: false, href: '/guide' },
    { text: '。', strong: false },
  ]);
  for (const href of ['javascript:alert(1)', '//evil.cn', 'http://a.cn', 'data:text/html,x'])
    expect(inlines(`[x](${href})`)).toEqual([{ text: `[x](${href})`, strong: false }]);
});

test('reads notices and pictures, and leaves out a picture that nobody has', () => {
  const blocks = parseMarkdown('> 请**等**开标\n> 以后\n\n![图一](one)\n![图二](two)');
  expect(blocks.map(({ kind }) => kind)).toEqual(['notice', 'picture', 'picture']);
  const view = mount(MarkdownView, { props: { blocks, pictures: { one: '/a.webp' } } });
  expect(view.findAll('img').map((img) => img.attributes('alt'))).toEqual(['图一']);
  expect(view.text()).toContain('请等开标以后');
});
