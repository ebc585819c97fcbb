import { ASK, BID, levelKey, sideOfKey, ticksOfKey } from '../../main/core/market-data/flat-levels.ts';
import type { LevelKey } from '../../main/core/market-data/flat-levels.ts';
import type { BookHash, Delta, MarketEvent } from '../../main/core/market-data/market-event.ts';
import { MAX_PRICE_TICKS, priceTicks } from '../../main/core/units/price.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import { isBinaryCodec, type CodecName } from '../../main/wire/codec.ts';
import { encodeServerMessage } from '../../main/wire/encode-message.ts';
import { hashOfLevels } from '../server/book-hash.ts';
import type { EncodedFrame } from '../server/shared-message.ts';

/** A book message with another hash than its book's; null for a message that has none. */
export function withWrongHash(event: MarketEvent): MarketEvent | null {
  if (event.type !== 'delta' && event.type !== 'snapshot') return null;
  const [a, b] = event.hash;
  return { ...event, hash: [(a ^ 1) >>> 0, b] };
}

/**
 * A delta that also rests one lot beyond the other side's price, with the hash that the receiver's book then really has:
 * only the check for a crossed book finds it. Null when the delta shows no price to cross.
 */
export function withCrossedBook(event: MarketEvent): MarketEvent | null {
  if (event.type !== 'delta') return null;
  const key = crossingKey(event);
  if (key === null) return null;
  const levels: number[] = [];
  for (let i = 0; i + 1 < event.levels.length; i += 2)
    if (event.levels[i] !== key) levels.push(event.levels[i] ?? 0, event.levels[i + 1] ?? 0);
  levels.push(key, 1);
  return { ...event, levels, hash: sumOf(event.hash, hashOfLevels([key, 1])) };
}

/** No level of the receiver's can stand there: it would cross the one that the delta shows. */
function crossingKey({ levels }: Delta): LevelKey | null {
  for (let i = 0; i + 1 < levels.length; i += 2) {
    const key = levels[i] ?? 0;
    const ticks = ticksOfKey(key);
    const isAsk = sideOfKey(key) === ASK;
    if ((levels[i + 1] ?? 0) === 0 || ticks === (isAsk ? MAX_PRICE_TICKS : 0)) continue;
    return isAsk ? levelKey(priceTicks(ticks + 1), BID) : levelKey(priceTicks(ticks - 1), ASK);
  }
  return null;
}

function sumOf([a, b]: BookHash, [c, d]: BookHash): BookHash {
  return [(a + c) >>> 0, (b + d) >>> 0];
}

/**
 * The message with its stamps moved. What it records (the times of trades and candles) stays, as do the end of a token and
 * the like. Null for a message without stamps.
 *
 * @param byMs fractions count to the microsecond; a stamp never goes below 0
 */
export function withShiftedStamps(event: MarketEvent, byMs: number): MarketEvent | null {
  if (!('sentTime' in event)) return null;
  const shifted = (micros: number): ReturnType<typeof timestampMicros> =>
    timestampMicros(Math.max(0, micros + Math.round(byMs * 1_000)));
  const sent = { ...event, sentTime: shifted(event.sentTime) };
  return 'venueTime' in sent ? { ...sent, venueTime: shifted(sent.venueTime) } : sent;
}

/** The first half as a whole frame of its own: decodable under no codec. */
export function cutShort(frame: EncodedFrame): EncodedFrame {
  return frame.slice(0, Math.max(1, frame.length >>> 1));
}

/**
 * The message, right in all it says, in a frame of at least so many bytes: an unknown field makes up the length. A map under
 * every codec, for flat form has no room for such a field; nobody reads so far.
 */
export function oversized(event: MarketEvent, codec: CodecName, bytes: number): EncodedFrame {
  const padded = { ...event, padding: ' '.repeat(bytes) };
  return encodeServerMessage(isBinaryCodec(codec) ? 'msgpack' : 'json', padded);
}
