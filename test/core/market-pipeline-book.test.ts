import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { MarketPipeline } from '../../main/core/market-pipeline.ts';
import type { Delta, SnapshotPart } from '../../main/core/market-data/market-event.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import { bookFromText, levelsFromText, textOfBook } from '../support/book-text.ts';
import {
  aDelta,
  anInstrument,
  aSnapshot,
  BOOK_SUBSCRIPTION,
  EPOCH,
  inParts,
} from '../support/market-events.ts';
import { SlowBook } from '../support/slow-book.ts';

const PICTURE = `
    | 102 | 7
    | 101 | 4
  9 | 100 |
  2 |  98 |`;
const SNAPSHOT = aSnapshot({ levels: levelsFromText(PICTURE) });

/** A delta that joins the snapshot, with the hash of the picture after it. */
function joining(levels: number[], changes: Partial<Delta> = {}): Delta {
  const after = bookFromText(PICTURE);
  after.apply(levels);
  return aDelta({ levels, hash: after.hash(), ...changes });
}

let pipeline: MarketPipeline;
beforeEach(() => {
  pipeline = new MarketPipeline(anInstrument());
  pipeline.bindBook(BOOK_SUBSCRIPTION, EPOCH, 10);
});
const goLive = (): unknown => pipeline.acceptBook(SNAPSHOT, 20);

