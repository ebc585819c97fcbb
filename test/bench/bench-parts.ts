import type { BenchResult } from './bench-report.ts';
import type { Budget } from './budget.ts';
import { measureAllocation } from './measure-allocation.ts';
import { measureBooks, type Rivals } from './measure-books.ts';
import { measureClocks } from './measure-clocks.ts';
import { measureDecode } from './measure-decode.ts';
import { measureFrameToView } from './measure-frame-to-view.ts';
import { measureReads } from './measure-reads.ts';
import { measureSimulator } from './measure-simulator.ts';
import { measureWasm } from './wasm/measure-wasm.ts';

type Part = (budget: Budget, rivals: Rivals) => BenchResult[] | Promise<BenchResult[]>;

/**
 * What is measured inside one process, each part in a new one: code that was compiled for another part, and what that left
 * on the heap, would be measured too.
 */
export const BENCH_PARTS = {
  'book/shallow': ({ shallow, rounds }, rivals) => [measureBooks('book/shallow', shallow, rounds, rivals)],
  'book/deep': ({ deep, longRounds }, rivals) => [measureBooks('book/deep', deep, longRounds, rivals)],
  'book/read20': ({ shallow, rounds }, { peers }) => [measureReads(shallow, rounds, peers)],
  decode: ({ decodedFrames, rounds }) => measureDecode(decodedFrames, rounds),
  alloc: async ({ shallow }) => [await measureAllocation(shallow)],
  pipeline: ({ shallow, rounds }) => measureFrameToView(shallow, rounds),
  clocks: ({ shallow, rounds }) => measureClocks(shallow, rounds),
  'wasm/shallow': ({ shallow, rounds }, { peers }) =>
    peers === null ? [] : measureWasm('wasm/shallow', shallow, rounds),
  'wasm/deep': ({ deep, longRounds }, { peers }) =>
    peers === null ? [] : measureWasm('wasm/deep', deep, longRounds),
  simulator: ({ simulatedMs, rounds }) => measureSimulator(simulatedMs, rounds),
} as const satisfies Record<string, Part>;

export type PartName = keyof typeof BENCH_PARTS;
export const PART_NAMES = Object.keys(BENCH_PARTS) as readonly PartName[];

/** Given to the process of a part, in JSON. */
export type PartOptions = { readonly part: PartName; readonly budget: Budget; readonly hasPeers: boolean };
