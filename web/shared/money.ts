// Money is whole fen in the program and yuan on the screen; no floating point in between.

/** "350.00" */
export function yuanFromFen(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Whole fen, or undefined where the text is no amount: "350", "350.5", "¥ 1,234.56" as copied from
 * a bank statement. Never negative, never rounded.
 */
export function fenFromYuan(text: string): number | undefined {
  const plain = text
    .replace(/[\s\u00a5\uffe5]/g, '')
    .replace(/\uff0c/g, ',')
    .replace(/元$/, '');
  const match = /^(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return undefined;
  const fen = Number((match[1] ?? '').replace(/,/g, '') + (match[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(fen) ? fen : undefined;
}
