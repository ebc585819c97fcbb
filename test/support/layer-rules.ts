/** The table of ARCHITECTURE.md "Who may import whom", as data. Checked by test/architecture/layers.test.ts. */
export type LayerRule = {
  /** Path prefix; the longest one that fits a file is its layer. */
  readonly layer: string;
  /** Prefixes its files may import from, beside their own layer. */
  readonly may: readonly string[];
  /** Packages, `node:` for all of Node's own; a trailing `*` means any that starts so. */
  readonly packages: readonly string[];
};

const CORE_BASE = [
  'main/core/units',
  'main/core/instrument',
  'main/core/market-data',
  'main/core/clock.ts',
  'main/core/fine-clock.ts',
];
const CORE = ['main/core/'];

export const LAYER_RULES: readonly LayerRule[] = [
  { layer: 'main/core/units/', may: [], packages: [] },
  { layer: 'main/core/instrument/', may: ['main/core/units'], packages: [] },
  { layer: 'main/core/market-data/', may: ['main/core/units', 'main/core/instrument'], packages: [] },
  ...['sequencing', 'book', 'tape', 'candles', 'analytics', 'session'].map((stage) => ({
    layer: `main/core/${stage}/`,
    may: CORE_BASE,
    packages: [],
  })),
  { layer: 'main/core/views/', may: CORE, packages: [] },
  { layer: 'main/core/', may: CORE, packages: [] },
  { layer: 'main/wire/', may: CORE_BASE, packages: ['msgpackr/pack'] },
  { layer: 'main/wire/schema/', may: ['main/wire/', ...CORE_BASE], packages: ['ajv*', 'node:'] },
  { layer: 'main/feed/', may: [...CORE, 'main/wire/'], packages: ['ws', 'node:'] },
  {
    layer: 'main/contract/',
    may: ['main/core/units', 'main/core/views', 'main/core/instrument', 'main/core/market-data'],
    packages: [],
  },
  { layer: 'main/terminal/', may: [...CORE, 'main/feed/', 'main/contract/'], packages: ['node:'] },
  {
    layer: 'main/hosts/electron/',
    may: ['main/terminal/', 'main/contract/'],
    packages: ['electron', 'node:'],
  },
  {
    layer: 'main/hosts/web/',
    may: ['main/terminal/', 'main/contract/'],
    packages: ['ws', 'prom-client', 'node:'],
  },
  {
    layer: 'main/launch/',
    may: ['main/hosts/web/', 'main/terminal/', 'feed-simulator/'],
    packages: ['node:'],
  },
  {
    layer: 'renderer/',
    may: [
      'renderer/workspace/Screen.svelte',
      'renderer/painting/',
      'main/contract/',
      'main/core/units',
      'main/core/views',
    ],
    packages: ['svelte*', 'dockview*', '@fontsource*', 'lightweight-charts'],
  },
  { layer: 'renderer/painting/', may: ['renderer/', 'main/contract/'], packages: ['svelte*'] },
  {
    layer: 'renderer/panels/',
    may: [
      'renderer/state/',
      'renderer/shared/',
      'renderer/api/',
      'main/contract/',
      'main/core/units',
      'main/core/views',
    ],
    packages: ['svelte*', 'lightweight-charts'],
  },
  {
    layer: 'renderer/workspace/',
    may: ['renderer/', 'main/contract/', 'main/core/views'],
    packages: ['svelte*', 'dockview*'],
  },
  { layer: 'feed-simulator/market-model/', may: CORE_BASE, packages: [] },
  { layer: 'feed-simulator/report/', may: ['feed-simulator/market-model/', ...CORE_BASE], packages: [] },
  {
    layer: 'feed-simulator/server/',
    may: ['feed-simulator/market-model/', 'main/wire/', ...CORE_BASE],
    packages: ['ws', 'node:'],
  },
  ...[
    { part: 'access', packages: ['jose', 'selfsigned', 'node:'] },
    { part: 'faults', packages: ['node:'] },
    { part: 'observability', packages: ['pino', 'prom-client', 'node:'] },
    { part: 'load', packages: ['node:'] },
  ].map(({ part, packages }) => ({
    layer: `feed-simulator/${part}/`,
    may: [
      'feed-simulator/server/',
      'feed-simulator/market-model/seeded-random.ts',
      'feed-simulator/market-model/regime.ts',
      'main/wire/',
      ...CORE_BASE,
    ],
    packages,
  })),
  {
    layer: 'feed-simulator/http/',
    may: [
      'feed-simulator/server/',
      'feed-simulator/access/',
      'feed-simulator/faults/',
      'feed-simulator/observability/',
      'main/wire/',
      ...CORE_BASE,
    ],
    packages: ['fastify', '@fastify/cors', 'node:'],
  },
  {
    layer: 'feed-simulator/',
    may: ['feed-simulator/', 'main/wire/', ...CORE_BASE],
    packages: ['node:'],
  },
  { layer: 'test/', may: [''], packages: ['*'] },
];

