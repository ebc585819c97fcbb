import { ASK, BID, sideOfKey, type LevelKey } from '../core/market-data/flat-levels.ts';
import { MAX_PRICE_TICKS } from '../core/units/price.ts';

/**
 * What a schema cannot say of the flat arrays. Each check takes an array of integers from 0 to 2^53 - 1 (the schema saw
 * to that) and returns '' when all is well, else what is wrong and where.
 */

const MAX_KEY = MAX_PRICE_TICKS * 2 + 1;
const MAX_SUBSCRIPTION = 0x7fff_ffff;
const MAX_AGGRESSOR_CODE = 2;
/** Integers a trade takes: tradeId, price, size, aggressorSide, venueTime. */
export const TRADE_LENGTH = 5;
/** Up to here comparing each with each is quicker than building a set. */
const FEW_PAIRS = 24;

/** Of a delta: whole pairs, keys in range, each price of a side once, in any order, size 0 allowed. */
export function deltaLevelsFault(levels: readonly number[]): string {
  return pairsFault(levels, MAX_KEY, 'level key');
}

/** Of a heartbeat: whole pairs, subscriptions in range, each once. */
export function heartbeatFault(sequences: readonly number[]): string {
  const zero = sequences.findIndex((value, place) => place % 2 === 0 && value === 0);
  if (zero !== -1) return `expected a subscription of 1 or more at ${zero}, received 0`;
  return pairsFault(sequences, MAX_SUBSCRIPTION, 'subscription');
}

function pairsFault(pairs: readonly number[], maximum: number, what: string): string {
  if (pairs.length % 2 !== 0) return `expected pairs, received ${pairs.length} integers`;
  for (let i = 0; i < pairs.length; i += 2)
    if ((pairs[i] ?? 0) > maximum) return `expected a ${what} up to ${maximum} at ${i}, received ${pairs[i]}`;
  const repeated = repeatedFirst(pairs);
  return repeated === -1
    ? ''
    : `expected each ${what} once, received ${pairs[repeated]} again at ${repeated}`;
}

/** Place of a pair whose first integer stood before, or -1. */
function repeatedFirst(pairs: readonly number[]): number {
  if (pairs.length > FEW_PAIRS * 2) {
    const seen = new Set<number>();
    for (let i = 0; i < pairs.length; i += 2) {
      const first = pairs[i] ?? 0;
      if (seen.has(first)) return i;
      seen.add(first);
    }
    return -1;
  }
  for (let i = 2; i < pairs.length; i += 2)
    for (let j = 0; j < i; j += 2) if (pairs[j] === pairs[i]) return i;
  return -1;
}

/** Of one snapshot part: whole pairs, sizes above 0, bids from best to worst and then asks from best to worst. */
export function snapshotLevelsFault(levels: readonly number[]): string {
  if (levels.length % 2 !== 0) return `expected pairs, received ${levels.length} integers`;
  let lastKey = -1;
  for (let i = 0; i < levels.length; i += 2) {
    const key = levels[i] ?? 0;
    if (key > MAX_KEY) return `expected a level key up to ${MAX_KEY} at ${i}, received ${key}`;
    if (levels[i + 1] === 0) return `expected a size above 0 at ${i + 1} of a snapshot, received 0`;
    if (lastKey !== -1 && !isFurtherOut(lastKey, key))
      return `expected bids from best to worst, then asks from best to worst, received ${key} after ${lastKey} at ${i}`;
    lastKey = key;
  }
  return '';
}

function isFurtherOut(lastKey: LevelKey, key: LevelKey): boolean {
  const side = sideOfKey(key);
  if (sideOfKey(lastKey) !== side) return side === ASK;
  return side === BID ? key < lastKey : key > lastKey;
}

/** Of a trades or history message that covers `count` trades. */
export function tradesFault(trades: readonly number[], count: number): string {
  if (trades.length !== count * TRADE_LENGTH)
    return `expected ${TRADE_LENGTH} integers for each of ${count} trades, received ${trades.length}`;
  for (let i = 0; i < trades.length; i += TRADE_LENGTH) {
    const price = trades[i + 1] ?? 0;
    const side = trades[i + 3] ?? 0;
    if (price > MAX_PRICE_TICKS)
      return `expected a price up to ${MAX_PRICE_TICKS} at ${i + 1}, received ${price}`;
    if (trades[i + 2] === 0) return `expected a size above 0 at ${i + 2} of a trade, received 0`;
    if (side > MAX_AGGRESSOR_CODE) return `expected aggressor side 0, 1 or 2 at ${i + 3}, received ${side}`;
  }
  return '';
}
