// The guide and the pages of services that are not on the net yet, from data/help, and the
// pictures of our own screens that `./x gen pictures` takes.
import { include, parseArticle, parseParts, type Article } from '@shared/help/article';

export const guideTypes = ['organization', 'organization-person', 'natural-person'] as const;
export const guidedServices = ['replace', 'change', 'unlock', 'renew', 'revoke'] as const;

export const guideTitles: Record<(typeof guideTypes)[number], { name: string; summary: string }> = {
  organization: { name: '机构证书', summary: '以单位名义投标、盖电子公章' },
  'organization-person': { name: '机构个人证书', summary: '单位里的某个人用，如法定代表人签字' },
  'natural-person': { name: '自然人证书', summary: '以个人名义使用，和单位无关' },
};

const guides = import.meta.glob<string>('../../data/help/guide/*.md', {
  query: '?raw',
  import: 'default',
});
const services = import.meta.glob<string>('../../data/help/service-*.md', {
  query: '?raw',
  import: 'default',
});
const files = import.meta.glob<string>('./pictures/*.webp', {
  query: '?url',
  import: 'default',
  eager: true,
});

export const pictures: Record<string, string> = Object.fromEntries(
  Object.entries(files).map(([path, url]) => [path.replace(/^.*\/|\.webp$/g, ''), url]),
);

async function textOf(found?: () => Promise<string>): Promise<string | undefined> {
  return found ? await found() : undefined;
}

/** Nothing where there is no such guide. */
export async function loadGuide(type: string): Promise<Article | undefined> {
  if (!(guideTypes as readonly string[]).includes(type)) return undefined;
  const [text, parts] = await Promise.all(
    [type, 'parts'].map((name) => textOf(guides[`../../data/help/guide/${name}.md`])),
  );
  if (text === undefined || parts === undefined) return undefined;
  const article = parseArticle(text);
  return { ...article, body: include(article.body, parseParts(parts)) };
}

export async function loadService(code: string): Promise<Article | undefined> {
  const text = await textOf(services[`../../data/help/service-${code}.md`]);
  return text === undefined ? undefined : parseArticle(text);
}
