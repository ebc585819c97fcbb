import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** Three bundles under out/: main (ESM), preload (one CommonJS file, because the sandbox takes nothing else), renderer. */
export default defineConfig({
  main: {
    build: {
      externalizeDeps: false, // ws and msgpackr are bundled: nothing but out/ goes into app.asar
      outDir: 'out/main',
      rollupOptions: {
        input: { index: at('main/hosts/electron/main.ts') },
        external: ['electron', 'bufferutil', 'utf-8-validate', 'msgpackr-extract'],
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: at('main/hosts/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [svelte({ configFile: at('svelte.config.js') })],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      assetsInlineLimit: 0, // no data: URLs, so the content security policy can stay at 'self'
      rollupOptions: { input: { index: at('renderer/index.html') } },
    },
  },
});
