import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

import { pages } from './plugins/pages';
import { precompress } from './plugins/precompress';

/** Where `npm run dev` finds the API: `consumo servir`, or `python tools/demo_server.py`. */
const API = process.env['CONSUMO_API'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  base: './', // works below any path of a reverse proxy
  plugins: [svelte(), pages(), precompress()],
  build: {
    outDir: '../src/consumo/api/static/app',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    cssCodeSplit: false, // 10 KB for all the pages: one request, before the first paint
    assetsInlineLimit: 0, // nothing as a data: URL, so that the policy of the page can stay strict
    license: { fileName: 'licenses.md' },
  },
  server: { proxy: { '/api': API, '/health': API, '/docs': API, '/openapi.json': API } },
});
