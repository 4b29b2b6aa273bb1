// A small part of Markdown, for our own documents: headings, paragraphs, lists, **bold**. It makes
// a tree of plain text, never HTML, so that nothing in a document can become markup.

export interface Inline {
  text: string;
  strong: boolean;
}

export type Block =
  | { kind: 'heading'; level: number; id: string; text: string }
  | { kind: 'paragraph'; inlines: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] };

const kHeading = /^(#{1,6})\s+(.*?)\s*#*$/;
const kBullet = /^\s*[-*+]\s+(.*)$/;
const kNumber = /^\s*(\d+)[.)、]\s*(.*)$/;

export function inlines(text: string): Inline[] {
  return text
    .split(/\*\*(.+?)\*\*/)
    .map((part, i) => ({ text: part, strong: i % 2 === 1 }))
    .filter((part) => part.text !== '');
}

/** Lines of one paragraph run on; a space only between two Latin words. */
function join(before: string, line: string): string {
  const gap = /[\w,.;:]$/.test(before) && /^\w/.test(line) ? ' ' : '';
  return before + gap + line;
}

function startOf(line: string): { ordered: boolean; start: number; text: string } | undefined {
  const bullet = kBullet.exec(line);
  if (bullet) return { ordered: false, start: 1, text: bullet[1] ?? '' };
  const numbered = kNumber.exec(line);
  if (numbered) return { ordered: true, start: Number(numbered[1]), text: numbered[2] ?? '' };
  return undefined;
}

export function parseMarkdown(source: string, idPrefix = 'section'): Block[] {
  const blocks: Block[] = [];
  let paragraph = '';
  let list: { ordered: boolean; start: number; items: string[] } | undefined;

  function close() {
    if (paragraph) blocks.push({ kind: 'paragraph', inlines: inlines(paragraph) });
    if (list) blocks.push({ kind: 'list', ...list, items: list.items.map(inlines) });
    paragraph = '';
    list = undefined;
  }

  function heading(level: number, text: string) {
    close();
    blocks.push({ kind: 'heading', level, id: `${idPrefix}-${blocks.length + 1}`, text });
  }

  function item(found: { ordered: boolean; start: number; text: string }) {
    if (!list || list.ordered !== found.ordered) {
      close();
      list = { ordered: found.ordered, start: found.start, items: [] };
    }
    list.items.push(found.text);
  }

  function text(line: string) {
    const last = list?.items.length ?? 0;
    if (list && last) list.items[last - 1] = join(list.items[last - 1] ?? '', line);
    else paragraph = join(paragraph, line);
  }

  let blank = false;
  for (const raw of source.split(/\r?\n/)) {
    const line = raw.trimEnd();
    const title = kHeading.exec(line);
    const found = startOf(line);
    if (!line.trim()) {
      if (paragraph) close();
    } else if (title) {
      heading(title[1]?.length ?? 1, title[2] ?? '');
    } else if (found) {
      if (paragraph) close();
      item(found);
    } else {
      if (blank && list && !/^\s/.test(raw)) close();
      text(line.trim());
    }
    blank = !line.trim();
  }
  close();
  return blocks;
}
