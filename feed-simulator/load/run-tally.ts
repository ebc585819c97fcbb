import { DelayCounts } from './delay-counts.ts';

/** What all clients of a run count together. */
export class RunTally {
  /** Deltas and trades received by the clients that read: what is a delivery. */
  deliveries = 0;
  /** From `sentTime` to the moment the bytes were read, of each delivery. */
  delays = new DelayCounts();
  /** Messages whose `previousSequence` was not the sequence before, and heartbeats that named another one. */
  brokenChains = 0;
  /** Messages that a client of the sample could not read or validate, and frames that nobody could. */
  unreadable = 0;
  /** Trades the venue dropped for a slow reader and said so. */
  gaps = 0;
  /** Refusals by code, as `error` messages said. */
  readonly errors = new Map<string, number>();
  /** Messages after which a book of the sample was right, and wrong. */
  verifiedBooks = 0;
  wrongBooks = 0;

  noteError(code: string): void {
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }
}
