// A small part of Markdown, for our own documents: headings, paragraphs, lists, **bold**,
// [links](/help), > notices and ![pictures](name). It makes a tree of plain text, never HTML, so
// that nothing in a document can become markup.

export interface Inline {
  text: string;
  strong: boolean;
  href?: string;
}

export type Block =
  | { kind: 'heading'; level: number; id: string; text: string }
  | { kind: 'paragraph'; inlines: Inline[] }
  | { kind: 'notice'; inlines: Inline[] }
  | { kind: 'picture'; name: string; caption: string }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] };

const kHeading = /^(#{1,6})\s+(.*?)\s*#*$/;
const kBullet = /^\s*[-*+]\s+(.*)$/;
const kNumber = /^\s*(\d+)[.)、]\s*(.*)$/;
const kNotice = /^>\s?(.*)$/;
const kPicture = /^!\[([^\]]+)\]\(([a-z0-9-]+)\)$/;
const kMarks = /\*\*(.+?)\*\*|\[([^\]]+)\]\(([^()\s]+)\)/g;

/** Places on this site, secure ones elsewhere, and telephone numbers; a script is none of them. */
const kSafe = /^(\/(?!\/)|https:\/\/|tel:)/;

export function inlines(text: string): Inline[] {
  const parts: Inline[] = [];
  const plain = (from: number, to: number) => {
    if (to > from) parts.push({ text: text.slice(from, to), strong: false });
  };
  let done = 0;
  for (const found of text.matchAll(kMarks)) {
    const [all, bold, label, href] = found;
    if (href !== undefined && !kSafe.test(href)) continue;
    plain(done, found.index);
    if (bold !== undefined) parts.push({ text: bold, strong: true });
    else parts.push({ text: label ?? '', strong: false, href });
    done = found.index + all.length;
  }
  plain(done, text.length);
  return parts;
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
  let notice = '';
  let list: { ordered: boolean; start: number; items: string[] } | undefined;

  function close() {
    if (paragraph) blocks.push({ kind: 'paragraph', inlines: inlines(paragraph) });
    if (notice) blocks.push({ kind: 'notice', inlines: inlines(notice) });
    if (list) blocks.push({ kind: 'list', ...list, items: list.items.map(inlines) });
    paragraph = '';
    notice = '';
    list = undefined;
  }

  function heading(level: number, text: string) {
    close();
    blocks.push({ kind: 'heading', level, id: `${idPrefix}-${blocks.length + 1}`, text });
  }

  function item(found: { ordered: boolean; start: number; text: string }) {
    if (paragraph || notice) close();
    if (!list || list.ordered !== found.ordered) {
      close();
      list = { ordered: found.ordered, start: found.start, items: [] };
    }
    list.items.push(found.text);
  }

  function text(line: string) {
    if (notice) close();
    const last = list?.items.length ?? 0;
    if (list && last) list.items[last - 1] = join(list.items[last - 1] ?? '', line);
    else paragraph = join(paragraph, line);
  }

  function quoted(line: string) {
    if (!notice) close();
    notice = join(notice, line.trim());
  }

  let blank = false;
  for (const raw of source.split(/\r?\n/)) {
    const line = raw.trimEnd();
    const title = kHeading.exec(line);
    const found = startOf(line);
    const quote = kNotice.exec(line);
    const picture = kPicture.exec(line);
    if (!line.trim()) {
      if (paragraph || notice) close();
    } else if (title) {
      heading(title[1]?.length ?? 1, title[2] ?? '');
    } else if (quote) {
      quoted(quote[1] ?? '');
    } else if (picture) {
      close();
      blocks.push({ kind: 'picture', caption: picture[1] ?? '', name: picture[2] ?? '' });
    } else if (found) {
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
