import { beforeAll, describe, expect, it } from 'vitest';
import { appliedOf, expectNote, expectNoticedWithin, expectSafe } from './expected.ts';
import { rehearseAll, type Rehearsal } from './rehearsal.ts';

let outcome: (name: string) => Promise<Rehearsal>;
beforeAll(async () => {
  outcome = await rehearseAll([
    { name: 'wrong-checksum' },
    { name: 'crossed-book' },
    { name: 'malformed-frame' },
    { name: 'half-frame' },
    { name: 'oversized-frame' },
    { name: 'heartbeat-loss' },
  ]);
});

/** Each test bears the name of its scenario in feed-simulator/scenarios; `expectSafe` holds it to what that promises. */
describe('the terminal, when messages are damaged', () => {
  it('wrong-checksum', async () => {
    const seen = await outcome('wrong-checksum');
    expectSafe(seen);
    expectNoticedWithin(seen, 0);
    expect(seen.reasons).toContain('hash-mismatch');
    expect(seen.grown.mismatched).toBeGreaterThan(0);
    expectNote(seen, /^BOOK_HASH_MISMATCH: expected hash \[\d+, \d+\] for /);
  });

  it('crossed-book', async () => {
    const seen = await outcome('crossed-book');
    expectSafe(seen);
    expectNoticedWithin(seen, 0);
    // The hash was right every time: nothing but the look at the touch found it.
    expect([seen.reasons, seen.grown.mismatched]).toEqual([['crossed'], 0]);
    expect(seen.grown.resyncs).toBeGreaterThan(0);
    expectNote(seen, /^BOOK_CROSSED: expected best bid below best ask for /);
  });

  it('malformed-frame', async () => {
    const seen = await outcome('malformed-frame');
    expectSafe(seen);
    expectNoticedWithin(seen, 0);
    expect(seen.health.rejected).toEqual({ WIRE_NOT_DECODABLE: appliedOf(seen) });
    expect(seen.grown.rejected).toBe(appliedOf(seen));
    expect(seen.grown.resyncs).toBeGreaterThanOrEqual(seen.health.instruments);
  });

  it('half-frame', async () => {
    const seen = await outcome('half-frame');
    expectSafe(seen);
    expectNoticedWithin(seen, 0);
    expect(appliedOf(seen)).toBe(1);
    expect(seen.reasons).toContain('disconnected');
    expectNote(seen, /^connection \d+ to \S+ ended: connection closed \(1006\)$/);
  });

  it('oversized-frame', async () => {
    const seen = await outcome('oversized-frame');
    expectSafe(seen);
    expectNoticedWithin(seen, 0);
    expect(seen.reasons).toContain('disconnected');
    expectNote(seen, /^connection \d+ to \S+ ended: Max payload size exceeded$/);
  });

  it('heartbeat-loss', async () => {
    const seen = await outcome('heartbeat-loss');
    expectSafe(seen);
    // Three intervals: BTC-USD stands still, and no heartbeat says that it should not.
    expectNoticedWithin(seen, 1_500);
    expect(seen.reasons).toEqual(['silent']);
    expectNote(seen, /^expected a heartbeat or a message for BTC-USD, received none for \d+\.\d s$/);
    expect(seen.notes.filter((note) => note.includes('ended'))).toEqual([]);
  });
});
