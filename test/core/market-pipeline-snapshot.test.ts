import { beforeEach, describe, expect, it } from 'vitest';
import type { MarketPipeline } from '../../main/core/market-pipeline.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import { bookFromText, levelsFromText, textOfBook } from '../support/book-text.ts';
import { anInstrument, aSnapshot, inParts } from '../support/market-events.ts';
import { aBoundPipeline, joining, PICTURE, SNAPSHOT } from '../support/pipeline-rig.ts';
import { acceptBook } from '../support/accept-book.ts';

let pipeline: MarketPipeline;
beforeEach(() => {
  pipeline = aBoundPipeline();
});
const goLive = (): unknown => acceptBook(pipeline, SNAPSHOT, 20);

describe('MarketPipeline, snapshots in parts', () => {
  const [first = SNAPSHOT, second = SNAPSHOT, third = SNAPSHOT] = inParts(
    aSnapshot({ sequence: 200, levels: levelsFromText('| 82 | 2\n1 | 80 |\n1 | 79 |') }),
    1,
  );

  it('shows the old book, live, until the last part', () => {
    goLive();
    expect([first, second].map((part) => acceptBook(pipeline, part, 30))).toEqual([
      { kind: 'part' },
      { kind: 'part' },
    ]);
    expect([pipeline.quality.isLive, pipeline.book.bestBid()]).toEqual([true, 100]);
    expect(pipeline.heartbeatBook(200, 31)).toBeNull();
    expect(acceptBook(pipeline, third, 32)).toEqual({ kind: 'applied', levelUpdates: 3 });
    expect([pipeline.book.bestBid(), pipeline.bookStamp.sequence]).toEqual([80, 200]);
  });

  it('refuses parts out of order, then ignores the rest of them', () => {
    expect(acceptBook(pipeline, first, 30)).toEqual({ kind: 'part' });
    expect(acceptBook(pipeline, third, 31)).toMatchObject({
      kind: 'resync',
      error: { code: 'BOOK_BAD_SNAPSHOT', expected: 'part 2 of 3', received: 'part 3 of 3' },
    });
    expect(acceptBook(pipeline, second, 32)).toEqual({ kind: 'ignored' });
    expect([first, second, third].map((part) => acceptBook(pipeline, part, 33).kind)).toEqual([
      'part',
      'part',
      'applied',
    ]);
  });

  it('refuses a delta between two parts', () => {
    goLive();
    acceptBook(pipeline, first, 30);
    expect(acceptBook(pipeline, joining([200, 3]), 31)).toMatchObject({
      kind: 'resync',
      error: { code: 'BOOK_BAD_SNAPSHOT', received: 'a delta' },
    });
    expect([pipeline.quality.reason, pipeline.book.bestBid()]).toEqual(['invalid-message', 100]);
  });

  it('refuses a later part whose beginning a live book never saw', () => {
    goLive();
    expect(acceptBook(pipeline, second, 30)).toMatchObject({ kind: 'resync', error: { expected: 'part 1' } });
  });

  it.each([
    ['a size of 0', [200, 0], 'BOOK_BAD_SIZE'],
    ['bids that rise', [200, 1, 202, 1], 'BOOK_BAD_SNAPSHOT'],
    ['a price out of range', [0, 1], 'BOOK_TICK_OUT_OF_RANGE'],
    ['a crossed book', [200, 1, 199, 1], 'BOOK_CROSSED'],
  ])('refuses one with %s and keeps the book it has', (_, levels, code) => {
    goLive();
    expect(acceptBook(pipeline, aSnapshot({ sequence: 200, levels }), 30)).toMatchObject({
      kind: 'resync',
      error: { code },
    });
    expect([pipeline.quality.isLive, textOfBook(pipeline.book)]).toEqual([
      false,
      textOfBook(bookFromText(PICTURE)),
    ]);
  });

  it('refuses one whose hash differs', () => {
    expect(acceptBook(pipeline, { ...SNAPSHOT, hash: [1, 2] }, 30)).toMatchObject({
      error: { code: 'BOOK_HASH_MISMATCH' },
    });
    expect([pipeline.quality.isLive, pipeline.bookCounts.mismatched]).toEqual([false, 1]);
  });

  it('leaves a live book alone when an older one comes to compare with', () => {
    goLive();
    const older = aSnapshot({ sequence: 60, id: 3, levels: [180, 1] });
    expect(acceptBook(pipeline, older, 30)).toEqual({ kind: 'ignored' });
    expect([pipeline.quality.isLive, pipeline.bookStamp.sequence]).toEqual([true, 100]);
  });

  it('takes an empty book', () => {
    expect(acceptBook(pipeline, aSnapshot(), 30)).toEqual({ kind: 'applied', levelUpdates: 0 });
    expect(pipeline.quality.isLive).toBe(true);
  });
});

describe('MarketPipeline, new terms', () => {
  it('voids the book when the tick size changed, and takes the one that follows', () => {
    goLive();
    expect(pipeline.applyTerms(anInstrument({ tickUnits: 50 }), 30)).toBe('voided');
    expect(pipeline.quality).toEqual({ isLive: false, reason: 'instrument-changed', staleSinceMs: 30 });
    expect([pipeline.book.levelCount(0), pipeline.book.levelCount(1)]).toEqual([0, 0]);
    expect(acceptBook(pipeline, aSnapshot({ sequence: 100, levels: [100, 4] }), 31)).toMatchObject({
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
    expect(acceptBook(pipeline, joining([205, 1]), 31)).toMatchObject({
      error: { code: 'BOOK_TICK_OUT_OF_RANGE' },
    });
  });
});
