import { fileURLToPath } from 'node:url';

import { VantResolver } from '@vant/auto-import-resolver';
import vue from '@vitejs/plugin-vue';
import components from 'unplugin-vue-components/vite';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// One HTML page for each audience. The server sends hall.html for /hall/*, phone.html for
// /phone/*, and so on; index.html is the portal.
const pages = ['index', 'hall', 'phone', 'console', 'sandbox'];

export default defineConfig({
  plugins: [
    vue(),
    components({
      dirs: [],
      dts: false,
      resolvers: [ElementPlusResolver({ importStyle: 'css' }), VantResolver()],
    }),
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
    server: { deps: { inline: ['element-plus'] } },
  },
});
