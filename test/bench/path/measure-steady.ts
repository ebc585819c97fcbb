import { rankedResult, soloResult, type BenchResult, type PeerValue } from '../bench-report.ts';
import { median, percentile, rounded } from '../statistics.ts';
import type { ReceiverName } from './path-messages.ts';
import { PathBench, type PathRun } from './path-bench.ts';
import { RECEIVERS } from './receivers.ts';

const STEADY = 10_000;
const HIGH = 100_000;
/** A snapshot of 70,000 levels, 140 parts. */
const SNAPSHOT_SHAPE = { instruments: 1, levelsPerSide: 35_000, messages: 1 };
const SNAPSHOT_WARM_UP = 3;
const CPU_UNIT = '% of a core';

type SteadyRun = PathRun & { readonly latencyMs: Float64Array };

/**
 * At a steady 10,000 deltas a second: milliseconds from the sender's write to the books that views are made of, and the
 * processor time of the receiving process in per cent of a core (above 100 it falls behind); once read at once, once every
 * 4 ms.
 *
 * @param seconds of each run that counts; one shorter run before it is thrown away
 */
export async function measureSteady(
  bench: PathBench,
  seconds: number,
  rounds: number,
  hasPeers: boolean,
): Promise<BenchResult[]> {
  const peerNames: readonly ReceiverName[] = hasPeers ? ['tardis', 'ccxt', 'splice'] : ['splice'];
  const all = [
    { key: 'fast', name: 'product-msgpack' as ReceiverName, isCalm: false },
    { key: 'calm', name: 'product-msgpack' as ReceiverName, isCalm: true },
    ...peerNames.map((name) => ({ key: name, name, isCalm: false })),
  ];
  const runs = new Map<string, SteadyRun[]>();
  for (let round = 0; round <= rounds; round += 1)
    for (const { key, name, isCalm } of all) {
      const messages = Math.ceil(STEADY * (round === 0 ? Math.min(1, seconds) : seconds));
      const run = await bench.pace(name, { messages, isCalm }, STEADY);
      if (!run.endsRight && name.startsWith('product')) throw new Error('the product ended with other books');
      if (round > 0) runs.set(key, [...(runs.get(key) ?? []), run]);
    }
  const of = (key: string): SteadyRun[] => runs.get(key) ?? [];
  const load = (key: string): number =>
    median(of(key).map(({ cpuMs, latencyMs }) => (cpuMs * STEADY) / (latencyMs.length * 10)));
  const latency = (key: string, p: number): number =>
    median(of(key).map(({ latencyMs }) => percentile(latencyMs, p)));
  const peers = peerNames.map((name): PeerValue => ({
    name: RECEIVERS[name].title,
    value: load(name),
    endsRight: of(name).every(({ endsRight }) => endsRight),
  }));
  const cpu = (name: string, key: string): BenchResult =>
    rankedResult(
      { name, unit: CPU_UNIT, better: 'lower' },
      load(key),
      peers,
      null,
      hasPeers ? RECEIVERS.tardis.title : '',
    );
  const others = [...peerNames, 'calm'].flatMap((key): [string, number][] => [
    [`${key} p50 ms`, rounded(latency(key, 0.5), 3)],
    [`${key} p99 ms`, rounded(latency(key, 0.99), 3)],
  ]);
  return [
    {
      ...soloResult('latency/10k', 'ms', { p50: latency('fast', 0.5), p99: latency('fast', 0.99) }),
      also: Object.fromEntries(others),
    },
    cpu('cpu/10k', 'fast'),
    cpu('cpu/10k-calm', 'calm'),
  ];
}

/** Own processor time of the longest turns of the event loop at 100,000 deltas a second, milliseconds at p99.99. */
export async function measureBlocks(bench: PathBench, seconds: number): Promise<BenchResult> {
  const messages = Math.ceil(HIGH * seconds);
  await bench.pace('product-msgpack', { messages: Math.ceil(messages / 5) }, HIGH);
  const { turnsMs, endsRight } = await bench.pace('product-msgpack', { messages }, HIGH);
  if (!endsRight) throw new Error('the product ended with other books');
  return {
    ...soloResult('loop/max-block-100k', 'ms', percentile(turnsMs, 0.9999)),
    also: {
      turns: turnsMs.length,
      'p99 ms': rounded(percentile(turnsMs, 0.99), 3),
      'longest ms': rounded(percentile(turnsMs, 1), 3),
    },
  };
}

/** The same while a snapshot of 70,000 levels comes in: the longest turn of all connections. */
export async function measureSnapshotBlock(connections: number): Promise<BenchResult> {
  const bench = new PathBench(SNAPSHOT_SHAPE);
  try {
    const blocks: number[] = [];
    for (let i = 0; i < SNAPSHOT_WARM_UP + connections; i += 1) {
      const longest = await bench.connect('product-msgpack');
      if (i >= SNAPSHOT_WARM_UP) blocks.push(longest);
    }
    return {
      ...soloResult('loop/max-block-snapshot70k', 'ms', Math.max(...blocks)),
      also: { connections, 'median ms': rounded(median(blocks), 3) },
    };
  } finally {
    await bench.end();
  }
}
