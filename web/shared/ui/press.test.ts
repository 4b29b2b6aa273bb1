import { expect, test, vi } from 'vitest';

import { afterPress } from './press';

test('waits for the end of a click, and for nothing else', async () => {
  const work = vi.fn();
  afterPress(work);
  expect(work).toHaveBeenCalledTimes(1);

  window.dispatchEvent(new Event('pointerdown'));
  afterPress(work);
  expect(work).toHaveBeenCalledTimes(1);
  window.dispatchEvent(new Event('pointerup'));
  await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2));
});
