// Times that administrators set are China's, wherever the browser is.

/** "2026-12-01T00:00" as typed, as an instant; undefined where nothing is typed. */
export function instantOf(typed: string): string | undefined {
  if (!typed) return undefined;
  const instant = new Date(`${typed}:00+08:00`);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}

/** The other way round, for the input. */
export function typedOf(instant: string | undefined): string {
  if (!instant) return '';
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16);
}
