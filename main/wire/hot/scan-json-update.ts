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

const OPENING = 0x5b;
const CLOSING = 0x5d;
const COMMA = 0x2c;
const ZERO = 0x30;
/** In place of a position. */
const NOT_MINE = -1;
/** A level takes four bytes or more: two digits, two commas. */
const LEVEL_BYTES = 4;
const MAX_KEY_TENTH = 214_748_364;
const MAX_KEY_LAST_DIGIT = 7;
/** So many digits always fit 31 bits. */
const SHORT_DIGITS = 9;
/** Digits of 2^53 - 1. */
const MAX_DIGITS = 16;
const POWERS = Float64Array.from({ length: MAX_DIGITS }, (_, digits) => 10 ** digits);

/**
 * Reads a delta or one part of a snapshot in flat JSON, `bytes` from `start` to `end`, into `out`, and makes nothing on
 * the way. It takes only digits and commas between two brackets, and of these only what JSON.parse and the validators
 * would take, and gives the same numbers.
 *
 * @returns true when `out` holds it. False says not that the frame is bad but only that it is not of the usual form: the
 *   slow way must judge it, and `out` means nothing.
 */
export function scanJsonUpdate(bytes: Uint8Array, start: number, end: number, out: BookUpdate): boolean {
  if (end - start < 4 || end > bytes.length) return false;
  const last = end - 1;
  // The bracket at the end also stops every run of digits: no byte behind it is looked at.
  if (bytes[start] !== OPENING || bytes[last] !== CLOSING) return false;
  const kind = (bytes[start + 1] ?? 0) - ZERO;
  if (kind !== DELTA && kind !== SNAPSHOT) return false;
  const { head, levels } = out;
  head[UPDATE.kind] = kind;
  const body = readHead(bytes, start + 2, last, head, kind === DELTA ? DELTA_PLACES : SNAPSHOT_PLACES);
  if (body === NOT_MINE || !isRightHead(head)) return false;
  const maximum = kind === DELTA ? MAX_DELTA_LEVELS : MAX_SNAPSHOT_LEVELS;
  levels.reserve(Math.min(maximum, Math.floor((last - body) / LEVEL_BYTES)));
  return readLevels(bytes, body, last, levels, maximum) && areRightLevels(kind, levels);
}

/** @param start of the comma before the first field. @returns the place behind the last one */
function readHead(
  bytes: Uint8Array,
  start: number,
  last: number,
  head: Float64Array,
  places: Uint8Array,
): number {
  let at = start;
  for (let i = 0; i < places.length; i += 1) {
    if (at >= last || bytes[at] !== COMMA) return NOT_MINE;
    at = readInteger(bytes, at + 1, head, places[i] ?? 0);
    if (at === NOT_MINE) return NOT_MINE;
  }
  return at;
}

/** @param start of the comma before the first level, or `last` when there is none */
function readLevels(
  bytes: Uint8Array,
  start: number,
  last: number,
  levels: LevelBatch,
  maximum: number,
): boolean {
  const { keys, lots } = levels;
  let at = start;
  let count = 0;
  while (at < last) {
    if (count === maximum || bytes[at] !== COMMA) return false;
    at = readKey(bytes, at + 1, keys, count);
    if (at === NOT_MINE || bytes[at] !== COMMA) return false;
    at = readInteger(bytes, at + 1, lots, count);
    if (at === NOT_MINE) return false;
    count += 1;
  }
  levels.count = count;
  return true;
}

/** An integer from 0 to 2^31 - 1. @returns the place behind it */
function readKey(bytes: Uint8Array, start: number, keys: Int32Array, place: number): number {
  let at = start;
  let key = (bytes[at] ?? 0) - ZERO;
  if (key >>> 0 > 9) return NOT_MINE;
  at += 1;
  // Behind a zero that leads nothing may come, and what comes is no comma.
  while (key !== 0) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit >>> 0 > 9) break;
    if (key >= MAX_KEY_TENTH && (key > MAX_KEY_TENTH || digit > MAX_KEY_LAST_DIGIT)) return NOT_MINE;
    key = key * 10 + digit;
    at += 1;
  }
  keys[place] = key;
  return at;
}

/** An integer from 0 to 2^53 - 1 into `target[place]`. @returns the place behind it */
function readInteger(bytes: Uint8Array, start: number, target: Float64Array, place: number): number {
  let at = start;
  let high = (bytes[at] ?? 0) - ZERO;
  if (high >>> 0 > 9) return NOT_MINE;
  at += 1;
  if (high !== 0) {
    const shortEnd = start + SHORT_DIGITS;
    while (at < shortEnd) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit >>> 0 > 9) break;
      high = high * 10 + digit;
      at += 1;
    }
    if (at === shortEnd) return readRest(bytes, start, high, target, place);
  }
  target[place] = high;
  return at;
}

/** The digits behind the first nine. Rounding keeps a number beyond 2^53 - 1 beyond it. */
function readRest(
  bytes: Uint8Array,
  start: number,
  high: number,
  target: Float64Array,
  place: number,
): number {
  const shortEnd = start + SHORT_DIGITS;
  let at = shortEnd;
  let low = 0;
  for (;;) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit >>> 0 > 9) break;
    if (at - start === MAX_DIGITS) return NOT_MINE;
    low = low * 10 + digit;
    at += 1;
  }
  const value = high * (POWERS[at - shortEnd] ?? 0) + low;
  if (value > Number.MAX_SAFE_INTEGER) return NOT_MINE;
  target[place] = value;
  return at;
}
