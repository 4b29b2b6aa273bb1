// The browser's journey lives in tests/browser and uses the packages of this folder.
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('../tests/browser'),
  resolve: {
    alias: {
      'playwright-core': at('./node_modules/playwright-core/index.mjs'),
      vitest: at('./node_modules/vitest/dist/index.js'),
    },
  },
  test: {
    environment: 'node',
    include: ['*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    bail: 1, // one journey: what comes after a failed step says nothing
    reporters: ['verbose'],
  },
});
