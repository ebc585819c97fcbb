import { decodeFrame } from '../../main/wire/decode-message.ts';
import { validateServerMessage } from '../../main/wire/validate-message.ts';
import { validateClientMessage } from '../../main/wire/validate-request.ts';
import { CHANNEL_FAULTS } from './channel-fault-examples.ts';
import { client, FLAT_TRADES, golden, server, type FaultExample } from './fault-example.ts';
import { PRICE_FAULTS } from './price-fault-examples.ts';

const withTrade = (place: number, value: number) => FLAT_TRADES.with(place, value);
const INSTRUMENT = (golden('server-instrument') as { instrument: object }).instrument;
const EMPTY_FLAT_DELTA = [1, 7, 12, 500, 501, 0, 0, 5, 6];
const bytes = (text: string) => new TextEncoder().encode(text);

const FRAME_FAULTS: readonly FaultExample[] = [
  {
    what: 'a frame above 1 MiB',
    code: 'WIRE_FRAME_TOO_LARGE',
    says: 'expected at most 1048576 bytes, received 1048577',
    raise: () => decodeFrame('json', new Uint8Array(1_048_577), false),
  },
  {
    what: 'a text frame under msgpack',
    code: 'WIRE_WRONG_FRAME_KIND',
    says: 'expected binary frames under msgpack, received a text one',
    raise: () => decodeFrame('msgpack', Uint8Array.of(0x80), false),
  },
  {
    what: 'a binary frame under json',
    code: 'WIRE_WRONG_FRAME_KIND',
    says: 'expected text frames under json, received a binary one',
    raise: () => decodeFrame('json', bytes('{}'), true),
  },
  {
    what: 'text that is not JSON',
    code: 'WIRE_NOT_DECODABLE',
    says: 'not JSON',
    raise: () => decodeFrame('json', bytes('{"type":'), false),
  },
  {
    what: 'a value that is no map',
    code: 'WIRE_NOT_A_MAP',
    says: 'expected a map, received an array of 2',
    raise: () => validateServerMessage(['type', 'delta']),
  },
  {
    what: 'a delta as an array under a codec of maps',
    code: 'WIRE_NOT_A_MAP',
    says: 'expected a map, received an array of 9',
    raise: () => validateServerMessage(EMPTY_FLAT_DELTA, 'msgpack'),
  },
  {
    what: 'a delta as a map under a flat codec',
    code: 'WIRE_WRONG_FORM',
    says: 'expected delta as an array under a flat codec, received a map',
    raise: () => validateServerMessage(golden('server-delta'), 'flat-msgpack'),
  },
  {
    what: 'an array without a code under a flat codec',
    code: 'WIRE_TYPE_MISSING',
    says: 'expected the code of a message first, received nothing',
    raise: () => validateServerMessage([], 'flat-json'),
  },
  {
    what: 'an array with half a code',
    code: 'WIRE_TYPE_MISSING',
    says: 'expected the code of a message first, received 1.5',
    raise: () => validateServerMessage([1.5], 'flat-json'),
  },
  {
    what: 'a delta in flat form that ends early',
    code: 'WIRE_BAD_FIELD',
    says: 'expected field "sentTime" in delta, received nothing',
    raise: () => validateServerMessage(EMPTY_FLAT_DELTA.slice(0, -1), 'flat-json'),
  },
  {
    what: 'half a hash in flat form',
    code: 'WIRE_BAD_FIELD',
    says: 'expected delta/hash/1 that must be integer, received NaN',
    raise: () => validateServerMessage(EMPTY_FLAT_DELTA.with(6, NaN), 'flat-json'),
  },
  {
    what: 'half a level in flat form',
    code: 'WIRE_BAD_LEVELS',
    says: 'expected pairs, received 1 integers',
    raise: () => validateServerMessage([...EMPTY_FLAT_DELTA, 8], 'flat-json'),
  },
  {
    what: 'a map without type',
    code: 'WIRE_TYPE_MISSING',
    says: 'expected a text field "type", received nothing',
    raise: () => validateServerMessage({ id: 3 }),
  },
  {
    what: 'a type that is a number',
    code: 'WIRE_TYPE_MISSING',
    says: 'expected a text field "type", received 7',
    raise: () => validateClientMessage({ type: 7 }),
  },
];

