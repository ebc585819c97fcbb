import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import type { HtmlTagDescriptor, Plugin } from 'vite';

const at = (path: string): string => resolve(import.meta.dirname, path);

/** Fetched beside the first script: the chunk of the panels, which only that script would name, and the fonts they show. */
const FETCHED_EARLY = [
  { name: /^assets\/workspace-.*\.(js|css)$/, type: 'chunk' },
  { name: /^assets\/(inter|jetbrains-mono)-latin-wght-.*\.woff2$/, type: 'font' },
] as const;

function fetchEarly(): Plugin {
  return {
    name: 'fetch-early',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle).flatMap((file): HtmlTagDescriptor[] => {
          const early = FETCHED_EARLY.find(({ name }) => name.test(file));
          if (early === undefined) return [];
          const href = `./${file}`;
          const attrs = file.endsWith('.js')
            ? { rel: 'modulepreload', crossorigin: true, href }
            : file.endsWith('.css')
              ? { rel: 'preload', as: 'style', crossorigin: true, href }
              : { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href };
          return [{ tag: 'link', attrs, injectTo: 'head' }];
        }),
    },
  };
}

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
    plugins: [svelte({ configFile: at('svelte.config.js') }), fetchEarly()],
    build: {
      outDir: at('out/renderer'),
      emptyOutDir: true,
      minify: true,
      manifest: true, // which chunk is whose, for the budgets in test/support/bundle-budgets.ts
      assetsInlineLimit: 0, // no data: URLs, so the content security policy can stay at 'self'
      rollupOptions: { input: { index: at('renderer/index.html') } },
    },
  },
});
