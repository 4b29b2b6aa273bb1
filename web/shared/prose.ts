/** A message as its sentences, each with its full stop. */
export function linesOf(text: string): string[] {
  const sentences = text.match(/[^。]+/g) ?? [];
  return sentences.map((one) => `${one.trim()}。`).filter((one) => one !== '。');
}
