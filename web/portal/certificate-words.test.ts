import { expect, test } from 'vitest';

import { tidySerial } from './certificate-words';

test('takes a serial as certificate viewers show it', () => {
  expect(tidySerial('4A:1F:00')).toBe('4a1f00');
  expect(tidySerial(' 0x4a 1f00 ')).toBe('4a1f00');
});

test('takes nothing else for a serial', () => {
  for (const text of ['', 'xyz', '../etc', '4a1f0g', 'a'.repeat(65)])
    expect(tidySerial(text)).toBe('');
});
