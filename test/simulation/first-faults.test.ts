import { afterEach, describe, expect, it, vi } from 'vitest';
import { LevelTally } from '../../main/core/book/level-tally.ts';
import { Tape } from '../../main/core/tape/tape.ts';
import type * as SequenceGate from '../../main/core/sequencing/sequence-gate.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { NO_FAULTS, type FaultRates } from './lossy-link.ts';
import { SeededChance } from './seeded-chance.ts';
import { SimulatedFeed } from './simulated-feed.ts';

/** The planted fault of the sequence gate: a gap passes for the next message. */
const gate = vi.hoisted(() => ({ skipsGaps: false }));
vi.mock('../../main/core/sequencing/sequence-gate.ts', async (importOriginal) => {
  const { judgeSequence } = await importOriginal<typeof SequenceGate>();
  const judge: typeof judgeSequence = (...sequences) => {
    const verdict = judgeSequence(...sequences);
    return gate.skipsGaps && typeof verdict === 'object' ? 'next' : verdict;
  };
  return { judgeSequence: judge };
});

/** One that the scanner reads, and one that is all the library's and the validators'. */
const CODECS: readonly CodecName[] = ['flat-msgpack', 'json'];
const SEEDS = Array.from({ length: 30 }, (_, i) => i + 1);
const FAULTY_MS = 12_000;
/** A line that died in the last moment is noticed by its silence. */
const SILENCE_MS = 2_000;
/** Worst case by the bounds: a wait of 30 s, 10 s for a welcome or an acknowledgement, 8 s for a snapshot. */
const LIVE_WITHIN_MS = 60_000;

const WORST: FaultRates = {
  drop: 0.03,
  duplicate: 0.05,
  reorder: 0.03,
  delay: 0.1,
  corrupt: 0.03,
  alterSize: 0.02,
  cut: 0.003,
  silence: 0.001,
  stall: 0.005,
};

/** A different half of the faults for each seed: all at once, the loud ones would hide the quiet ones. */
function ratesOf(seed: number): FaultRates {
  const chance = new SeededChance(seed * 7_919);
  const kept = Object.entries(WORST).map(([name, rate]) => [name, chance.happens(0.5) ? rate : 0]);
  return { ...NO_FAULTS, ...(Object.fromEntries(kept) as Partial<FaultRates>) };
}

/** From a first live state through faults, with a restart of the venue in every third seed. */
function runThroughFaults(seed: number, codec: CodecName, rates = ratesOf(seed)): SimulatedFeed {
  const feed = new SimulatedFeed(seed, codec);
  feed.run(2_000, NO_FAULTS);
  expect(feed.isCaughtUp).toBe(true);
  feed.run(FAULTY_MS / 2, rates);
  if (seed % 3 === 0) feed.restartVenue();
  feed.run(FAULTY_MS / 2, rates);
  return feed;
}

function plantDeafHash(): void {
  vi.spyOn(LevelTally.prototype, 'hasHash').mockReturnValue(true);
}

afterEach(() => {
  vi.restoreAllMocks();
  gate.skipsGaps = false;
});

describe('the feed over a faulty line', () => {
  it.each(CODECS)(
    'shows no book live that is not the venue\u2019s, and every book again (%s)',
    (codec) => {
      let [judged, resyncs, connections] = [0, 0, 0];
      for (const seed of SEEDS) {
        const feed = runThroughFaults(seed, codec);
        feed.run(SILENCE_MS, NO_FAULTS);
        feed.run(LIVE_WITHIN_MS, NO_FAULTS, () => feed.isCaughtUp);
        feed.run(1_000, NO_FAULTS);
        const state = feed.isCaughtUp
          ? 'caught up'
          : `${feed.client.session.state}: ${feed.client.session.reason}`;
        expect({ seed, state, violations: feed.violations.slice(0, 3) }).toEqual({
          seed,
          state: 'caught up',
          violations: [],
        });
        judged += feed.booksJudged;
        resyncs += feed.resyncs;
        connections += feed.client.session.connection;
      }
      // The faults must have bitten, or the test proves nothing.
      expect(judged).toBeGreaterThan(20_000);
      expect(resyncs).toBeGreaterThan(400);
      expect(connections).toBeGreaterThan(80);
    },
    30_000,
  );

  it('runs the same for the same seed', () => {
    const outcome = (): unknown => {
      const feed = runThroughFaults(3, 'json');
      return [feed.resyncs, feed.client.counts, feed.client.session.connection];
    };
    expect(outcome()).toEqual(outcome());
  });
});

describe('the judge of the feed, with planted bugs', () => {
  const ALTERING = { ...NO_FAULTS, alterSize: 0.05 };
  const DROPPING = { ...NO_FAULTS, drop: 0.02 };
  const violationsOver = (rates: FaultRates): number =>
    [1, 2, 4].reduce((sum, seed) => sum + runThroughFaults(seed, 'flat-msgpack', rates).violations.length, 0);

  it('finds a book that no longer compares hashes while sizes are altered', () => {
    expect(violationsOver(ALTERING)).toBe(0);
    plantDeafHash();
    expect(violationsOver(ALTERING)).toBeGreaterThan(0);
  });

  it('finds a gate that skips gaps while messages are lost', () => {
    plantDeafHash();
    expect(violationsOver(DROPPING)).toBe(0); // the gate alone suffices against loss
    gate.skipsGaps = true;
    expect(violationsOver(DROPPING)).toBeGreaterThan(0);
  });

  it('finds a tape that closes up over trades that never came', () => {
    const append = Reflect.get<Tape, 'append'>(Tape.prototype, 'append');
    vi.spyOn(Tape.prototype, 'append').mockImplementation(function (this: Tape, trade) {
      const newest = this.at(this.count - 1)?.sequence ?? 0;
      append.call(this, { ...trade, sequence: newest + 1 });
    });
    expect(violationsOver({ ...DROPPING, drop: 0.2 })).toBeGreaterThan(0);
  });

  it('finds nothing when only one of two guards fails, for the hash finds what the gate let pass', () => {
    gate.skipsGaps = true;
    expect(violationsOver(DROPPING)).toBe(0);
  });
});
