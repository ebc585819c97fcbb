import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const BUILT = join(ROOT, 'out', 'preload', 'index.cjs');

/** A sandboxed preload may require these and nothing else. */
const ALLOWED = ['electron', 'events', 'timers', 'url'];

describe('the preload bundle', () => {
  let folder = '';
  let code = '';

  beforeAll(async () => {
    if (existsSync(BUILT)) {
      code = readFileSync(BUILT, 'utf8');
      return;
    }
    folder = await mkdtemp(join(tmpdir(), 'touchline-preload-'));
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: folder,
        minify: false,
        lib: {
          entry: join(ROOT, 'main/hosts/electron/preload.ts'),
          formats: ['cjs'],
          fileName: () => 'index.cjs',
        },
        rollupOptions: { external: ['electron'] },
      },
    });
    code = readFileSync(join(folder, 'index.cjs'), 'utf8');
  }, 30_000);
  afterAll(async () => {
    if (folder !== '') await rm(folder, { recursive: true });
  });

  it('is one CommonJS file that requires only what the sandbox has', () => {
    const required = [...code.matchAll(/\brequire\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(([, name]) => name);
    expect(required).toContain('electron');
    expect(required.filter((name) => !ALLOWED.includes(name ?? ''))).toEqual([]);
    expect(code).not.toMatch(/^\s*(import|export)\s/m);
    expect(code).not.toMatch(/\bimport\s*\(|\beval\(|new Function\(/);
  });

  it('exposes the bridge when it runs as a preload', () => {
    const exposed: [string, string[]][] = [];
    const channels: string[] = [];
    const electron = {
      contextBridge: {
        exposeInMainWorld: (key: string, api: object) => exposed.push([key, Object.keys(api)]),
      },
      ipcRenderer: { on: (channel: string) => channels.push(channel) },
    };
    runInNewContext(code, {
      require: (name: string) => (name === 'electron' ? electron : undefined),
      module: { exports: {} },
      exports: {},
      window: {},
      crypto,
      Uint32Array,
    });
    expect(exposed).toEqual([
      ['touchline', ['request', 'subscribe', 'requestFramePort', 'requestPaintingPort']],
    ]);
    expect(channels).toEqual(['touchline:push', 'touchline:frame-port', 'touchline:painting-port']);
  });
});
