import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BookUpdate } from '../../../main/core/market-data/book-update.ts';
import { encodeServerMessage } from '../../../main/wire/encode-message.ts';
import { scanJsonUpdate } from '../../../main/wire/hot/scan-json-update.ts';
import { scanMessagePackUpdate } from '../../../main/wire/hot/scan-message-pack-update.ts';
import { anyDelta, anyEvent, anySnapshot } from '../arbitrary-messages.ts';
import { GOLDEN_MESSAGES } from '../golden-frames.ts';
import { anyHotFrame, type HotCodec } from './hot-frames.ts';
import { isWronglyTaken, numbersOf, scanned, slowly, type Scan } from './scan-agreement.ts';

const SCANNERS: readonly [string, HotCodec, Scan][] = [
  ['scanMessagePackUpdate', 'flat-msgpack', scanMessagePackUpdate],
  ['scanJsonUpdate', 'flat-json', scanJsonUpdate],
];
const MAX = Number.MAX_SAFE_INTEGER;

describe.each(SCANNERS)('%s', (_, codec, scan) => {
  const encoded = (event: Parameters<typeof encodeServerMessage>[1]): Uint8Array =>
    Buffer.from(encodeServerMessage(codec, event));
  const delta = (levels: readonly number[]) =>
    encoded({
      ...{ type: 'delta', epoch: MAX, subscription: 1, previousSequence: 0, sequence: MAX },
      ...{ levels, hash: [0, 0xffff_ffff], venueTime: 0 as never, sentTime: MAX as never },
    });
  const snapshot = (levels: readonly number[]) =>
    encoded({
      ...{
        type: 'snapshot',
        epoch: 1,
        subscription: 0x7fff_ffff,
        id: 0,
        sequence: 0,
        part: 1,
        parts: 10_000,
      },
      ...{ levels, hash: [1, 2], venueTime: 3 as never, sentTime: 4 as never },
    });
  const rising = (count: number, lots: number) =>
    Array.from({ length: count * 2 }, (_, i) => (i % 2 === 0 ? i + 1 : lots));

  it('takes every delta and snapshot that a server of ours writes, with all its numbers', () => {
    fc.assert(
      fc.property(fc.oneof(anyDelta, anySnapshot), (event) => {
        expect(scanned(scan, codec, encoded(event))).toEqual(numbersOf(new BookUpdate().fill(event)));
      }),
      { seed: 7, numRuns: 1_000 },
    );
  });

  it('takes nothing that the library and the validators refuse, and gives the same numbers', () => {
    const count = { taken: 0, left: 0 };
    fc.assert(
      fc.property(anyHotFrame(codec), (frame) => {
        count[scanned(scan, codec, frame) === null ? 'left' : 'taken'] += 1;
        expect(isWronglyTaken(scan, codec, frame)).toBe(false);
      }),
      { seed: 7, numRuns: 6_000 },
    );
    expect(count.taken).toBeGreaterThan(600);
    expect(count.left).toBeGreaterThan(2_000);
  });

  it('takes no garbage', () => {
    const text = fc
      .string({ unit: fc.constantFrom(...'[]123,0.- '), maxLength: 60 })
      .map((s) => Buffer.from(s));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), text), (frame) => {
        expect(isWronglyTaken(scan, codec, frame)).toBe(false);
      }),
      { seed: 7, numRuns: 3_000 },
    );
  });

  it('leaves all other messages, and flat form that is written otherwise, to the library', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const isMine = event.type === 'delta' || event.type === 'snapshot';
        expect(scanned(scan, codec, encoded(event)) !== null).toBe(isMine);
      }),
      { seed: 7, numRuns: 300 },
    );
    for (const { frames } of GOLDEN_MESSAGES)
      for (const { codec: own, bytes, note } of frames)
        if (own === codec && !note.startsWith('wider'))
          expect(scanned(scan, codec, bytes) ?? slowly(codec, bytes)).toEqual(slowly(codec, bytes));
  });

  it('leaves a frame cut anywhere, also where what follows in the buffer would complete it', () => {
    const out = new BookUpdate();
    for (const frame of [delta([20_000, 12, 20_003, 7]), snapshot([20_000, 2 ** 40, 20_003, 7])])
      for (let end = 0; end < frame.length; end += 1) {
        expect(scan(frame, 0, end, out)).toBe(false);
        expect(scan(frame.subarray(0, end), 0, frame.length, out)).toBe(false);
      }
  });

  it('takes 30,000 levels of a delta and 500 of a snapshot, and leaves one more', () => {
    for (const [frame, isTaken] of [
      [delta(rising(30_000, 1)), true],
      [delta(rising(30_001, 1)), false],
      [snapshot(rising(500, MAX)), true],
      [snapshot(rising(501, MAX)), false],
    ] as const) {
      expect(scanned(scan, codec, frame) !== null).toBe(isTaken);
      expect(slowly(codec, frame) !== null).toBe(isTaken);
    }
  });

  it('leaves a key that stands twice, wherever it does and however many there are', () => {
    for (const count of [2, 5, 12, 13, 40, 3_000])
      for (const again of [1, count >> 1, count - 1]) {
        const levels = rising(count, 5).with(again * 2, 1);
        expect(scanned(scan, codec, delta(levels))).toBeNull();
      }
  });

  it('makes nothing on the way', () => {
    const frame = delta([20_000, 2 ** 40, 20_003, 7, 19_990, 0, 20_017, 4_000_000_000]);
    const out = new BookUpdate();
    const run = (): number => {
      for (let i = 0; i < 20_000; i += 1) scan(frame, 0, frame.length, out);
      return process.memoryUsage().heapUsed;
    };
    run();
    const growths = Array.from({ length: 5 }, () => -run() + run());
    expect(Math.min(...growths.map((bytes) => Math.abs(bytes))) / 20_000).toBeLessThan(4);
  });
});