describe('MarketPipeline, the book', () => {
  it('is live once a snapshot passed its checks', () => {
    expect(pipeline.quality).toEqual({ isLive: false, reason: 'syncing', staleSinceMs: 0 });
    expect(goLive()).toEqual({ kind: 'applied', levelUpdates: 4 });
    expect(pipeline.quality).toEqual({ isLive: true, reason: 'none', staleSinceMs: 0 });
    expect([textOfBook(pipeline.book), pipeline.bookStamp.sequence]).toEqual([
      textOfBook(bookFromText(PICTURE)),
      100,
    ]);
  });

  it('follows deltas that join', () => {
    goLive();
    expect(pipeline.acceptBook(joining([200, 3, 198, 1]), 30)).toEqual({ kind: 'applied', levelUpdates: 2 });
    expect(
      pipeline.acceptBook(
        joining([200, 3, 198, 1], { previousSequence: 101, sequence: 140, levels: [] }),
        31,
      ),
    ).toEqual({
      kind: 'applied',
      levelUpdates: 0,
    });
    expect([pipeline.bookStamp.sequence, pipeline.book.bestBid()]).toEqual([140, 100]);
    expect(pipeline.bookCounts).toEqual({
      verified: 3,
      mismatched: 0,
      resyncs: 0,
      duplicates: 0,
      ignored: 0,
    });
  });

  it('drops duplicates and stays live', () => {
    goLive();
    expect(pipeline.acceptBook(joining([200, 3], { previousSequence: 90, sequence: 100 }), 30)).toEqual({
      kind: 'duplicate',
    });
    expect([pipeline.quality.isLive, pipeline.bookCounts.duplicates, pipeline.book.sizeAt(0, 100)]).toEqual([
      true,
      1,
      9,
    ]);
  });

  it.each([
    [
      'gap',
      'a message was lost',
      joining([200, 3], { previousSequence: 103, sequence: 104 }),
      { kind: 'gap', expected: 100, received: 103 },
    ],
    [
      'gap',
      'one overlaps',
      joining([200, 3], { previousSequence: 99, sequence: 104 }),
      { kind: 'gap', expected: 100, received: 99 },
    ],
    [
      'hash-mismatch',
      'one size is wrong',
      { ...joining([200, 3]), levels: [200, 4] },
      { code: 'BOOK_HASH_MISMATCH' },
    ],
    [
      'crossed',
      'the book crosses',
      joining([204, 1]),
      { code: 'BOOK_CROSSED', received: 'bid 102, ask 101' },
    ],
    ['crossed', 'the book locks', joining([202, 1]), { code: 'BOOK_LOCKED', received: 'bid 101, ask 101' }],
    [
      'invalid-message',
      'a price is out of range',
      joining([2_000_003, 1]),
      { code: 'BOOK_TICK_OUT_OF_RANGE' },
    ],
    ['invalid-message', 'a size is negative', joining([200, -3]), { code: 'BOOK_BAD_SIZE' }],
  ] as const)(
    'asks for a snapshot, stale by %s, when %s; it still shows the last right book',
    (reason, _, delta, error) => {
      goLive();
      expect(pipeline.acceptBook(delta, 30)).toMatchObject({ kind: 'resync', error });
      expect(pipeline.quality).toEqual({ isLive: false, reason, staleSinceMs: 30 });
      expect([textOfBook(pipeline.book), pipeline.bookStamp.sequence]).toEqual([
        textOfBook(bookFromText(PICTURE)),
        100,
      ]);
      expect(pipeline.acceptBook(joining([200, 3]), 40)).toEqual({ kind: 'ignored' });
      expect(pipeline.bookCounts).toMatchObject({
        resyncs: 1,
        ignored: 1,
        mismatched: reason === 'hash-mismatch' ? 1 : 0,
      });
    },
  );

  it('goes on from the snapshot after a gap, dropping deltas that are in it', () => {
    goLive();
    pipeline.acceptBook(joining([], { previousSequence: 103, sequence: 104 }), 30);
    expect(pipeline.acceptBook({ ...SNAPSHOT, id: 4, sequence: 110 }, 40)).toEqual({
      kind: 'applied',
      levelUpdates: 4,
    });
    expect(pipeline.acceptBook(joining([], { previousSequence: 104, sequence: 110 }), 41)).toEqual({
      kind: 'duplicate',
    });
    expect(
      pipeline.acceptBook(joining([200, 1], { previousSequence: 110, sequence: 111 }), 42),
    ).toMatchObject({ kind: 'applied' });
    expect(pipeline.quality).toEqual({ isLive: true, reason: 'none', staleSinceMs: 0 });
  });

  it('ignores what is meant for another epoch or subscription', () => {
    goLive();
    const strays: (Delta | SnapshotPart)[] = [
      joining([200, 3], { epoch: EPOCH + 1 }),
      joining([200, 3], { subscription: 9 }),
      { ...SNAPSHOT, epoch: EPOCH + 1 },
    ];
    expect(strays.map((event) => pipeline.acceptBook(event, 30))).toEqual([
      { kind: 'ignored' },
      { kind: 'ignored' },
      { kind: 'ignored' },
    ]);
    expect([pipeline.quality.isLive, pipeline.bookCounts.ignored]).toEqual([true, 3]);
  });

  it('keeps its book when it is bound anew, and is not live', () => {
    goLive();
    pipeline.bindBook(5, EPOCH + 1, 30);
    expect(pipeline.quality).toEqual({ isLive: false, reason: 'syncing', staleSinceMs: 30 });
    expect(pipeline.acceptBook(joining([200, 3]), 31)).toEqual({ kind: 'ignored' });
    const lower = { ...SNAPSHOT, subscription: 5, epoch: EPOCH + 1, sequence: 3 };
    expect(pipeline.acceptBook(lower, 32)).toMatchObject({ kind: 'applied' });
  });

  it('accepts nothing after it was unbound, and says since when', () => {
    goLive();
    pipeline.unbind('disconnected', 50);
    expect(pipeline.acceptBook(SNAPSHOT, 60)).toEqual({ kind: 'ignored' });
    expect(pipeline.quality).toEqual({ isLive: false, reason: 'disconnected', staleSinceMs: 50 });
  });

  it('is dropped when the wire refused one of its messages', () => {
    goLive();
    expect(pipeline.markFaulty('WIRE_BAD_FIELD', 30)).toEqual({
      kind: 'resync',
      error: { kind: 'faulty-message', reason: 'WIRE_BAD_FIELD' },
    });
    expect(pipeline.quality).toEqual({ isLive: false, reason: 'invalid-message', staleSinceMs: 30 });
  });

  it('is dropped when a heartbeat names a sequence it has not reached', () => {
    goLive();
    expect(pipeline.heartbeatBook(100, 30)).toBeNull();
    expect(pipeline.heartbeatBook(101, 30)).toEqual({
      kind: 'resync',
      error: { kind: 'behind', expected: 101, received: 100 },
    });
    expect(pipeline.quality.reason).toBe('behind-heartbeat');
    expect(pipeline.heartbeatBook(102, 31)).toBeNull();
  });
});

