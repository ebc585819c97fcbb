import { median } from './statistics.ts';

/** One way of doing the work that is compared. All contestants of one comparison do the same work. */
export type Contestant = {
  readonly name: string;
  /** Back to where the work starts; not timed. */
  readonly prepare: () => void;
  /** The whole work once; tens of milliseconds, so that one timer reading is as good as none. */
  readonly run: () => void;
  /** @throws Error when the last `run` came to a wrong end */
  readonly check: () => void;
};

/** Rounds before those that count: the compiler settles in the first few. */
const WARM_UP_ROUNDS = 3;

/**
 * Median milliseconds of the work per contestant, in their order. Rounds alternate between the contestants and the one
 * who begins changes, so that a neighbour's noise, heat or garbage falls on all. Ends are checked after the first round
 * and after the last; a wrong end throws, for the time of wrong work means nothing.
 *
 * @param rounds how many count, 1 or more
 */
export function alternatingRounds(contestants: readonly Contestant[], rounds: number): number[] {
  const times = contestants.map((): number[] => []);
  const last = WARM_UP_ROUNDS + rounds - 1;
  for (let round = 0; round <= last; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const place = (round + turn) % contestants.length;
      const contestant = contestants[place];
      if (contestant === undefined) continue;
      const ms = timeOnce(contestant);
      if (round === 0 || round === last) contestant.check();
      if (round >= WARM_UP_ROUNDS) times[place]?.push(ms);
    }
  }
  return times.map(median);
}

function timeOnce(contestant: Contestant): number {
  contestant.prepare();
  // Nobody pays for the garbage of the one before, and what was made ready lies in old memory, where a live book lies:
  // plain arrays splice at over twice the rate while they are young.
  globalThis.gc?.();
  const start = performance.now();
  contestant.run();
  return performance.now() - start;
}
