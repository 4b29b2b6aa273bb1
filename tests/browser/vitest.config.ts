import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

const web = (path: string) => fileURLToPath(new URL(`../../web/node_modules/${path}`, import.meta.url));

// The packages are those of web/; this folder has none of its own.
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: {
    alias: {
      'playwright-core': web('playwright-core/index.mjs'),
      vitest: web('vitest/dist/index.js'),
    },
  },
  server: { fs: { strict: false } },
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