describe('MarketPipeline, snapshots in parts', () => {
  const [first = SNAPSHOT, second = SNAPSHOT, third = SNAPSHOT] = inParts(
    aSnapshot({ sequence: 200, levels: levelsFromText('| 82 | 2\n1 | 80 |\n1 | 79 |') }),
    1,
  );

  it('shows the old book, live, until the last part', () => {
    goLive();
    expect([first, second].map((part) => pipeline.acceptBook(part, 30))).toEqual([
      { kind: 'part' },
      { kind: 'part' },
    ]);
    expect([pipeline.quality.isLive, pipeline.book.bestBid()]).toEqual([true, 100]);
    expect(pipeline.heartbeatBook(200, 31)).toBeNull();
    expect(pipeline.acceptBook(third, 32)).toEqual({ kind: 'applied', levelUpdates: 3 });
    expect([pipeline.book.bestBid(), pipeline.bookStamp.sequence]).toEqual([80, 200]);
  });

  it('refuses parts out of order, then ignores the rest of them', () => {
    expect(pipeline.acceptBook(first, 30)).toEqual({ kind: 'part' });
    expect(pipeline.acceptBook(third, 31)).toMatchObject({
      kind: 'resync',
      error: { code: 'BOOK_BAD_SNAPSHOT', expected: 'part 2 of 3', received: 'part 3 of 3' },
    });
    expect(pipeline.acceptBook(second, 32)).toEqual({ kind: 'ignored' });
    expect([first, second, third].map((part) => pipeline.acceptBook(part, 33).kind)).toEqual([
      'part',
      'part',
      'applied',
    ]);
  });

  it('refuses a delta between two parts', () => {
    goLive();
    pipeline.acceptBook(first, 30);
    expect(pipeline.acceptBook(joining([200, 3]), 31)).toMatchObject({
      kind: 'resync',
      error: { code: 'BOOK_BAD_SNAPSHOT', received: 'a delta' },
    });
    expect([pipeline.quality.reason, pipeline.book.bestBid()]).toEqual(['invalid-message', 100]);
  });

  it('refuses a later part whose beginning a live book never saw', () => {
    goLive();
    expect(pipeline.acceptBook(second, 30)).toMatchObject({ kind: 'resync', error: { expected: 'part 1' } });
  });

  it.each([
    ['a size of 0', [200, 0], 'BOOK_BAD_SIZE'],
    ['bids that rise', [200, 1, 202, 1], 'BOOK_BAD_SNAPSHOT'],
    ['a price out of range', [0, 1], 'BOOK_TICK_OUT_OF_RANGE'],
    ['a crossed book', [200, 1, 199, 1], 'BOOK_CROSSED'],
  ])('refuses one with %s and keeps the book it has', (_, levels, code) => {
    goLive();
    expect(pipeline.acceptBook(aSnapshot({ sequence: 200, levels }), 30)).toMatchObject({
      kind: 'resync',
      error: { code },
    });
    expect([pipeline.quality.isLive, textOfBook(pipeline.book)]).toEqual([
      false,
      textOfBook(bookFromText(PICTURE)),
    ]);
  });

  it('refuses one whose hash differs', () => {
    expect(pipeline.acceptBook({ ...SNAPSHOT, hash: [1, 2] }, 30)).toMatchObject({
      error: { code: 'BOOK_HASH_MISMATCH' },
    });
    expect([pipeline.quality.isLive, pipeline.bookCounts.mismatched]).toEqual([false, 1]);
  });

  it('leaves a live book alone when an older one comes to compare with', () => {
    goLive();
    const older = aSnapshot({ sequence: 60, id: 3, levels: [180, 1] });
    expect(pipeline.acceptBook(older, 30)).toEqual({ kind: 'ignored' });
    expect([pipeline.quality.isLive, pipeline.bookStamp.sequence]).toEqual([true, 100]);
  });

  it('takes an empty book', () => {
    expect(pipeline.acceptBook(aSnapshot(), 30)).toEqual({ kind: 'applied', levelUpdates: 0 });
    expect(pipeline.quality.isLive).toBe(true);
  });
});

