import { SNAPSHOT, UPDATE } from '../../core/market-data/book-update.ts';
import { ASK } from '../../core/market-data/flat-levels.ts';
import type { LevelBatch } from '../../core/market-data/level-batch.ts';
import { hasEachKeyOnce } from './key-uniqueness.ts';

/**
 * What the schema and the validators say of a delta and of a snapshot part, said of numbers in typed arrays. The scanners
 * saw to it that each is an integer from 0 to 2^53 - 1, and each key one up to 2^31 - 1.
 */

/** Levels a message of that kind may hold (PROTOCOL.md section 4). In the forms taken, so many never fill a frame. */
export const MAX_DELTA_LEVELS = 30_000;
export const MAX_SNAPSHOT_LEVELS = 500;

/** Places in the head of an update, in the order of the fields in flat form. */
export const DELTA_PLACES = Uint8Array.of(
  UPDATE.epoch,
  UPDATE.subscription,
  UPDATE.previousSequence,
  UPDATE.sequence,
  UPDATE.hashA,
  UPDATE.hashB,
  UPDATE.venueTime,
  UPDATE.sentTime,
);
export const SNAPSHOT_PLACES = Uint8Array.of(
  UPDATE.epoch,
  UPDATE.subscription,
  UPDATE.id,
  UPDATE.sequence,
  UPDATE.part,
  UPDATE.parts,
  UPDATE.hashA,
  UPDATE.hashB,
  UPDATE.venueTime,
  UPDATE.sentTime,
);

const MAX_ID = 0x7fff_ffff;
const MAX_LANE = 0xffff_ffff;
const MAX_PARTS = 10_000;

/** The fields that the kind does not have become 0. */
export function isRightHead(head: Float64Array): boolean {
  const subscription = head[UPDATE.subscription] ?? 0;
  return (
    (head[UPDATE.epoch] ?? 0) >= 1 &&
    subscription >= 1 &&
    subscription <= MAX_ID &&
    (head[UPDATE.hashA] ?? 0) <= MAX_LANE &&
    (head[UPDATE.hashB] ?? 0) <= MAX_LANE &&
    (head[UPDATE.kind] === SNAPSHOT ? isRightPart(head) : isRightInterval(head))
  );
}

function isRightInterval(head: Float64Array): boolean {
  head[UPDATE.id] = 0;
  head[UPDATE.part] = 0;
  head[UPDATE.parts] = 0;
  return (head[UPDATE.sequence] ?? 0) > (head[UPDATE.previousSequence] ?? 0);
}

function isRightPart(head: Float64Array): boolean {
  head[UPDATE.previousSequence] = 0;
  const part = head[UPDATE.part] ?? 0;
  const parts = head[UPDATE.parts] ?? 0;
  return (head[UPDATE.id] ?? 0) <= MAX_ID && part >= 1 && part <= parts && parts <= MAX_PARTS;
}

/** Each key once; of a snapshot sizes above 0 and bids from best to worst, then asks from best to worst. */
export function areRightLevels(kind: number, levels: LevelBatch): boolean {
  return kind === SNAPSHOT ? areBestFirst(levels) : hasEachKeyOnce(levels.keys, levels.count);
}

function areBestFirst({ keys, lots, count }: LevelBatch): boolean {
  let last = -1;
  for (let i = 0; i < count; i += 1) {
    const key = keys[i] ?? 0;
    if (lots[i] === 0) return false;
    if (last !== -1 && !isFurtherOut(last, key)) return false;
    last = key;
  }
  return true;
}

function isFurtherOut(last: number, key: number): boolean {
  const isAsk = (key & 1) === ASK;
  if (((last ^ key) & 1) !== 0) return isAsk;
  return isAsk ? key > last : key < last;
}
