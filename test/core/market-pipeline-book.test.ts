import { beforeEach, describe, expect, it } from 'vitest';
import type { Delta, SnapshotPart } from '../../main/core/market-data/market-event.ts';
import type { MarketPipeline } from '../../main/core/market-pipeline.ts';
import { bookFromText, textOfBook } from '../support/book-text.ts';
import { EPOCH } from '../support/market-events.ts';
import { aBoundPipeline, joining, PICTURE, SNAPSHOT } from '../support/pipeline-rig.ts';
import { acceptBook } from '../support/accept-book.ts';

let pipeline: MarketPipeline;
beforeEach(() => {
  pipeline = aBoundPipeline();
});
const goLive = (): unknown => acceptBook(pipeline, SNAPSHOT, 20);

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
    expect(acceptBook(pipeline, joining([200, 3, 198, 1]), 30)).toEqual({ kind: 'applied', levelUpdates: 2 });
    expect(
      acceptBook(
        pipeline,
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
    expect(acceptBook(pipeline, joining([200, 3], { previousSequence: 90, sequence: 100 }), 30)).toEqual({
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
      expect(acceptBook(pipeline, delta, 30)).toMatchObject({ kind: 'resync', error });
      expect(pipeline.quality).toEqual({ isLive: false, reason, staleSinceMs: 30 });
      expect([textOfBook(pipeline.book), pipeline.bookStamp.sequence]).toEqual([
        textOfBook(bookFromText(PICTURE)),
        100,
      ]);
      expect(acceptBook(pipeline, joining([200, 3]), 40)).toEqual({ kind: 'ignored' });
      expect(pipeline.bookCounts).toMatchObject({
        resyncs: 1,
        ignored: 1,
        mismatched: reason === 'hash-mismatch' ? 1 : 0,
      });
    },
  );

  it('goes on from the snapshot after a gap, dropping deltas that are in it', () => {
    goLive();
    acceptBook(pipeline, joining([], { previousSequence: 103, sequence: 104 }), 30);
    expect(acceptBook(pipeline, { ...SNAPSHOT, id: 4, sequence: 110 }, 40)).toEqual({
      kind: 'applied',
      levelUpdates: 4,
    });
    expect(acceptBook(pipeline, joining([], { previousSequence: 104, sequence: 110 }), 41)).toEqual({
      kind: 'duplicate',
    });
    expect(
      acceptBook(pipeline, joining([200, 1], { previousSequence: 110, sequence: 111 }), 42),
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
    expect(strays.map((event) => acceptBook(pipeline, event, 30))).toEqual([
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
    expect(acceptBook(pipeline, joining([200, 3]), 31)).toEqual({ kind: 'ignored' });
    const lower = { ...SNAPSHOT, subscription: 5, epoch: EPOCH + 1, sequence: 3 };
    expect(acceptBook(pipeline, lower, 32)).toMatchObject({ kind: 'applied' });
  });

  it('accepts nothing after it was unbound, and says since when', () => {
    goLive();
    pipeline.unbind('disconnected', 50);
    expect(acceptBook(pipeline, SNAPSHOT, 60)).toEqual({ kind: 'ignored' });
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
