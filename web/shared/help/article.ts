// Guide and service pages: Markdown with front matter, and parts that several guides share.

export interface Article {
  head: Record<string, string>; // title, when, cost, …
  body: string; // Markdown
}

/** `---`, lines of `name: value`, `---`, and then the text. */
export function parseArticle(source: string): Article {
  const end = source.indexOf('\n---\n', 4);
  if (!source.startsWith('---\n') || end < 0) return { head: {}, body: source };
  const head: Record<string, string> = {};
  for (const line of source.slice(4, end).split('\n')) {
    const at = line.indexOf(': ');
    if (at > 0) head[line.slice(0, at)] = line.slice(at + 2).trim();
  }
  return { head, body: source.slice(end + 5) };
}

/** `@part name` begins a part. */
export function parseParts(source: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const piece of source.split(/^@part /m).slice(1)) {
    const end = piece.indexOf('\n');
    parts.set(piece.slice(0, end).trim(), piece.slice(end + 1));
  }
  return parts;
}

/** Puts the parts where `@include name` stands; one that is missing throws. */
export function include(body: string, parts: Map<string, string>): string {
  return body.replace(/^@include (\S+)$/gm, (_, name: string) => {
    const part = parts.get(name);
    if (part === undefined) throw new Error(`no part ${name}`);
    return `\n${part}`;
  });
}
