import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delta, SnapshotPart } from '../../main/core/market-data/market-event.ts';
import { MarketPipeline } from '../../main/core/market-pipeline.ts';
import {
  aDelta,
  anInstrument,
  aSnapshot,
  BOOK_SUBSCRIPTION,
  EPOCH,
  inParts,
} from '../support/market-events.ts';
import { SlowBook } from '../support/slow-book.ts';
import { acceptBook } from '../support/accept-book.ts';

/** What happens to one delta on its way; `late-snapshot` also keeps a snapshot that is due back until the next step. */
const FAULTS = ['none', 'lost', 'twice', 'wrong-size', 'garbled-hash', 'late-snapshot'] as const;
type Fault = (typeof FAULTS)[number];
type Step = { readonly levels: number[]; readonly fault: Fault };

/** Bids up to tick 20, asks from tick 21 on: the venue's own book never crosses. */
const LEVEL = fc
  .tuple(fc.integer({ min: 2, max: 40 }), fc.nat(5))
  .map(([ticks, lots]) => [ticks * 2 + (ticks <= 20 ? 0 : 1), lots]);
const LEVELS = fc
  .uniqueArray(LEVEL, { maxLength: 5, selector: ([key]) => key })
  .map((levels) => levels.flat());

const stepsWith = (faults: readonly Fault[]): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ levels: LEVELS, fault: fc.constantFrom(...faults) }), { minLength: 1, maxLength: 40 });

/** A venue that remembers its book at every sequence, and a pipeline that reads it through a faulty line. */
class FaultyLine {
  readonly pipeline = new MarketPipeline(anInstrument());
  readonly #venue = new SlowBook();
  readonly #booksAt = new Map<number, number[]>([[100, []]]);
  #sequence = 100;
  #isSnapshotDue = true;

  constructor() {
    this.pipeline.bindBook(BOOK_SUBSCRIPTION, EPOCH, 0);
  }

  run({ levels, fault }: Step): void {
    if (this.#isSnapshotDue && fault !== 'late-snapshot') this.#sendSnapshot();
    const previousSequence = this.#sequence;
    this.#sequence += 1;
    this.#venue.apply(levels);
    this.#booksAt.set(this.#sequence, this.#venue.flat());
    const delta = aDelta({ previousSequence, sequence: this.#sequence, levels, hash: this.#venue.hash() });
    if (fault === 'lost') return;
    this.#send(garbled(delta, fault));
    if (fault === 'twice') this.#send(delta);
  }

  #sendSnapshot(): void {
    this.#isSnapshotDue = false;
    const whole = aSnapshot({
      sequence: this.#sequence,
      levels: this.#venue.flat(),
      hash: this.#venue.hash(),
    });
    for (const part of inParts(whole, 2)) this.#send(part);
  }

  #send(event: Delta | SnapshotPart): void {
    if (acceptBook(this.pipeline, event, 1).kind === 'resync') this.#isSnapshotDue = true;
    if (!this.pipeline.quality.isLive) return;
    expect(flatOf(this.pipeline)).toEqual(this.#booksAt.get(this.pipeline.bookStamp.sequence));
  }
}

function garbled(delta: Delta, fault: Fault): Delta {
  if (fault === 'wrong-size') return { ...delta, levels: [...Array.from(delta.levels), 30, 77] };
  if (fault === 'garbled-hash') return { ...delta, hash: [delta.hash[0], (delta.hash[1] + 1) >>> 0] };
  return delta;
}

function flatOf({ book }: MarketPipeline): number[] {
  const flat: number[] = [];
  for (const side of [0, 1] as const) {
    book.walk(side, (ticks, lots) => {
      flat.push(ticks * 2 + side, lots);
      return true;
    });
  }
  return flat;
}

describe('MarketPipeline, under planted faults', () => {
  it('never calls a book live that is not the venue\u2019s at that sequence', () => {
    let resyncs = 0;
    fc.assert(
      fc.property(stepsWith(FAULTS), (steps) => {
        const line = new FaultyLine();
        for (const step of steps) line.run(step);
        resyncs += line.pipeline.bookCounts.resyncs;
      }),
      { seed: 7, numRuns: 200 },
    );
    expect(resyncs).toBeGreaterThan(500);
  });

  it('needs one snapshot only when messages are at worst repeated', () => {
    fc.assert(
      fc.property(stepsWith(['none', 'twice']), (steps) => {
        const line = new FaultyLine();
        for (const step of steps) line.run(step);
        expect([line.pipeline.quality.isLive, line.pipeline.bookCounts.resyncs]).toEqual([true, 0]);
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