/** Packages that exactly one file outside the tests may import, so that they can be replaced there. */
export const ONE_FILE_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'msgpackr/pack': ['main/wire/message-pack.ts'],
  'lightweight-charts': ['renderer/panels/chart/chart-surface.ts'],
  ws: [
    'main/feed/websocket-connection.ts',
    'main/hosts/web/websocket-transport.ts',
    'feed-simulator/server/websocket-edge.ts',
  ],
  fastify: ['feed-simulator/http/http-edge.ts'],
  '@fastify/cors': ['feed-simulator/http/http-edge.ts'],
  'prom-client': ['feed-simulator/observability/metrics.ts', 'main/hosts/web/metrics-text.ts'],
  pino: ['feed-simulator/observability/log.ts', 'feed-simulator/observability/log-sink.ts'],
  jose: ['feed-simulator/access/token-desk.ts', 'feed-simulator/access/token-key.ts'],
  selfsigned: ['feed-simulator/access/new-certificate.ts'],
  electron: ['main/hosts/electron/main.ts', 'main/hosts/electron/preload.ts'],
};

/** Folders whose decisions must not reach for time, chance or sockets; the edges in them are named. */
export const PURE_FOLDERS: readonly string[] = [
  'main/core/',
  'main/wire/',
  'main/contract/',
  'feed-simulator/',
  'main/terminal/',
];
export const IMPURE_EDGES: readonly string[] = [
  'main/wire/schema/generate-validators.ts',
  'main/terminal/terminal.ts',
  'main/terminal/system-clock.ts',
  'feed-simulator/cli.ts',
  'feed-simulator/exchange-core.ts',
  'feed-simulator/exchange-edges.ts',
  'feed-simulator/start-venue.ts',
  'feed-simulator/step-loop.ts',
  'feed-simulator/access/local-certificate.ts',
  'feed-simulator/access/private-file.ts',
  'feed-simulator/http/http-edge.ts',
  ...['load', 'load-run', 'load-client', 'client-fleet', 'exchange-child', 'usage-reporter', 'ramp'].map(
    (name) => `feed-simulator/load/${name}.ts`,
  ),
  'feed-simulator/observability/log-sink.ts',
  'feed-simulator/server/system-clock.ts',
  'feed-simulator/server/venue-driver.ts',
  'feed-simulator/server/websocket-edge.ts',
];

export type SourceFile = { readonly path: string; readonly text: string };
export type Breach = { readonly path: string; readonly line: number; readonly message: string };

const IMPORT =
  /(?:^|[\s;])(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g;
const FORBIDDEN_CALLS =
  /\b(Date\.now|performance\.now|Math\.random|setTimeout|setInterval|setImmediate|new WebSocket|new Date\(\)|process\.hrtime|crypto\.)/;

/** Every import that the table does not allow, and every reach for time or chance in a pure folder. */
export function findBreaches(files: readonly SourceFile[]): Breach[] {
  return files.flatMap((file) => [...importBreaches(file), ...purityBreaches(file)]);
}

export function ruleFor(path: string): LayerRule | undefined {
  const fitting = LAYER_RULES.filter(({ layer }) => path.startsWith(layer));
  return fitting.sort((a, b) => b.layer.length - a.layer.length)[0];
}

function importBreaches({ path, text }: SourceFile): Breach[] {
  const rule = ruleFor(path);
  if (rule === undefined) return [{ path, line: 1, message: `${path} lies in no layer of the table` }];
  const breaches: Breach[] = [];
  for (const match of text.matchAll(IMPORT)) {
    const specifier = match[2] ?? match[3] ?? '';
    const line = text.slice(0, match.index).split('\n').length;
    const isTypeOnly = match[1] !== undefined;
    const message = specifier.startsWith('.')
      ? judgeFile(path, rule, resolvePath(path, specifier))
      : judgePackage(path, rule, specifier, isTypeOnly);
    if (message !== null) breaches.push({ path, line, message });
  }
  return breaches;
}

function judgeFile(path: string, rule: LayerRule, target: string): string | null {
  const panel = /^renderer\/panels\/([^/]+)\//;
  const [own, other] = [panel.exec(path)?.[1], panel.exec(target)?.[1]];
  if (own !== undefined && other !== undefined && own !== other)
    return `panel ${own} must not import panel ${other}`;
  const isOwn = ruleFor(target)?.layer === rule.layer;
  if (isOwn || rule.may.some((prefix) => target.startsWith(prefix))) return null;
  return `${rule.layer} must not import ${target}, allowed are: ${rule.may.join(', ') || 'nothing'}`;
}

function judgePackage(path: string, rule: LayerRule, specifier: string, isTypeOnly: boolean): string | null {
  const owners = ONE_FILE_PACKAGES[specifier];
  if (owners !== undefined && !isTypeOnly && !path.startsWith('test/') && !owners.includes(path)) {
    return `${specifier} may be imported only by ${owners.join(', ')}`;
  }
  const isAllowed = rule.packages.some((name) =>
    name.endsWith('*') || name.endsWith(':')
      ? specifier.startsWith(name.replace('*', ''))
      : specifier === name,
  );
  return isAllowed ? null : `${rule.layer} must not import package ${specifier}`;
}

function purityBreaches({ path, text }: SourceFile): Breach[] {
  if (!PURE_FOLDERS.some((folder) => path.startsWith(folder)) || IMPURE_EDGES.includes(path)) return [];
  return text.split('\n').flatMap((content, index) => {
    const code = content.replace(/^\s*(\/\/|\*|\/\*).*$/, '');
    const call = FORBIDDEN_CALLS.exec(code)?.[1];
    return call === undefined ? [] : [{ path, line: index + 1, message: `${call} outside the edges` }];
  });
}

function resolvePath(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('?')[0]?.split('/') ?? []) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
