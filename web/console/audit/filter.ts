export interface Filter {
  actor: string;
  act: string;
  subject: string;
  from: string; // days
  until: string;
}

/** What narrows the list; nothing for what is left open. */
export function queryOf(filter: Filter): Partial<Filter> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]: [string, string]) =>
      value.trim() ? [[name, value.trim()]] : [],
    ),
  );
}
