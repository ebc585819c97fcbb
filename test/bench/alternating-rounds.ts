import { median } from './statistics.ts';

/** One way of doing the work that is compared. All contestants of one comparison do the same work. */
export type Contestant = {
  readonly name: string;
  /** Back to where the work starts; not timed. */
  prepare(): void;
  /** The whole work once. */
  run(): void;
  /** @throws Error when the last `run` came to a wrong end */
  check(): void;
};

export type RoundOptions = {
  /** Rounds that count, 1 or more; one that does not goes before them. */
  readonly rounds: number;
  /** A round repeats the work until it took this long. */
  readonly roundMs: number;
};

/** A clock too coarse to see one pass must not keep a round from ending. */
const MAX_PASSES = 10_000;

/**
 * Median milliseconds of one pass per contestant, in their order. Rounds alternate between the contestants and the one
 * who begins changes, so that a neighbour's noise, heat or garbage falls on all. Ends are checked after the first round
 * and after the last; a wrong end throws, for the time of wrong work means nothing.
 */
export function alternatingRounds(contestants: readonly Contestant[], options: RoundOptions): number[] {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round <= options.rounds; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const place = (round + turn) % contestants.length;
      const contestant = contestants[place];
      if (contestant === undefined) continue;
      const passMs = timeOnePass(contestant, options.roundMs);
      if (round === 0 || round === options.rounds) contestant.check();
      if (round > 0) times[place]?.push(passMs);
    }
  }
  return times.map(median);
}

function timeOnePass(contestant: Contestant, roundMs: number): number {
  globalThis.gc?.(); // nobody pays for the garbage of the one before
  let spentMs = 0;
  let passes = 0;
  while (passes === 0 || (spentMs < roundMs && passes < MAX_PASSES)) {
    contestant.prepare();
    const start = performance.now();
    contestant.run();
    spentMs += performance.now() - start;
    passes += 1;
  }
  return spentMs / passes;
}
