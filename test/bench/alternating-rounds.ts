import { median } from './statistics.ts';

/** One way of doing the work that is compared. All contestants of one comparison do the same work. */
export type Contestant = {
  readonly name: string;
  /** Back to where the work starts; not timed. */
  readonly prepare: () => void;
  /** The whole work once; tens of milliseconds, so that one timer reading is as good as none. */
  readonly run: () => void;
  /** Milliseconds of the last run by its own clock, where it ran in another process. */
  readonly ownMs?: () => number;
  /** @throws Error when the last `run` came to a wrong end */
  readonly check: () => void;
  /** Lets go of what the work was done on; not timed. Without it the next contestant's garbage collector walks over it. */
  readonly release?: () => void;
};

/** Rounds before those that count: the compiler settles in the first few. */
const WARM_UP_ROUNDS = 3;
/** Others are idle when less than `IDLE_MICROS` are used in `LOOK_MS`; after `MOST_LOOKS` it goes on all the same. */
const LOOK_MS = 4;
const IDLE_MICROS = 300;
const MOST_LOOKS = 100;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * Median milliseconds of processor time of the work per contestant, in their order; all threads of this process
 * together, so that what a garbage collector does beside the work counts, and what a neighbour does on the machine does
 * not. Rounds alternate between the contestants and the one who begins changes, so that noise, heat or garbage falls on
 * all. Ends are checked after the first round and after the last; a wrong end throws, for the time of wrong work means
 * nothing.
 *
 * @param rounds how many count, 1 or more
 */
export function alternatingRounds(
  contestants: readonly Contestant[],
  rounds: number,
  warmUpRounds = WARM_UP_ROUNDS,
): number[] {
  const times = contestants.map((): number[] => []);
  const last = warmUpRounds + rounds - 1;
  for (let round = 0; round <= last; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const place = (round + turn) % contestants.length;
      const contestant = contestants[place];
      if (contestant === undefined) continue;
      const ms = timeOnce(contestant);
      if (round === 0 || round === last) contestant.check();
      contestant.release?.();
      if (round >= warmUpRounds) times[place]?.push(ms);
    }
  }
  return times.map(median);
}

function timeOnce(contestant: Contestant): number {
  contestant.prepare();
  // Nobody pays for the garbage of the one before, and what was made ready lies in old memory, where a live book lies:
  // plain arrays splice at over twice the rate while they are young.
  globalThis.gc?.();
  awaitIdleThreads();
  const before = process.cpuUsage();
  contestant.run();
  return contestant.ownMs?.() ?? Math.max(microsOf(process.cpuUsage(before)), 1) / 1_000;
}

/**
 * Waits until the other threads of this process are done: what a collection left for them to sweep, or the compiler, would
 * be counted to the next contestant.
 */
function awaitIdleThreads(): void {
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const before = process.cpuUsage();
    Atomics.wait(sleeper, 0, 0, LOOK_MS);
    if (microsOf(process.cpuUsage(before)) < IDLE_MICROS) return;
  }
}

function microsOf({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}
