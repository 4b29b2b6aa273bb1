/** "agent.id_number" → "field-agent-id_number": what links in an error summary point to. */
export function fieldId(path: string): string {
  return `field-${path.replace(/\./g, '-')}`;
}

export function focusField(path: string): void {
  const element = document.getElementById(fieldId(path));
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
}
