/** What Vite's manifest says of one chunk (the fields that are used). */
export type ManifestChunk = {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
};
export type Manifest = Readonly<Record<string, ManifestChunk>>;

/**
 * Most bytes of each part of the built renderer, minified, before compression: the terminal is served from this machine,
 * so what counts is what must be read and compiled. The one table of these numbers; each leaves about a tenth of room.
 */
export const BUNDLE_BUDGETS = {
  /** What must run before anything is drawn: the way to the terminal, the status bar, the screen's own states. */
  'first script': 130_000,
  /** The dock with watchlist, ladder and tape; fetched beside the first script. */
  panels: 410_000,
  /** The charting library and what stands around it; fetched when a chart is there. */
  chart: 196_000,
  'painting worker': 48_000,
  /** All style sheets; nine tenths are dockview's. */
  styles: 170_000,
  /** The two Latin fonts, which are fetched at once; others only when a text needs them. */
  'first fonts': 92_000,
  /** Every script there is, so that a new chunk cannot stand beside the table. */
  'all scripts': 760_000,
} as const;
export type BundlePart = keyof typeof BUNDLE_BUDGETS;
export type BundleSizes = Readonly<Record<BundlePart, number>>;

const PANELS = 'workspace/workspace.ts';
const CHART = 'panels/chart/ChartPanel.svelte';

/**
 * Bytes of each part. @param files size in bytes by path below out/renderer, of every file
 * @throws Error when a part is not there at all: a renamed chunk would otherwise always be within its budget
 */
export function bundleSizes(manifest: Manifest, files: ReadonlyMap<string, number>): BundleSizes {
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry === true) ?? '';
  const first = scriptsOf(manifest, entry);
  const panels = without(scriptsOf(manifest, PANELS), first);
  const chart = without(without(scriptsOf(manifest, CHART), first), panels);
  const matching = (name: RegExp): Set<string> =>
    new Set([...files.keys()].filter((file) => name.test(file)));
  const parts: Readonly<Record<BundlePart, ReadonlySet<string>>> = {
    'first script': first,
    panels,
    chart,
    'painting worker': matching(/^assets\/painting-worker-.*\.js$/),
    styles: matching(/\.css$/),
    'first fonts': matching(/^assets\/(inter|jetbrains-mono)-latin-wght-.*\.woff2$/),
    'all scripts': matching(/\.js$/),
  };
  const sizes = Object.entries(parts).map(([part, names]) => {
    const size = [...names].reduce((sum, name) => sum + (files.get(name) ?? 0), 0);
    if (size === 0) throw new Error(`expected files of the part "${part}" in the built renderer`);
    return [part, size] as const;
  });
  return Object.fromEntries(sizes) as BundleSizes;
}

/** A line for each part that is over its budget. */
export function overBudget(sizes: BundleSizes, budgets: BundleSizes = BUNDLE_BUDGETS): string[] {
  return Object.entries(budgets).flatMap(([part, most]) => {
    const size = sizes[part as BundlePart];
    return size <= most
      ? []
      : [`${part}: expected at most ${most} bytes, built ${size} (${size - most} over)`];
  });
}

function without(files: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...files].filter((file) => !others.has(file)));
}

/** The chunk's file and those it cannot run without. */
function scriptsOf(manifest: Manifest, key: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (chunk === undefined || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const imported of chunk.imports ?? []) scriptsOf(manifest, imported, found);
  return found;
}
