import { Packr } from 'msgpackr/pack';
import { BookUpdate } from '../../main/core/market-data/book-update.ts';
import type { Delta } from '../../main/core/market-data/market-event.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import { scanJsonUpdate } from '../../main/wire/hot/scan-json-update.ts';
import { scanMessagePackUpdate } from '../../main/wire/hot/scan-message-pack-update.ts';
import type { Contestant } from './alternating-rounds.ts';
import type { BookStream } from './book-stream.ts';
import { deltasOf, frameBytes } from './delta-stream.ts';
import { fixedFrame, FixedReader } from './path/fixed-layout.ts';
import { readStringPriceFrame, stringPriceFrame } from './peers-local/string-price-json.ts';

const FIRST_TIME = timestampMicros(1_763_769_600_000_000);
/** How often each frame is read in one round: once would be over in a millisecond. */
export const DECODE_PASSES = 8;
/** Where the levels begin in a delta in flat form. */
const FLAT_HEAD = 9;

type Scan = (bytes: Uint8Array, start: number, end: number, out: BookUpdate) => boolean;

/**
 * Ours, then peers that judge nothing, the one for the gate last.
 *
 * @param times how often ours reads each frame; more than once only to plant a slow-down
 */
export function msgpackContestants(stream: BookStream, times = 1): Contestant[] {
  const deltas = deltasOf(stream, FIRST_TIME);
  const frames = deltas.map((delta) => frameBytes('flat-msgpack', delta));
  return [
    scanner('scanner', deltas, frames, repeated(scanMessagePackUpdate, times)),
    flatReader('msgpackr, flat integers', deltas, frames, unpacker()),
  ];
}

/** As {@link msgpackContestants}. */
export function jsonContestants(stream: BookStream, times = 1): Contestant[] {
  const deltas = deltasOf(stream, FIRST_TIME);
  const frames = deltas.map((delta) => frameBytes('flat-json', delta));
  return [
    scanner('scanner', deltas, frames, repeated(scanJsonUpdate, times)),
    stringPrices(deltas),
    flatReader('JSON.parse, flat integers', deltas, frames, parsed),
  ];
}

/** A fixed layout with the same checks as the scanners. */
export function fixedContestant(stream: BookStream): Contestant {
  const deltas = deltasOf(stream, FIRST_TIME);
  const reader = new FixedReader();
  const read: Scan = (bytes, start, end, out) => reader.read(bytes, start, end, out);
  return scanner('fixed layout with the same checks', deltas, deltas.map(fixedFrame), read);
}

function repeated(scan: Scan, times: number): Scan {
  if (times === 1) return scan;
  return (bytes, start, end, out) => {
    let isDone = true;
    for (let i = 0; i < times; i += 1) isDone = scan(bytes, start, end, out) && isDone;
    return isDone;
  };
}

/** Into one input that is used again and again, as the product does it. */
function scanner(
  name: string,
  deltas: readonly Delta[],
  frames: readonly Uint8Array[],
  scan: Scan,
): Contestant {
  const update = new BookUpdate();
  return levelCounter(name, deltas, () => {
    let levels = 0;
    for (const frame of frames) {
      if (!scan(frame, 0, frame.length, update)) throw new Error('expected a frame of the usual form');
      levels += update.levels.count;
    }
    return levels;
  });
}

function flatReader(
  name: string,
  deltas: readonly Delta[],
  frames: readonly Uint8Array[],
  read: (frame: Uint8Array) => readonly number[],
): Contestant {
  return levelCounter(name, deltas, () => {
    let levels = 0;
    for (const frame of frames) levels += (read(frame).length - FLAT_HEAD) / 2;
    return levels;
  });
}

function unpacker(): (frame: Uint8Array) => readonly number[] {
  const packer = new Packr({ useRecords: false, int64AsType: 'number' });
  return (frame) => packer.unpack(frame) as number[];
}

function parsed(frame: Uint8Array): readonly number[] {
  return JSON.parse(Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString()) as number[];
}

function stringPrices(deltas: readonly Delta[]): Contestant {
  const frames = deltas.map(stringPriceFrame);
  return levelCounter('JSON.parse, decimal text', deltas, () => {
    let levels = 0;
    let lowest = Infinity; // the numbers must be used, or making them may be left out
    for (const frame of frames)
      readStringPriceFrame(frame, (price, size) => {
        levels += 1;
        lowest = Math.min(lowest, price, size);
      });
    return lowest >= 0 ? levels : Number.NaN;
  });
}

/** @param readAll decodes every frame and counts the levels in them */
function levelCounter(name: string, deltas: readonly Delta[], readAll: () => number): Contestant {
  const expected = deltas.reduce((sum, { levels }) => sum + levels.length / 2, 0);
  let received = 0;
  return {
    name,
    prepare: () => undefined,
    run: () => {
      received = 0;
      for (let pass = 0; pass < DECODE_PASSES; pass += 1) received += readAll();
    },
    check: () => {
      if (received !== expected * DECODE_PASSES)
        throw new Error(`${name}: expected ${expected} levels, received ${received}`);
    },
  };
}
