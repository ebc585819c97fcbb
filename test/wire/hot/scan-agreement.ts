import { BookUpdate } from '../../../main/core/market-data/book-update.ts';
import type { MarketEvent } from '../../../main/core/market-data/market-event.ts';
import type { IgnoredMessage, WireError } from '../../../main/wire/wire-error.ts';
import { readFrame } from '../read-frame.ts';
import type { HotCodec } from './hot-frames.ts';

export type Scan = (bytes: Uint8Array, start: number, end: number, out: BookUpdate) => boolean;

/** What an update holds. */
export function numbersOf({ head, levels }: BookUpdate): unknown {
  const { keys, lots, count } = levels;
  return { head: Array.from(head), keys: [...keys.subarray(0, count)], lots: [...lots.subarray(0, count)] };
}

/** What library, schema and validators make of a frame; null for all but an accepted delta or snapshot. */
export function slowly(codec: HotCodec, frame: Uint8Array): unknown {
  const message = readFrame('server', codec, frame) as MarketEvent | IgnoredMessage | WireError;
  return message.type === 'delta' || message.type === 'snapshot'
    ? numbersOf(new BookUpdate().fill(message))
    : null;
}

const used = new BookUpdate();

/**
 * What the scanner makes of a frame in the middle of a larger buffer, into an update that held something else; null where
 * it is not the scanner's. What stands around would go on where the frame ends.
 */
export function scanned(scan: Scan, codec: HotCodec, frame: Uint8Array): unknown {
  const around = codec === 'flat-json' ? [0x31, 0x2c, 0x31, 0x5d] : [1, 1, 1, 1, 1, 1, 1, 1, 1];
  const bytes = Uint8Array.from([...around, ...frame, ...around]);
  used.head.fill(77);
  used.levels.count = 1;
  const end = around.length + frame.length;
  return scan(bytes, around.length, end, used) ? numbersOf(used) : null;
}

/** Whether the scanner took a frame that the slow way refuses, or takes with other numbers. */
export function isWronglyTaken(
  scan: Scan,
  codec: HotCodec,
  frame: Uint8Array,
  verdict = JSON.stringify(slowly(codec, frame)),
): boolean {
  const quick = scanned(scan, codec, frame);
  return quick !== null && JSON.stringify(quick) !== verdict;
}
