import type { MarketEvent } from '../core/market-data/market-event.ts';

/** What a venue sends only to those who ask for it, and this client asks for books and trades. */
export const UNASKED: ReadonlySet<MarketEvent['type']> = new Set([
  'subscribed-list',
  'ticker',
  'candles',
  'candle-history',
  'authenticated',
]);
