/** What is left of a typed or pasted code. */
export function onlyDigits(text: string): string {
  return text.replace(/\D/g, '').slice(0, 6);
}
