// Administrative divisions: province, city, district, by their six-digit codes.

export interface Division {
  code: string;
  name: string;
}

export interface DivisionTree {
  provinces: Division[];
  childrenOf(code: string): Division[];
  /** Province, city and district of a code; empty where it is unknown. */
  pathOf(code: string): Division[];
}

/** `table` has every code with its name; a code's parents are its own first digits. */
export function divisionTree(table: Record<string, string>): DivisionTree {
  const codes = Object.keys(table).sort();
  const named = (code: string): Division => ({ code, name: table[code] ?? '' });
  const children = new Map<string, Division[]>();
  const parentOf = (code: string): string => {
    if (code.endsWith('0000')) return '';
    const city = `${code.slice(0, 4)}00`;
    const province = `${code.slice(0, 2)}0000`;
    return code !== city && city in table ? city : province;
  };
  for (const code of codes) {
    const parent = parentOf(code);
    children.set(parent, [...(children.get(parent) ?? []), named(code)]);
  }

  function pathOf(code: string): Division[] {
    if (!(code in table)) return [];
    const parent = parentOf(code);
    return [...(parent ? pathOf(parent) : []), named(code)];
  }

  return {
    provinces: children.get('') ?? [],
    childrenOf: (code) => children.get(code) ?? [],
    pathOf,
  };
}
