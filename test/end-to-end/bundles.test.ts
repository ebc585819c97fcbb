import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  BUNDLE_BUDGETS,
  bundleSizes,
  overBudget,
  type BundleSizes,
  type Manifest,
} from '../support/bundle-budgets.ts';
import { ROOT } from '../support/running-program.ts';

const RENDERER = join(ROOT, 'out', 'renderer');

function builtFiles(): Map<string, number> {
  const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' });
  return new Map(files.map((file) => [file.replaceAll('\\', '/'), statSync(join(RENDERER, file)).size]));
}

function builtManifest(): Manifest {
  return JSON.parse(readFileSync(join(RENDERER, '.vite', 'manifest.json'), 'utf8')) as Manifest;
}

describe('the built renderer', () => {
  it('keeps every part within its budget', () => {
    const sizes = bundleSizes(builtManifest(), builtFiles());
    expect(overBudget(sizes)).toEqual([]);
  });

  it('fetches neither the dock nor the charts before the first script, and both fonts beside it', () => {
    const page = readFileSync(join(RENDERER, 'index.html'), 'utf8');
    const links = [...page.matchAll(/<link rel="([^"]+)"[^>]*href="([^"]+)"/g)];
    const fetched = links.map(([, rel = '', href = '']) => `${rel} ${href.replace(/-[\w-]{8}\./, '.')}`);
    expect(fetched.filter((line) => /preload|stylesheet/.test(line)).toSorted()).toEqual([
      'modulepreload ./assets/workspace.js',
      'preload ./assets/inter-latin-wght-normal.woff2',
      'preload ./assets/jetbrains-mono-latin-wght-normal.woff2',
      'preload ./assets/workspace.css',
      'stylesheet ./assets/index.css',
    ]);
    expect([...page.matchAll(/<script/g)]).toHaveLength(1);
  });
});

describe('overBudget', () => {
  it('names the part that is one byte over, and by how much', () => {
    const planted: BundleSizes = { ...BUNDLE_BUDGETS, chart: BUNDLE_BUDGETS.chart + 1 };
    expect(overBudget(BUNDLE_BUDGETS)).toEqual([]);
    expect(overBudget(planted)).toEqual(['chart: expected at most 196000 bytes, built 196001 (1 over)']);
  });
});

describe('bundleSizes', () => {
  const FILES = new Map([
    ['assets/index-1.js', 1],
    ['assets/shared-1.js', 2],
    ['assets/workspace-1.js', 4],
    ['assets/chart-1.js', 8],
    ['assets/painting-worker-1.js', 16],
    ['assets/a.css', 32],
    ['assets/inter-latin-wght-normal-1.woff2', 64],
    ['assets/inter-greek-wght-normal-1.woff2', 128],
  ]);
  const MANIFEST: Manifest = {
    'index.html': { file: 'assets/index-1.js', isEntry: true, imports: ['_shared'] },
    _shared: { file: 'assets/shared-1.js' },
    'workspace/workspace.ts': { file: 'assets/workspace-1.js', imports: ['index.html', '_shared'] },
    'panels/chart/ChartPanel.svelte': {
      file: 'assets/chart-1.js',
      imports: ['workspace/workspace.ts', 'index.html'],
    },
  };

  it('counts a chunk for the first part that cannot run without it', () => {
    expect(bundleSizes(MANIFEST, FILES)).toEqual({
      'first script': 3,
      panels: 4,
      chart: 8,
      'painting worker': 16,
      styles: 32,
      'first fonts': 64,
      'all scripts': 31,
    });
  });

  it('fails for a part that is not there', () => {
    const { 'panels/chart/ChartPanel.svelte': chart, ...rest } = MANIFEST;
    expect(chart).toBeDefined();
    expect(() => bundleSizes(rest, FILES)).toThrow('expected files of the part "chart"');
  });
});