const FIELD_FAULTS: readonly FaultExample[] = [
  client('ping', { type: 'order' })('WIRE_UNKNOWN_TYPE', 'an unknown request', 'received "order"'),
  client('ping', { id: 0 })(
    'WIRE_BAD_FIELD',
    'a request without a number',
    'ping/id that must be >= 1, received 0',
  ),
  client('subscribe', { instrument: 'btc' })('WIRE_BAD_FIELD', 'a bad instrument', 'received "btc"'),
  client('subscribe', { depth: 1_001 })(
    'WIRE_BAD_FIELD',
    'too deep a book',
    'must be <= 1000, received 1001',
  ),
  client('subscribe', { channel: 'l3' })(
    'WIRE_BAD_FIELD',
    'a bad channel',
    'is one of book, trades, ticker, candles, status, instruments, received "l3"',
  ),
  client('subscribe-trades', { depth: 5 })('WIRE_BAD_FIELD', 'depth for trades', 'expected depth 0 or none'),
  client('trade-history', { from: 0 })(
    'WIRE_BAD_FIELD',
    'history from 0',
    'trade-history/from that must be >= 1',
  ),
  server('welcome', { protocol: 2 })(
    'WIRE_UNSUPPORTED_PROTOCOL',
    'another version',
    'expected protocol 1, received 2',
  ),
  server('welcome', { heartbeatIntervalMs: 49 })(
    'WIRE_BAD_FIELD',
    'too quick a heart',
    'must be >= 50, received 49',
  ),
  server('welcome', { instruments: new Array(1_001).fill(INSTRUMENT) })(
    'WIRE_BAD_FIELD',
    'too many instruments',
    'must NOT have more than 1000 items, received an array of 1001',
  ),
  server('subscribed', { channel: 'trades', depth: 5 })(
    'WIRE_BAD_FIELD',
    'depth of trades',
    'expected depth 0',
  ),
  server('status', { state: 'open' })('WIRE_BAD_FIELD', 'a bad state', 'is one of trading, halted, closed'),
  server('status', { reason: 'x'.repeat(257) })(
    'WIRE_BAD_FIELD',
    'too long a reason',
    'status/reason that must match',
  ),
  server('delta', { hash: undefined })('WIRE_BAD_FIELD', 'a missing hash', 'expected field "hash" in delta'),
  server('delta', { hash: [1, 2 ** 32] })(
    'WIRE_BAD_FIELD',
    'too wide a hash',
    'delta/hash/1 that must be <= 4294967295',
  ),
  server('delta', { venueTime: 2 ** 53 })(
    'WIRE_BAD_FIELD',
    'a time beyond 2^53',
    'received 9007199254740992',
  ),
  server('delta', { levels: [20000, 1.5] })(
    'WIRE_BAD_FIELD',
    'a size with a fraction',
    'must be integer, received 1.5',
  ),
  server('delta', { levels: [20000, -1] })(
    'WIRE_BAD_FIELD',
    'a size below 0',
    'delta/levels/1 that must be >= 0',
  ),
];

