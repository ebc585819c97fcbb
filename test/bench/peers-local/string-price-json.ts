import type { Delta } from '../../../main/core/market-data/market-event.ts';
import { BID, sideOfKey, ticksOfKey } from '../../../main/core/market-data/flat-levels.ts';

type Pair = readonly [price: string, size: string];
type StringPriceMessage = { readonly bids: readonly Pair[]; readonly asks: readonly Pair[] };

export const PRICE_DIGITS = 2;
export const SIZE_DIGITS = 3;

/** A delta in the form most exchanges send: prices and sizes as decimal text in nested pairs. */
export function stringPriceFrame(delta: Delta): Uint8Array {
  const { type, sequence, previousSequence, subscription, venueTime, sentTime } = delta;
  const bids: Pair[] = [];
  const asks: Pair[] = [];
  for (let i = 0; i < delta.levels.length; i += 2) {
    const key = delta.levels[i] ?? 0;
    const price = (ticksOfKey(key) / 10 ** PRICE_DIGITS).toFixed(PRICE_DIGITS);
    const size = ((delta.levels[i + 1] ?? 0) / 10 ** SIZE_DIGITS).toFixed(SIZE_DIGITS);
    (sideOfKey(key) === BID ? bids : asks).push([price, size]);
  }
  const message = { type, sequence, previousSequence, subscription, venueTime, sentTime, bids, asks };
  return Buffer.from(JSON.stringify(message));
}

/** The ordinary way to read it: `JSON.parse`, then a number out of every text; nothing is validated. */
export function readStringPriceFrame(frame: Uint8Array, take: (price: number, size: number) => void): void {
  const text = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString('utf8');
  const message = JSON.parse(text) as StringPriceMessage;
  for (const [price, size] of message.bids) take(Number(price), Number(size));
  for (const [price, size] of message.asks) take(Number(price), Number(size));
}
