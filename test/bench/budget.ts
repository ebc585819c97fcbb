import type { BookStreamOptions } from './book-stream.ts';
import type { PathLengths } from './path/measure-paths.ts';

/** How much work a run does. Shapes of books are the same in all but the tests; only how long they are driven differs. */
export type Budget = {
  /** Rounds that count; a median of more is steadier. */
  readonly rounds: number;
  /** Rounds of what takes longest: deep books, paths. */
  readonly longRounds: number;
  readonly shallow: BookStreamOptions;
  readonly deep: BookStreamOptions;
  readonly decodedFrames: number;
  readonly path: BookStreamOptions;
  readonly pathLengths: PathLengths;
  /** Of each run at a steady rate. */
  readonly steadySeconds: number;
  /** Connections that take a snapshot of 70,000 levels. */
  readonly snapshots: number;
  /** Starts of the product; 0 leaves them out, for they need a built tree. */
  readonly starts: number;
  /** Market time per round of the simulator. */
  readonly simulatedMs: number;
};

const INSTRUMENTS = 20;
const SHALLOW = { instruments: INSTRUMENTS, levelsPerSide: 1_000 };
const DEEP = { instruments: INSTRUMENTS, levelsPerSide: 20_000 };

/** About eight minutes on two cores, most of it for the peers. */
export const FULL_BUDGET: Budget = {
  rounds: 7,
  longRounds: 3,
  shallow: { ...SHALLOW, messages: 20_000 },
  deep: { ...DEEP, messages: 5_000 },
  decodedFrames: 20_000,
  path: { ...SHALLOW, messages: 10_000 },
  pathLengths: { quick: 300_000, slow: 30_000 },
  steadySeconds: 5,
  snapshots: 10,
  starts: 5,
  simulatedMs: 20_000,
};

/** About two minutes: figures wander by a tenth or two. */
export const QUICK_BUDGET: Budget = {
  rounds: 3,
  longRounds: 1,
  shallow: { ...SHALLOW, messages: 5_000 },
  deep: { ...DEEP, instruments: 8, messages: 2_000 },
  decodedFrames: 5_000,
  path: { ...SHALLOW, messages: 5_000 },
  pathLengths: { quick: 150_000, slow: 10_000 },
  steadySeconds: 2,
  snapshots: 3,
  starts: 1,
  simulatedMs: 5_000,
};
