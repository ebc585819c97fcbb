import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PART_NAMES, type PartOptions } from './bench-parts.ts';
import type { BenchReport, BenchResult } from './bench-report.ts';
import type { Budget } from './budget.ts';
import { describeMachine } from './machine.ts';
import { withShareOfProcess } from './measure-clocks.ts';
import { measureStart } from './measure-start.ts';
import { measurePaths } from './path/measure-paths.ts';
import { measureBlocks, measureSnapshotBlock, measureSteady } from './path/measure-steady.ts';
import { PathBench } from './path/path-bench.ts';

const PART_PROGRAM = fileURLToPath(new URL('part-process.ts', import.meta.url));
const PART_LIMIT_MS = 600_000;

type Measure = (name: string, run: () => Promise<BenchResult | BenchResult[]>) => Promise<void>;

/**
 * Every benchmark, one after the other.
 *
 * @param peers packages of others with their versions; none leaves them out
 * @param note told the name of each benchmark before it begins
 */
export async function runBenchmarks(
  budget: Budget,
  peers: readonly string[],
  note: (name: string) => void,
): Promise<BenchReport> {
  const machine = describeMachine(); // before the load is our own
  const hasPeers = peers.length > 0;
  const results: BenchResult[] = [];
  const measure: Measure = async (name, run) => {
    note(name);
    results.push(...[await run()].flat());
  };
  if (budget.starts > 0) await measure('start', () => measureStart(budget.starts));
  for (const part of PART_NAMES) await measure(part, () => runPart({ part, budget, hasPeers }));
  await measureSockets(budget, hasPeers, measure);
  return { machine, peers, results: withShareOfProcess(results) };
}

/** @throws Error when the process ends without results or takes ten minutes */
function runPart(options: PartOptions): Promise<BenchResult[]> {
  return new Promise((done, fail) => {
    const child = fork(PART_PROGRAM, [JSON.stringify(options)], {
      execArgv: ['--expose-gc'],
      timeout: PART_LIMIT_MS,
    });
    child.once('message', (results) => done(results as BenchResult[]));
    child.once('exit', (code, signal) =>
      fail(new Error(`${options.part} ended with ${code ?? signal} before its results`)),
    );
  });
}

/** What goes over a real socket, from a process of its own to another. */
async function measureSockets(
  { path, pathLengths, longRounds, steadySeconds, snapshots }: Budget,
  hasPeers: boolean,
  measure: Measure,
): Promise<void> {
  const bench = new PathBench(path);
  try {
    await measure('path', () => measurePaths(bench, pathLengths, longRounds, hasPeers));
    await measure('10,000 messages a second', () =>
      measureSteady(bench, steadySeconds, longRounds, hasPeers),
    );
    await measure('100,000 messages a second', () => measureBlocks(bench, steadySeconds * 2));
  } finally {
    await bench.end();
  }
  await measure('a snapshot of 70,000 levels', () => measureSnapshotBlock(snapshots));
}
