// While a button is held down nothing may move: a field that is left by a press on a button shows
// its mistake, and so pushes the button away from under the pointer, only after the click.
let held = false;

if (typeof window !== 'undefined') {
  window.addEventListener('pointerdown', () => (held = true), true);
  for (const end of ['pointerup', 'pointercancel', 'dragend']) {
    window.addEventListener(end, () => (held = false), true);
  }
}

/** Does `work` now, or right after the click that is under way. */
export function afterPress(work: () => void): void {
  if (!held) return work();
  const later = () => setTimeout(work);
  window.addEventListener('pointerup', later, { once: true });
}
