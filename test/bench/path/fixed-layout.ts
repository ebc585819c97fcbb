import { DELTA, UPDATE, type BookUpdate } from '../../../main/core/market-data/book-update.ts';
import type { Delta } from '../../../main/core/market-data/market-event.ts';
import { areRightLevels, isRightHead, MAX_DELTA_LEVELS } from '../../../main/wire/hot/update-checks.ts';

// The least that reading a delta can cost: every field at a place known beforehand. Nothing is sent so; it is the limit
// that decoders are compared with, and so it makes every check that they make.

const HEAD = {
  kind: 0,
  count: 4,
  subscription: 8,
  hashA: 12,
  hashB: 16,
  epoch: 20,
  previousSequence: 28,
  sequence: 36,
  venueTime: 44,
  sentTime: 52,
  length: 60,
} as const;
const LEVEL_BYTES = 12;
const MAX_KEY = 0x7fff_ffff;

export function fixedFrame(delta: Delta): Uint8Array {
  const count = delta.levels.length / 2;
  const bytes = new Uint8Array(HEAD.length + count * LEVEL_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(HEAD.kind, DELTA, true);
  view.setUint32(HEAD.count, count, true);
  view.setUint32(HEAD.subscription, delta.subscription, true);
  view.setUint32(HEAD.hashA, delta.hash[0], true);
  view.setUint32(HEAD.hashB, delta.hash[1], true);
  view.setFloat64(HEAD.epoch, delta.epoch, true);
  view.setFloat64(HEAD.previousSequence, delta.previousSequence, true);
  view.setFloat64(HEAD.sequence, delta.sequence, true);
  view.setFloat64(HEAD.venueTime, delta.venueTime, true);
  view.setFloat64(HEAD.sentTime, delta.sentTime, true);
  for (let i = 0; i < count; i += 1) {
    view.setUint32(HEAD.length + i * LEVEL_BYTES, delta.levels[i * 2] ?? 0, true);
    view.setFloat64(HEAD.length + i * LEVEL_BYTES + 4, delta.levels[i * 2 + 1] ?? 0, true);
  }
  return bytes;
}

/** Reads frames of the fixed layout; keeps one view for each buffer they lie in, as sockets use theirs again. */
export class FixedReader {
  #buffer: ArrayBufferLike | null = null;
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** @returns false for what is no right delta */
  read(bytes: Uint8Array, start: number, end: number, out: BookUpdate): boolean {
    if (bytes.buffer !== this.#buffer) {
      this.#buffer = bytes.buffer;
      this.#view = new DataView(bytes.buffer);
    }
    const view = this.#view;
    const at = bytes.byteOffset + start;
    const length = end - start;
    if (length < HEAD.length || view.getUint32(at + HEAD.kind, true) !== DELTA) return false;
    const count = view.getUint32(at + HEAD.count, true);
    if (count > MAX_DELTA_LEVELS || length !== HEAD.length + count * LEVEL_BYTES) return false;
    out.levels.reserve(count);
    out.levels.count = count;
    return (
      readHead(view, at, out.head) &&
      readLevels(view, at + HEAD.length, out) &&
      areRightLevels(DELTA, out.levels)
    );
  }
}

function readHead(view: DataView, at: number, head: Float64Array): boolean {
  head[UPDATE.kind] = DELTA;
  head[UPDATE.subscription] = view.getUint32(at + HEAD.subscription, true);
  head[UPDATE.hashA] = view.getUint32(at + HEAD.hashA, true);
  head[UPDATE.hashB] = view.getUint32(at + HEAD.hashB, true);
  const epoch = view.getFloat64(at + HEAD.epoch, true);
  const previousSequence = view.getFloat64(at + HEAD.previousSequence, true);
  const sequence = view.getFloat64(at + HEAD.sequence, true);
  const venueTime = view.getFloat64(at + HEAD.venueTime, true);
  const sentTime = view.getFloat64(at + HEAD.sentTime, true);
  head[UPDATE.epoch] = epoch;
  head[UPDATE.previousSequence] = previousSequence;
  head[UPDATE.sequence] = sequence;
  head[UPDATE.venueTime] = venueTime;
  head[UPDATE.sentTime] = sentTime;
  return (
    isCount(epoch) &&
    isCount(previousSequence) &&
    isCount(sequence) &&
    isCount(venueTime) &&
    isCount(sentTime) &&
    isRightHead(head)
  );
}

function readLevels(view: DataView, start: number, { levels }: BookUpdate): boolean {
  const { keys, lots, count } = levels;
  let at = start;
  for (let i = 0; i < count; i += 1) {
    const key = view.getUint32(at, true);
    const size = view.getFloat64(at + 4, true);
    if (key > MAX_KEY || !isCount(size)) return false;
    keys[i] = key;
    lots[i] = size;
    at += LEVEL_BYTES;
  }
  return true;
}

/** An integer from 0 to 2^53 - 1. */
function isCount(value: number): boolean {
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER && Math.floor(value) === value;
}
