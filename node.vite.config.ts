import { relative, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
const OUT = 'out/node';
const at = (path: string): string => resolve(root, path);

/** A source that reads a file beside itself goes on finding it there: its place is named as seen from the bundle. */
function sourcePlaces(): Plugin {
  return {
    name: 'source-places',
    enforce: 'pre',
    transform(code, id) {
      const path = relative(root, id);
      if (/^\.\.|node_modules|\0/.test(path) || !code.includes('import.meta.url')) return null;
      const place = JSON.stringify(relative(at(OUT), id).replaceAll('\\', '/'));
      return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url)`);
    },
  };
}

/**
 * To import node:http is to read all its properties, and one of them loads Node's own WebSocket client, which takes 30 ms
 * and is not used: it is asked for instead of imported.
 */
function leanHttp(): Plugin {
  return {
    name: 'lean-http',
    renderChunk: (code) =>
      code.replace(
        /^import (\{[^}]*\}) from "node:http";$/gm,
        (_, names: string) =>
          `const ${names.replaceAll(' as ', ': ')} = process.getBuiltinModule("node:http");`,
      ),
  };
}

/**
 * What `npm start` runs: launcher and simulated exchange in one file each, because two hundred sources and their packages
 * take a quarter of a second to load and these take a twentieth. Everything but `npm start` runs the sources.
 */
export default defineConfig({
  root,
  plugins: [sourcePlaces(), leanHttp()],
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node24',
    outDir: OUT,
    rolldownOptions: {
      input: { start: at('main/launch/start.ts'), simulator: at('feed-simulator/cli.ts') },
      // Optional helpers of ws and msgpackr that are never installed.
      external: ['bufferutil', 'utf-8-validate', 'msgpackr-extract'],
      // All chunks in one folder: `sourcePlaces` counts on it.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
