import { median } from '../statistics.ts';
import { rankedResult, type BenchResult, type PeerValue } from '../bench-report.ts';
import type { ReceiverName } from './path-messages.ts';
import type { PathBench, PathRun } from './path-bench.ts';
import { RECEIVERS } from './receivers.ts';

/** Deltas of one run: of those who are quick, and of the stacks of others, who take ten times as long. */
export type PathLengths = { readonly quick: number; readonly slow: number };

type Path = {
  readonly name: string;
  readonly ours: ReceiverName;
  readonly peers: readonly ReceiverName[];
  readonly limit: ReceiverName | null;
  readonly isDeflated: boolean;
};

const LOCAL_PEERS: readonly ReceiverName[] = ['splice', 'splice-flat'];
const INSTALLED_PEERS: readonly ReceiverName[] = ['tardis', 'tardis-flat', 'ccxt'];
/** What a stock client in Node is made of: the one that ratios are to, whoever else is among the peers. */
const MEASURE: ReceiverName = 'tardis';
const UNIT = 'messages per second of processor time';

/**
 * Deltas of ten levels on one core, from a real socket through every check to the best 20 a side of 20 books 60 times a
 * second: messages divided by the processor time of the whole receiving process, all its threads, user and system. That is
 * what one core carries, whatever else the machine does meanwhile; messages per second of the clock stand beside it.
 */
export async function measurePaths(
  bench: PathBench,
  lengths: PathLengths,
  rounds: number,
  hasPeers: boolean,
): Promise<BenchResult[]> {
  const peers = [...(hasPeers ? INSTALLED_PEERS : []), ...LOCAL_PEERS];
  const paths: readonly Path[] = [
    { name: 'path/msgpack', ours: 'product-msgpack', peers, limit: 'fixed', isDeflated: false },
    { name: 'path/json', ours: 'product-json', peers, limit: 'fixed', isDeflated: false },
    {
      name: 'path/json-deflate',
      ours: 'product-json',
      peers: peers.filter((name) => name !== 'ccxt' && name !== 'splice-flat'),
      limit: null,
      isDeflated: true,
    },
  ];
  const runs = new Map<string, PathRun[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, isDeflated } of turnsOf(paths, round)) {
      const messages = lengthOf(name, isDeflated, lengths);
      const run = await bench.blast(name, { messages, isDeflated });
      if (round === 0) continue; // the compiler settles
      const key = keyOf(name, isDeflated);
      runs.set(key, [...(runs.get(key) ?? []), run]);
    }
  }
  return paths.map((path) => resultOf(path, runs, lengths));
}

type Turn = { readonly name: ReceiverName; readonly isDeflated: boolean };

/** Each who takes part once; another one begins each round. */
function turnsOf(paths: readonly Path[], round: number): Turn[] {
  const turns = new Map<string, Turn>();
  for (const { ours, peers, limit, isDeflated } of paths)
    for (const name of [ours, ...peers, ...(limit === null ? [] : [limit])])
      turns.set(keyOf(name, isDeflated), { name, isDeflated });
  const list = [...turns.values()];
  const first = round % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}

function resultOf(path: Path, runs: ReadonlyMap<string, PathRun[]>, lengths: PathLengths): BenchResult {
  const { name, ours, peers, limit, isDeflated } = path;
  const runsOf = (receiver: ReceiverName): PathRun[] => runs.get(keyOf(receiver, isDeflated)) ?? [];
  const valueOf = (receiver: ReceiverName): number => {
    const messages = lengthOf(receiver, isDeflated, lengths);
    return (messages * 1_000) / median(runsOf(receiver).map(({ cpuMs }) => cpuMs));
  };
  const ownRuns = runsOf(ours);
  if (ownRuns.some(({ endsRight }) => !endsRight))
    throw new Error(`${name}: the product ended with other books than the stream`);
  const values = peers.map((peer): PeerValue => ({
    name: titleOf(peer, isDeflated),
    value: valueOf(peer),
    endsRight: runsOf(peer).every(({ endsRight }) => endsRight),
  }));
  const limitValue = limit === null ? null : { name: titleOf(limit, isDeflated), value: valueOf(limit) };
  const clockRates = ownRuns.map(({ wallMs }) => (lengthOf(ours, isDeflated, lengths) * 1_000) / wallMs);
  const measure = peers.includes(MEASURE) ? titleOf(MEASURE, isDeflated) : '';
  return {
    ...rankedResult({ name, unit: UNIT, better: 'higher' }, valueOf(ours), values, limitValue, measure),
    also: {
      'µs of processor time a message': Number((1e6 / valueOf(ours)).toPrecision(4)),
      'messages per second of the clock': Math.round(median(clockRates)),
    },
  };
}

function lengthOf(name: ReceiverName, isDeflated: boolean, { quick, slow }: PathLengths): number {
  const isQuick = name === 'product-msgpack' || name === 'product-json' || name === 'fixed';
  if (!isQuick) return slow;
  return isDeflated ? Math.ceil(quick / 3) : quick;
}

function titleOf(name: ReceiverName, isDeflated: boolean): string {
  return isDeflated ? `${RECEIVERS[name].title}, deflated` : RECEIVERS[name].title;
}

function keyOf(name: ReceiverName, isDeflated: boolean): string {
  return isDeflated ? `${name} deflated` : name;
}
