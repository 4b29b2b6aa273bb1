// What changes between two texts, line by line.

export interface DiffLine {
  kind: 'same' | 'gone' | 'new';
  text: string;
  before?: number; // line number in the old text
  after?: number; // line number in the new text
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return text.replace(/\n$/, '').split('\n');
}

/** Lengths of the longest common tails, by position in each text. */
function tails(a: string[], b: string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      table[i]![j] =
        a[i] === b[j]
          ? (table[i + 1]?.[j + 1] ?? 0) + 1
          : Math.max(table[i + 1]?.[j] ?? 0, table[i]?.[j + 1] ?? 0);
  return table;
}

export function diffOf(before: string, after: string): DiffLine[] {
  const a = linesOf(before);
  const b = linesOf(after);
  const common = tails(a, b);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [old, fresh] = [a[i], b[j]];
    if (old !== undefined && old === fresh) {
      lines.push({ kind: 'same', text: old, before: i + 1, after: j + 1 });
      i += 1;
      j += 1;
    } else if (
      old !== undefined &&
      (fresh === undefined || (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))
    ) {
      lines.push({ kind: 'gone', text: old, before: i + 1 });
      i += 1;
    } else {
      lines.push({ kind: 'new', text: fresh ?? '', after: j + 1 });
      j += 1;
    }
  }
  return lines;
}

export interface Folded {
  hidden: number; // lines that are the same and left out
  lines: DiffLine[];
}

/** The changes with `around` lines of context each; what lies between is folded. */
export function folded(lines: DiffLine[], around = 3): Folded[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'),
  );
  const parts: Folded[] = [];
  lines.forEach((line, at) => {
    const last = parts.at(-1);
    if (near[at]) {
      if (last) last.lines.push(line);
      else parts.push({ hidden: 0, lines: [line] });
    } else if (last && !last.lines.length) last.hidden += 1;
    else parts.push({ hidden: 1, lines: [] });
  });
  return parts;
}
