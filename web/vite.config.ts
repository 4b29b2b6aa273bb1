import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import vue from '@vitejs/plugin-vue';
import components from 'unplugin-vue-components/vite';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// One HTML page for each audience. The server sends hall.html for /hall/*, phone.html for
// /phone/*, and so on; index.html is the portal.
const pages = ['index', 'hall', 'phone', 'console', 'sandbox'];

/** Puts .gz and .br beside every text: the server sends them as they are. */
function compress(): Plugin {
  return {
    name: 'compress',
    apply: 'build',
    writeBundle({ dir = 'dist' }) {
      for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(html|js|css|svg|json)$/.test(name)) continue;
        const bytes = readFileSync(join(dir, name));
        writeFileSync(join(dir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes));
      }
    },
  };
}

export default defineConfig({
  plugins: [
    vue(),
    components({
      dirs: [],
      dts: false,
      resolvers: [ElementPlusResolver({ importStyle: 'css' })],
    }),
    compress(),
  ],
  resolve: { alias: { '@shared': at('./shared') } },
  build: {
    // Holders of UKeys sit on old Chromium kernels (360, QQ browser, Windows 7).
    target: 'chrome80',
    cssTarget: 'chrome80',
    rollupOptions: { input: pages.map((page) => at(`./${page}.html`)) },
  },
  test: {
    environment: 'happy-dom',
    include: ['**/*.test.ts'],
    isolate: false,
    server: { deps: { inline: ['element-plus'] } },
  },
});
