import { FLAT_CANDLES, server, type FaultExample } from './fault-example.ts';

const withCandle = (place: number, value: number) => ({ candles: FLAT_CANDLES.with(place, value) });

const TICKER_FAULTS: readonly FaultExample[] = [
  server('ticker', { bid: 10002 })(
    'WIRE_BAD_TICKER',
    'a locked touch',
    'expected a bid below 10002, received 10002',
  ),
  server('ticker', { bid: 10003 })(
    'WIRE_BAD_TICKER',
    'a crossed touch',
    'expected a bid below 10002, received 10003',
  ),
  server('ticker', { bid: null })(
    'WIRE_BAD_TICKER',
    'a size of no bid',
    'size 0 where there is no bid, received 12',
  ),
  server('ticker', { askSize: 0 })(
    'WIRE_BAD_TICKER',
    'an ask of nothing',
    'size above 0 of the ask, received 0',
  ),
  server('ticker', { lastSize: 0 })('WIRE_BAD_TICKER', 'a last trade of nothing', 'size above 0 of the last'),
  server('ticker', { last: 10011 })(
    'WIRE_BAD_TICKER',
    'a last above the high',
    'last price from 9987 to 10010',
  ),
  server('ticker', { last: null, lastSize: 0 })('WIRE_BAD_TICKER', 'a day without last', 'received null'),
  server('ticker', { open: 9986 })(
    'WIRE_BAD_TICKER',
    'an open below the low',
    'from 9987 to 10010, received 9986',
  ),
  server('ticker', { high: null })(
    'WIRE_BAD_TICKER',
    'a day without high',
    'open, high and low of a day with trades',
  ),
  server('ticker-empty', { trades: 1 })('WIRE_BAD_TICKER', 'a trade without price', 'and only of such a day'),
  server('ticker', { volume: 0 })('WIRE_BAD_TICKER', 'trades of nothing', 'received 0 and 902'),
  server('ticker', { bid: 2 ** 30 })(
    'WIRE_BAD_FIELD',
    'a bid out of range',
    'ticker/bid that must be <= 1073741823',
  ),
  server('ticker', { lastSide: 1 })(
    'WIRE_BAD_FIELD',
    'a side as a number',
    'ticker/lastSide that must be string',
  ),
  server('ticker', { previousSequence: 77 })('WIRE_BAD_SEQUENCE', 'a ticker again', 'above 77, received 77'),
];

const CANDLE_FAULTS: readonly FaultExample[] = [
  server('candles', { candles: FLAT_CANDLES.slice(1) })(
    'WIRE_BAD_CANDLES',
    'a candle cut short',
    'expected 8 integers for each candle, received 15',
  ),
  server('candles', withCandle(0, 60_000_001))(
    'WIRE_BAD_CANDLES',
    'an odd start',
    'multiple of 60000 ms at 0',
  ),
  server('candles', withCandle(8, 60_000_000))('WIRE_BAD_CANDLES', 'a time twice', 'after 60000000 at 8'),
  server('candles', withCandle(8, 0))(
    'WIRE_BAD_CANDLES',
    'an older candle later',
    'after 60000000 at 8, received 0',
  ),
  server('candles', withCandle(2, 2 ** 30))(
    'WIRE_BAD_CANDLES',
    'a price out of range',
    'price up to 1073741823 at 2',
  ),
  server('candles', withCandle(2, 10001))(
    'WIRE_BAD_CANDLES',
    'a high below the close',
    'high from 10002 at 2',
  ),
  server('candles', withCandle(3, 10001))('WIRE_BAD_CANDLES', 'a low above the open', 'low up to 10000 at 3'),
  server('candles', withCandle(13, 0))('WIRE_BAD_CANDLES', 'no volume', 'volume above 0 at 13'),
  server('candles', withCandle(6, 51))(
    'WIRE_BAD_CANDLES',
    'more bought than traded',
    'at most 50 lots bought at 6',
  ),
  server('candles', withCandle(15, 0))('WIRE_BAD_CANDLES', 'no trade', '1 trade or more at 15'),
  server('candle-history', withCandle(7, 0))(
    'WIRE_BAD_CANDLES',
    'no trade in history',
    'candle-history: expected 1',
  ),
  server('candles', { sequence: 900 })('WIRE_BAD_SEQUENCE', 'candles again', 'above 900, received 900'),
  server('candles', { isSnapshot: true })(
    'WIRE_BAD_SEQUENCE',
    'a snapshot that follows something',
    'in a snapshot from sequence 0, received 900',
  ),
  server('candles', { candles: new Array(4_001).fill(1) })(
    'WIRE_BAD_FIELD',
    'too many candles',
    'must NOT have more than 4000 items',
  ),
];

/** What can be wrong with tickers and candles. */
export const PRICE_FAULTS: readonly FaultExample[] = [...TICKER_FAULTS, ...CANDLE_FAULTS];
