import { DELTA, SNAPSHOT, UPDATE, type BookUpdate } from '../../core/market-data/book-update.ts';
import type { LevelBatch } from '../../core/market-data/level-batch.ts';
import {
  areRightLevels,
  DELTA_PLACES,
  isRightHead,
  MAX_DELTA_LEVELS,
  MAX_SNAPSHOT_LEVELS,
  SNAPSHOT_PLACES,
} from './update-checks.ts';

const FIXARRAY = 0x90;
const ARRAY_16 = 0xdc;
const FIXINT_END = 0x80;
const FLOAT_64 = 0xcb;
const UINT_8 = 0xcc;
const UINT_16 = 0xcd;
const UINT_32 = 0xce;
const UINT_64 = 0xcf;
/** In place of a position. */
const NOT_MINE = -1;
const TWO_32 = 0x1_0000_0000;

/** One float64, and the halves it is put together from. */
const float = new Float64Array(1);
const halves = new Int32Array(float.buffer);
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
const LOW = 1 - HIGH;

/**
 * Reads a delta or one part of a snapshot in flat MessagePack, `bytes` from `start` to `end`, into `out`, and makes
 * nothing on the way. It takes only what the library and the validators would take, and gives the same numbers.
 *
 * @returns true when `out` holds it. False says not that the frame is bad but only that it is not of the usual form: the
 *   slow way must judge it, and `out` means nothing.
 */
export function scanMessagePackUpdate(
  bytes: Uint8Array,
  start: number,
  end: number,
  out: BookUpdate,
): boolean {
  if (end - start < 4 || end > bytes.length) return false;
  const token = bytes[start] ?? 0;
  const isLong = token === ARRAY_16;
  if (!isLong && (token & 0xf0) !== FIXARRAY) return false;
  const length = isLong ? ((bytes[start + 1] ?? 0) << 8) | (bytes[start + 2] ?? 0) : token & 0x0f;
  const first = isLong ? start + 3 : start + 1;
  const kind = bytes[first] ?? 0;
  if (kind !== DELTA && kind !== SNAPSHOT) return false;
  const places = kind === DELTA ? DELTA_PLACES : SNAPSHOT_PLACES;
  const integers = length - 1 - places.length;
  const count = integers >> 1;
  // An integer takes a byte or more: a length beyond the frame makes no room.
  if (integers < 0 || (integers & 1) !== 0 || integers > end - first) return false;
  if (count > (kind === DELTA ? MAX_DELTA_LEVELS : MAX_SNAPSHOT_LEVELS)) return false;
  const { head, levels } = out;
  head[UPDATE.kind] = kind;
  const body = readHead(bytes, first + 1, end, head, places);
  if (body === NOT_MINE || !isRightHead(head)) return false;
  levels.reserve(count);
  levels.count = count;
  return readLevels(bytes, body, end, levels) === end && areRightLevels(kind, levels);
}

function readHead(
  bytes: Uint8Array,
  start: number,
  end: number,
  head: Float64Array,
  places: Uint8Array,
): number {
  let at = start;
  for (let i = 0; i < places.length; i += 1) {
    at = readInteger(bytes, at, end, head, places[i] ?? 0);
    if (at === NOT_MINE) return NOT_MINE;
  }
  return at;
}

/** Keys in the shortest forms, which hold all there are; sizes in any that holds an integer. */
function readLevels(
  bytes: Uint8Array,
  start: number,
  end: number,
  { keys, lots, count }: LevelBatch,
): number {
  let at = start;
  for (let i = 0; i < count; i += 1) {
    if (at >= end) return NOT_MINE;
    let key = bytes[at] ?? 0;
    if (key < FIXINT_END) at += 1;
    else if (key === UINT_32 && at + 5 <= end) {
      key = wordAt(bytes, at + 1);
      if (key < 0) return NOT_MINE;
      at += 5;
    } else if (key === UINT_16 && at + 3 <= end) {
      key = ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
      at += 3;
    } else if (key === UINT_8 && at + 2 <= end) {
      key = bytes[at + 1] ?? 0;
      at += 2;
    } else return NOT_MINE;
    keys[i] = key;
    at = readInteger(bytes, at, end, lots, i);
    if (at === NOT_MINE) return NOT_MINE;
  }
  return at;
}

/**
 * One integer from 0 to 2^53 - 1 into `target[place]`: passed back as a number, a large one would cost memory.
 *
 * @returns where the next value begins
 */
function readInteger(
  bytes: Uint8Array,
  at: number,
  end: number,
  target: Float64Array,
  place: number,
): number {
  if (at >= end) return NOT_MINE;
  const token = bytes[at] ?? 0;
  if (token < FIXINT_END) {
    target[place] = token;
    return at + 1;
  }
  if (token === UINT_16 && at + 3 <= end) {
    target[place] = ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    return at + 3;
  }
  if (token === UINT_8 && at + 2 <= end) {
    target[place] = bytes[at + 1] ?? 0;
    return at + 2;
  }
  if (token === UINT_32 && at + 5 <= end) {
    target[place] = wordAt(bytes, at + 1) >>> 0;
    return at + 5;
  }
  return at + 9 <= end ? readLongInteger(bytes, at, token, target, place) : NOT_MINE;
}

function readLongInteger(
  bytes: Uint8Array,
  at: number,
  token: number,
  target: Float64Array,
  place: number,
): number {
  if (token !== FLOAT_64 && token !== UINT_64) return NOT_MINE;
  const high = wordAt(bytes, at + 1);
  const low = wordAt(bytes, at + 5);
  if (high < 0) return NOT_MINE;
  let value = high * TWO_32 + (low >>> 0);
  if (token === FLOAT_64) {
    halves[HIGH] = high;
    halves[LOW] = low;
    value = float[0] ?? 0;
  }
  if (!(value <= Number.MAX_SAFE_INTEGER) || Math.floor(value) !== value) return NOT_MINE;
  target[place] = value;
  return at + 9;
}

/** Four bytes as a signed word. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) << 24) |
    ((bytes[at + 1] ?? 0) << 16) |
    ((bytes[at + 2] ?? 0) << 8) |
    (bytes[at + 3] ?? 0)
  );
}
