// The FAQ: data/help/faq.md, read and searched in the browser.
import { parseMarkdown, type Block } from '../markdown';

export interface Question {
  id: string; // part of its address: /help/identity-failed
  group: string;
  title: string;
  blocks: Block[];
  plain: string; // all of the answer's text, for the search
  words: string; // other words that people use for it
  places: string[]; // wizard pages and states of an application where it is asked
}

const kGroup = /^# (.+)$/;
const kQuestion = /^## (.+?) \{([a-z0-9-]+)\}$/;
const kTag = /^@(words|places) (.+)$/;

const textOf = (blocks: Block[]): string =>
  blocks
    .map((block) => {
      if (block.kind === 'heading') return block.text;
      if (block.kind === 'picture') return block.caption;
      const lines = block.kind === 'list' ? block.items : [block.inlines];
      return lines.map((line) => line.map((part) => part.text).join('')).join(' ');
    })
    .join(' ');

/** `# group`, `## question {id}`, `@words …`, `@places …`, and the answer in Markdown. */
export function parseFaq(source: string): Question[] {
  const questions: Question[] = [];
  let group = '';
  let body: string[] = [];
  const finish = () => {
    const last = questions[questions.length - 1];
    if (last && !last.blocks.length) {
      last.blocks = parseMarkdown(body.join('\n'), last.id);
      last.plain = textOf(last.blocks);
    }
    body = [];
  };
  for (const line of source.split('\n')) {
    const [, title] = kGroup.exec(line) ?? [];
    const [, ask, id] = kQuestion.exec(line) ?? [];
    const [, tag, value = ''] = kTag.exec(line) ?? [];
    const last = questions[questions.length - 1];
    if (title) {
      finish();
      group = title;
    } else if (ask && id) {
      finish();
      questions.push({ id, group, title: ask, blocks: [], plain: '', words: '', places: [] });
    } else if (tag === 'words' && last) {
      last.words = value;
    } else if (tag === 'places' && last) {
      last.places = value.split(' ');
    } else {
      body.push(line);
    }
  }
  finish();
  return questions;
}

let loading: Promise<Question[]> | undefined;

/** Loaded when it is first looked at: it weighs as much as a page. */
export function loadFaq(): Promise<Question[]> {
  loading ??= import('../../../data/help/faq.md?raw')
    .then((file) => parseFaq(file.default))
    .catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

export const askedAt = (questions: Question[], place: string): Question[] =>
  questions.filter((question) => question.places.includes(place));

// Words that stand in almost every question and tell nothing.
const kEmpty = /怎么办|怎么|怎样|如何|什么|哪里|为什么|可以|需要|请问|我的|一下|吗|呢|了|的|我|啊/g;

const plainOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/u\s*盾|u\s*key|usbkey/g, 'ukey')
    .replace(/pin\s*[码密]码?/g, 'pin');

function pairsOf(word: string): string[] {
  if (word.length < 3) return [word];
  return Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2));
}

/** Runs of Latin letters and digits, and runs of Chinese between them. */
const wordsOf = (text: string): string[] =>
  plainOf(text)
    .replace(kEmpty, ' ')
    .match(/[a-z0-9]+|[^\x00-\x7f\p{P}\s]+/gu) ?? [];

/** How well a question answers to one word: 0 to 1. */
function fit(question: Question, word: string): number {
  const head = plainOf(`${question.title} ${question.words}`);
  const body = plainOf(question.plain);
  if (head.includes(word)) return 1;
  if (body.includes(word)) return 0.6;
  const pairs = pairsOf(word);
  const found = pairs.reduce(
    (sum, pair) => sum + (head.includes(pair) ? 1 : body.includes(pair) ? 0.4 : 0),
    0,
  );
  return (found / pairs.length) * 0.8;
}

/** The questions that answer what was typed, best first; all of them where nothing was. */
export function searchFaq(questions: Question[], text: string): Question[] {
  const words = wordsOf(text);
  if (!words.length) return text.trim() ? [] : questions;
  return questions
    .map((question) => {
      const sum = words.reduce((total, word) => total + fit(question, word), 0);
      return { question, score: sum / words.length };
    })
    .filter(({ score }) => score >= 0.34)
    .sort((a, b) => b.score - a.score)
    .slice(0, 12)
    .map(({ question }) => question);
}

/** The answer's part around what was found, for the list of results. */
export function excerpt(question: Question, text: string, length = 64): string {
  const word = wordsOf(text)[0] ?? '';
  const at = word ? plainOf(question.plain).indexOf(word) : -1;
  const from = Math.max(0, at - 16);
  const part = question.plain.slice(from, from + length);
  const more = from + length < question.plain.length;
  return `${from ? '…' : ''}${part}${more ? '…' : ''}`;
}
