import type { MarketEvent, VenueCandle } from '../core/market-data/market-event.ts';
import type { VenueRequest } from '../core/market-data/venue-request.ts';
import { isBinaryCodec, isFlatCodec, type CodecName } from './codec.ts';
import { flatFormOf } from './flat-form.ts';
import { flatTrades } from './flat-trades.ts';
import { packMessage } from './message-pack.ts';

/**
 * One frame for one message: bytes that own their buffer (msgpack, a binary frame) or text (json, a text frame).
 * The event is taken at its word: ranges are the sender's business, and the receiver checks them all.
 */
export function encodeServerMessage(codec: CodecName, event: MarketEvent): Uint8Array | string {
  return encoded(codec, (isFlatCodec(codec) ? flatFormOf(event) : null) ?? wireFormOf(event));
}

/** One frame for one request; see {@link encodeServerMessage}. */
export function encodeClientMessage(codec: CodecName, request: VenueRequest): Uint8Array | string {
  return encoded(codec, request);
}

function encoded(codec: CodecName, message: object): Uint8Array | string {
  return isBinaryCodec(codec) ? packMessage(message) : JSON.stringify(message);
}

/** Typed arrays become plain ones, trades flat, and text well formed: half a surrogate pair has no UTF-8. */
function wireFormOf(event: MarketEvent): object {
  switch (event.type) {
    case 'snapshot':
    case 'delta':
      return Array.isArray(event.levels) ? event : { ...event, levels: Array.from(event.levels) };
    case 'trades':
    case 'trade-history':
      return { ...event, trades: flatTrades(event.trades) };
    case 'candles':
    case 'candle-history':
      return { ...event, candles: flatCandles(event.candles) };
    case 'status':
    case 'going-away':
      return { ...event, reason: event.reason.toWellFormed() };
    case 'authenticated':
      return { ...event, subject: event.subject.toWellFormed() };
    case 'error':
      return { ...event, message: event.message.toWellFormed() };
    default:
      return event;
  }
}

/** `[startTime, open, high, low, close, volume, buyVolume, trades, ...]`. */
function flatCandles(candles: readonly VenueCandle[]): number[] {
  const flat: number[] = [];
  for (const { startTime, open, high, low, close, volume, buyVolume, trades } of candles)
    flat.push(startTime, open, high, low, close, volume, buyVolume, trades);
  return flat;
}