describe('MarketPipeline, new terms', () => {
  it('voids the book when the tick size changed, and takes the one that follows', () => {
    goLive();
    expect(pipeline.applyTerms(anInstrument({ tickUnits: 50 }), 30)).toBe('voided');
    expect(pipeline.quality).toEqual({ isLive: false, reason: 'instrument-changed', staleSinceMs: 30 });
    expect([pipeline.book.levelCount(0), pipeline.book.levelCount(1)]).toEqual([0, 0]);
    expect(pipeline.acceptBook(aSnapshot({ sequence: 100, levels: [100, 4] }), 31)).toMatchObject({
      kind: 'applied',
    });
    expect([pipeline.quality.isLive, pipeline.instrument.tickUnits]).toEqual([true, 50]);
  });

  it.each([
    ['its state', { state: 'halted' as const }],
    ['how the same tick is written', { tickUnits: 2_500, priceDigits: 4 }],
  ])('keeps the book when only %s changed', (_, changes) => {
    goLive();
    expect(pipeline.applyTerms(anInstrument(changes), 30)).toBe('kept');
    expect([pipeline.quality.isLive, pipeline.instrument]).toEqual([true, anInstrument(changes)]);
  });

  it('judges by the new range', () => {
    goLive();
    pipeline.applyTerms(anInstrument({ maxTicks: priceTicks(101) }), 30);
    expect(pipeline.acceptBook(joining([205, 1]), 31)).toMatchObject({
      error: { code: 'BOOK_TICK_OUT_OF_RANGE' },
    });
  });
});

describe('MarketPipeline, under planted faults', () => {
  it('never calls a book live that is not the venue\u2019s at that sequence', () => {
    const level = fc.tuple(fc.integer({ min: 2, max: 80 }), fc.nat(5));
    const step = fc.record({
      levels: fc.uniqueArray(level, { maxLength: 5, selector: ([key]) => key }),
      fault: fc.constantFrom(
        'none',
        'none',
        'none',
        'lost',
        'twice',
        'wrong-size',
        'garbled-hash',
        'late-snapshot',
      ),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const venue = new SlowBook();
        const atSequence = new Map<number, string>();
        const one = new MarketPipeline(anInstrument());
        one.bindBook(BOOK_SUBSCRIPTION, EPOCH, 0);
        let sequence = 100;
        const note = (): void => void atSequence.set(sequence, JSON.stringify(venue.flat()));
        const send = (event: Delta | SnapshotPart): void => {
          if (one.acceptBook(event, 1).kind === 'resync') isSnapshotDue = true;
          if (one.quality.isLive) expect(flatOf(one)).toBe(atSequence.get(one.bookStamp.sequence));
        };
        let isSnapshotDue = true;
        note();
        for (const { levels, fault } of steps) {
          if (isSnapshotDue && fault !== 'late-snapshot') {
            isSnapshotDue = false;
            for (const part of inParts(aSnapshot({ sequence, levels: venue.flat(), hash: venue.hash() }), 2))
              send(part);
          }
          const previousSequence = sequence;
          sequence += 1;
          // Bids on even keys up to 40, asks on odd keys from 41: the venue's own book never crosses.
          venue.apply(levels.flatMap(([key, lots]) => [key <= 40 ? key & ~1 : key | 1, lots]));
          note();
          const flat = levels.flatMap(([key, lots]) => [key <= 40 ? key & ~1 : key | 1, lots]);
          const delta = aDelta({ previousSequence, sequence, levels: flat, hash: venue.hash() });
          if (fault === 'wrong-size' && flat.length > 0)
            send({ ...delta, levels: [...flat.slice(0, -1), 77] });
          else if (fault === 'garbled-hash')
            send({ ...delta, hash: [delta.hash[0], (delta.hash[1] + 1) >>> 0] });
          else if (fault !== 'lost') send(delta);
          if (fault === 'twice') send(delta);
        }
        if (steps.every(({ fault }) => fault === 'none' || fault === 'twice')) {
          expect([one.quality.isLive, one.bookCounts.resyncs]).toEqual([true, 0]);
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

function flatOf(pipeline: MarketPipeline): string {
  const flat: number[] = [];
  for (const side of [0, 1] as const) {
    pipeline.book.walk(side, (ticks, lots) => {
      flat.push(ticks * 2 + side, lots);
      return true;
    });
  }
  return JSON.stringify(flat);
}
