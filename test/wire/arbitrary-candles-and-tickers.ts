import fc from 'fast-check';
import type {
  CandleHistory,
  Candles,
  Ticker,
  VenueCandle,
} from '../../main/core/market-data/market-event.ts';
import type { AggressorSide } from '../../main/core/market-data/trade.ts';
import { MAX_PRICE_TICKS, priceTicks } from '../../main/core/units/price.ts';
import { sizeLots } from '../../main/core/units/size.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import * as field from './arbitrary-fields.ts';

const { integers } = field;
const MAX = Number.MAX_SAFE_INTEGER;
const size = integers(1, MAX).map(sizeLots);
const NO_SIZE = sizeLots(0);

/** First, highest, lowest and last of some prices. */
const prices = fc
  .tuple(field.price, field.price, field.price, field.price)
  .map(([open, close, one, other]) => {
    const [low, , , high] = [open, close, one, other].sort((a, b) => a - b);
    return { open, close, low: low ?? open, high: high ?? open };
  });

const candle = fc
  .record({ prices, volumes: fc.tuple(size, integers(0, MAX)), trades: integers(1, MAX) })
  .map(({ prices: { open, high, low, close }, volumes: [volume, bought], trades }) => ({
    open,
    high,
    low,
    close,
    volume,
    buyVolume: sizeLots(Math.min(volume, bought)),
    trades,
  }));

const candlesOf = (intervalMs: number): fc.Arbitrary<VenueCandle[]> =>
  fc
    .uniqueArray(fc.tuple(integers(0, Math.floor(MAX / (intervalMs * 1_000))), candle), {
      selector: ([place]) => place,
      maxLength: 6,
    })
    .map((list) =>
      list
        .sort(([a], [b]) => a - b)
        .map(([place, rest]) => ({ startTime: timestampMicros(place * intervalMs * 1_000), ...rest })),
    );

export const anyCandles: fc.Arbitrary<Candles> = field.intervalMs.chain((intervalMs) =>
  fc
    .record({
      type: fc.constant('candles' as const),
      epoch: field.epoch,
      subscription: field.subscription,
      instrument: field.instrument,
      intervalMs: fc.constant(intervalMs),
      isSnapshot: fc.boolean(),
      advance: field.advance,
      standing: field.sequence,
      candles: candlesOf(intervalMs),
      venueTime: field.time,
      sentTime: field.time,
    })
    .map(({ advance, standing, ...rest }) => ({
      ...rest,
      ...(rest.isSnapshot ? { previousSequence: 0, sequence: standing } : advance),
    })),
);

export const anyCandleHistory: fc.Arbitrary<CandleHistory> = field.intervalMs.chain((intervalMs) =>
  fc.record({
    type: fc.constant('candle-history' as const),
    id: field.id,
    epoch: field.epoch,
    instrument: field.instrument,
    intervalMs: fc.constant(intervalMs),
    sequence: field.sequence,
    candles: candlesOf(intervalMs),
    isLast: fc.boolean(),
  }),
);

/** Both sides, one or none; of both the bid is the lower. */
const touch = fc
  .record({ bid: integers(0, MAX_PRICE_TICKS - 1), spread: integers(1, 1_000), sizes: fc.tuple(size, size) })
  .chain(({ bid, spread, sizes: [bidSize, askSize] }) => {
    const whole = {
      bid: priceTicks(bid),
      bidSize,
      ask: priceTicks(Math.min(MAX_PRICE_TICKS, bid + spread)),
      askSize,
    };
    const noBid = { bid: null, bidSize: NO_SIZE };
    const noAsk = { ask: null, askSize: NO_SIZE };
    return fc.constantFrom(whole, { ...whole, ...noBid }, { ...whole, ...noAsk }, { ...noBid, ...noAsk });
  });

const NO_DAY = { open: null, high: null, low: null, volume: NO_SIZE, trades: 0 };
const NO_LAST = { last: null, lastSize: NO_SIZE };

/** A day with trades, one without whose last trade is older, and one of a market that never traded. */
const day = fc
  .record({ prices, lastSize: size, volume: size, trades: integers(1, MAX) })
  .chain(({ prices: { open, high, low, close: last }, lastSize, volume, trades }) =>
    fc.constantFrom(
      { open, high, low, volume, trades, last, lastSize },
      { ...NO_DAY, last, lastSize },
      { ...NO_DAY, ...NO_LAST },
    ),
  );

export const anyTicker: fc.Arbitrary<Ticker> = fc
  .record({
    type: fc.constant('ticker' as const),
    epoch: field.epoch,
    subscription: field.subscription,
    instrument: field.instrument,
    advance: field.advance,
    touch,
    day,
    lastSide: fc.constantFrom<AggressorSide>('unknown', 'buy', 'sell'),
    dayStart: field.time,
    venueTime: field.time,
    sentTime: field.time,
  })
  .map(({ advance, touch: sides, day: traded, ...rest }) => ({ ...rest, ...advance, ...sides, ...traded }));
