import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type {
  CcxtBook,
  MatchingBook,
  OrderbooksBook,
  PeerPackages,
  SortedBTree,
  TardisBook,
} from './peer-types.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const INSTALLED_LOCK = `${FOLDER}node_modules/.package-lock.json`;
const INSTALL = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
const INSTALL_LIMIT_MS = 180_000;

type Manifest = { readonly dependencies: Record<string, string> };
type Lock = { readonly packages: Record<string, { readonly version?: string }> };

/**
 * Loads the packages; installs them where that was not done yet (once, a minute at most on a slow line).
 *
 * @param note told in one line that it installs, or why it could not
 * @returns null where they cannot be had
 */
export async function loadPeers(note: (line: string) => void): Promise<PeerPackages | null> {
  const { dependencies } = JSON.parse(readFileSync(`${FOLDER}package.json`, 'utf8')) as Manifest;
  if (!isInstalled(dependencies)) {
    note('installing the peers into test/bench/peers (npm ci), once; --no-peers does without');
    const isWindows = process.platform === 'win32';
    const npm = isWindows ? 'npm.cmd' : 'npm';
    const stdio = ['ignore', 2, 2] as ['ignore', number, number];
    spawnSync(npm, INSTALL, { cwd: FOLDER, stdio, shell: isWindows, timeout: INSTALL_LIMIT_MS });
    if (!isInstalled(dependencies)) {
      note('the peers could not be installed; going on without them');
      return null;
    }
  }
  const versions = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
  return { ...(await importPeers()), versions };
}

function isInstalled(dependencies: Record<string, string>): boolean {
  if (!existsSync(INSTALLED_LOCK)) return false;
  const { packages } = JSON.parse(readFileSync(INSTALLED_LOCK, 'utf8')) as Lock;
  return Object.entries(dependencies).every(
    ([name, version]) => packages[`node_modules/${name}`]?.version === version,
  );
}

/** Only the books: the packages around them would take a second to load. */
async function importPeers(): Promise<Omit<PeerPackages, 'versions'>> {
  const require = createRequire(import.meta.url);
  const load = (file: string): unknown => require(`./node_modules/${file}`);
  // Not by its name: its own exports hide the file, and all of the package is 60 MB of exchanges.
  const ccxtFile = new URL('node_modules/ccxt/js/src/base/ws/OrderBook.js', import.meta.url);
  const ccxt = (await import(ccxtFile.href)) as { OrderBook: new () => CcxtBook };
  const tardis = load('tardis-dev/dist/orderbook.js') as { OrderBook: new () => TardisBook };
  const btree = load('sorted-btree/b+tree.js') as {
    default: new (entries: undefined, compare: (a: number, b: number) => number) => SortedBTree;
  };
  const orderbooks = load('orderbooks/lib/OrderBook.js') as {
    OrderBook: new (symbol: string, options: { maxDepth: number }) => OrderbooksBook;
  };
  const matching = load('nodejs-order-book/dist/cjs/index.js') as { OrderBook: new () => MatchingBook };
  return {
    newTardisBook: () => new tardis.OrderBook(),
    newCcxtBook: () => new ccxt.OrderBook(),
    newSortedBTree: (compare) => new btree.default(undefined, compare),
    newOrderbooksBook: (maxLevels) => new orderbooks.OrderBook('BENCH', { maxDepth: maxLevels }),
    newMatchingBook: () => new matching.OrderBook(),
  };
}
