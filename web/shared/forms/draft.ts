// What was typed and not yet saved, kept through errors, reloads and a new login in this tab.

export interface Draft<T> {
  base: T; // as the server had it when the typing began
  mine: T;
}

export class DraftKeeper<T> {
  constructor(
    private readonly key: string,
    private readonly storage: Storage = sessionStorage,
  ) {}

  keep(draft: Draft<T>): void {
    try {
      this.storage.setItem(this.key, JSON.stringify(draft));
    } catch {
      // A full or forbidden storage costs the safety net, not the typing.
    }
  }

  load(): Draft<T> | undefined {
    try {
      const text = this.storage.getItem(this.key);
      return text ? (JSON.parse(text) as Draft<T>) : undefined;
    } catch {
      return undefined;
    }
  }

  forget(): void {
    try {
      this.storage.removeItem(this.key);
    } catch {
      // as above
    }
  }
}

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** Theirs, with every leaf that `mine` changed since `base` laid over it. */
export function merge<T>(base: T, mine: T, theirs: T): T {
  if (!isTree(base) || !isTree(mine) || !isTree(theirs)) return mine === base ? theirs : mine;
  const result: Tree = {};
  // A part that only one side has yet is kept, too.
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    result[key] = merge(base[key], mine[key], theirs[key]);
  }
  return result as T;
}

export function same(a: unknown, b: unknown): boolean {
  if (!isTree(a) || !isTree(b)) return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same(a[key], b[key]));
}

export function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
