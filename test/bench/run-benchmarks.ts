import type { BenchReport, BenchResult } from './bench-report.ts';
import { describeMachine } from './machine.ts';
import { measureBooks } from './measure-books.ts';
import { measureDecode } from './measure-decode.ts';
import { measureFrameToView } from './measure-frame-to-view.ts';
import { measureSimulator } from './measure-simulator.ts';

/** How much work a run does. Shapes of books are the same in all; only how long they are driven differs. */
export type Budget = {
  /** Rounds that count; a median of more is steadier. */
  readonly rounds: number;
  readonly instruments: number;
  readonly shallowMessages: number;
  readonly deepMessages: number;
  readonly decodedFrames: number;
  readonly viewedFrames: number;
  /** Market time per round of the simulator. */
  readonly simulatedMs: number;
};

/** Under a minute on two busy cores. */
export const FULL_BUDGET: Budget = {
  rounds: 11,
  instruments: 20,
  shallowMessages: 20_000,
  deepMessages: 5_000,
  decodedFrames: 20_000,
  viewedFrames: 20_000,
  simulatedMs: 20_000,
};

/** Under ten seconds: figures wander by a tenth or two. */
export const QUICK_BUDGET: Budget = {
  rounds: 3,
  instruments: 8,
  shallowMessages: 5_000,
  deepMessages: 1_000,
  decodedFrames: 5_000,
  viewedFrames: 5_000,
  simulatedMs: 5_000,
};

const SHALLOW_LEVELS = 1_000;
const DEEP_LEVELS = 20_000;

/** Every benchmark, one after the other. @param note told the name of each before it begins */
export function runBenchmarks(budget: Budget, note: (name: string) => void): BenchReport {
  const { rounds, instruments, shallowMessages, deepMessages, viewedFrames } = budget;
  const shallow = { instruments, levelsPerSide: SHALLOW_LEVELS };
  const machine = describeMachine(); // before the load is our own
  const results: BenchResult[] = [];
  const measure = (name: string, run: () => BenchResult[]): void => {
    note(name);
    results.push(...run());
  };
  measure('book/shallow', () =>
    measureBooks('book/shallow', { ...shallow, messages: shallowMessages }, rounds),
  );
  measure('book/deep', () =>
    measureBooks('book/deep', { instruments, levelsPerSide: DEEP_LEVELS, messages: deepMessages }, rounds),
  );
  measure('decode', () => measureDecode(budget.decodedFrames, rounds));
  measure('pipeline', () => measureFrameToView({ ...shallow, messages: viewedFrames }, rounds));
  measure('simulator', () => measureSimulator(budget.simulatedMs, rounds));
  return { machine, results };
}