const STRUCTURE_FAULTS: readonly FaultExample[] = [
  server('delta', { levels: [20000] })(
    'WIRE_BAD_LEVELS',
    'half a level',
    'expected pairs, received 1 integers',
  ),
  server('delta', { levels: [2 ** 31, 1] })(
    'WIRE_BAD_LEVELS',
    'a tick out of range',
    'level key up to 2147483647 at 0',
  ),
  server('delta', { levels: [8, 1, 9, 1, 8, 2] })(
    'WIRE_BAD_LEVELS',
    'a price twice',
    'received 8 again at 4',
  ),
  server('delta', { levels: Array.from({ length: 100 }, (_, i) => (i === 98 ? 4 : i)) })(
    'WIRE_BAD_LEVELS',
    'a price twice in a long delta',
    'received 4 again at 98',
  ),
  server('snapshot', { levels: [20000, 1, 20001] })('WIRE_BAD_LEVELS', 'half a level', 'received 3 integers'),
  server('snapshot', { levels: [2 ** 31, 1] })('WIRE_BAD_LEVELS', 'a tick out of range', 'up to 2147483647'),
  server('snapshot', { levels: [20000, 0] })('WIRE_BAD_LEVELS', 'no size in a snapshot', 'size above 0 at 1'),
  server('snapshot', { levels: [20000, 1, 20000, 2] })(
    'WIRE_BAD_LEVELS',
    'a bid twice',
    '20000 after 20000 at 2',
  ),
  server('snapshot', { levels: [20000, 1, 20002, 2] })(
    'WIRE_BAD_LEVELS',
    'a better bid later',
    '20002 after 20000',
  ),
  server('snapshot', { levels: [20005, 1, 20003, 2] })(
    'WIRE_BAD_LEVELS',
    'a better ask later',
    '20003 after 20005',
  ),
  server('snapshot', { levels: [20005, 1, 20000, 2] })(
    'WIRE_BAD_LEVELS',
    'a bid after an ask',
    '20000 after 20005',
  ),
  server('snapshot', { part: 2 })('WIRE_BAD_PART', 'part 2 of 1', 'expected a part up to 1, received 2'),
  server('delta', { sequence: 48211 })(
    'WIRE_BAD_SEQUENCE',
    'a delta to where it began',
    'above 48211, received 48211',
  ),
  server('trades', { sequence: 900 })(
    'WIRE_BAD_SEQUENCE',
    'trades to where they began',
    'above 900, received 900',
  ),
  server('gap', { to: 902 })(
    'WIRE_BAD_SEQUENCE',
    'a gap that ends before it begins',
    'to 903 or above, received 902',
  ),
  server('trade-history', { to: 899 })(
    'WIRE_BAD_SEQUENCE',
    'backward history',
    'to 900 or above, received 899',
  ),
  server('trades', { sequence: 903 })('WIRE_BAD_TRADES', 'a trade too few', 'each of 3 trades, received 10'),
  server('trades', { trades: withTrade(1, 2 ** 30) })(
    'WIRE_BAD_TRADES',
    'a price out of range',
    'price up to 1073741823',
  ),
  server('trades', { trades: withTrade(7, 0) })('WIRE_BAD_TRADES', 'a trade of nothing', 'size above 0 at 7'),
  server('trades', { trades: withTrade(3, 3) })(
    'WIRE_BAD_TRADES',
    'a third side',
    'side 0, 1 or 2 at 3, received 3',
  ),
  server('trade-history', { to: 901 })(
    'WIRE_BAD_TRADES',
    'a trade too many',
    'each of 1 trades, received 10',
  ),
  server('heartbeat', { sequences: [7, 1, 8] })('WIRE_BAD_HEARTBEAT', 'half a pair', 'received 3 integers'),
  server('heartbeat', { sequences: [0, 1] })(
    'WIRE_BAD_HEARTBEAT',
    'subscription 0',
    'subscription of 1 or more at 0',
  ),
  server('heartbeat', { sequences: [2 ** 31, 1] })(
    'WIRE_BAD_HEARTBEAT',
    'a bad subscription',
    'up to 2147483647',
  ),
  server('heartbeat', { sequences: [7, 1, 7, 2] })(
    'WIRE_BAD_HEARTBEAT',
    'a subscription twice',
    '7 again at 2',
  ),
  server('welcome', { instruments: [INSTRUMENT, INSTRUMENT] })(
    'WIRE_BAD_INSTRUMENT',
    'an instrument twice',
    'received ESZ6 again',
  ),
  server('instrument', { instrument: { ...INSTRUMENT, maxTicks: 99 } })(
    'WIRE_BAD_INSTRUMENT',
    'no price in range',
    'expected maxTicks of ESZ6 from 100, received 99',
  ),
];

export const FAULT_EXAMPLES = [
  ...FRAME_FAULTS,
  ...FIELD_FAULTS,
  ...STRUCTURE_FAULTS,
  ...CHANNEL_FAULTS,
  ...PRICE_FAULTS,
];
