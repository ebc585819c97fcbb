import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../main/core/instrument/instrument.ts';
import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import { sizeLots } from '../../main/core/units/size.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import { CODEC_NAMES } from '../../main/wire/codec.ts';
import { MAX_FRAME_BYTES } from '../../main/wire/decode-message.ts';
import { encodeClientMessage, encodeServerMessage } from '../../main/wire/encode-message.ts';
import { anInstrument } from '../support/market-events.ts';
import { readFrame } from './read-frame.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const MAX_TIME = timestampMicros(MAX);
const MAX_ID = 0x7fff_ffff;
/** Six bytes of JSON for one character, the most there is. */
const longest = (length: number): string => '\u0001'.repeat(length);
/** PROTOCOL.md section 1. */
const CLIENT_MESSAGE_BYTES = 4_096;

const idOf = (i: number) => instrumentId(`${i}`.padStart(32, 'X'));
const candles = Array.from({ length: 500 }, (_, i) => ({
  startTime: timestampMicros((Math.floor(MAX / 1_000_000) - 500 + i) * 1_000_000),
  open: priceTicks(0x3fff_ffff),
  high: priceTicks(0x3fff_ffff),
  low: priceTicks(0x3fff_ffff),
  close: priceTicks(0x3fff_ffff),
  volume: sizeLots(MAX),
  buyVolume: sizeLots(MAX),
  trades: MAX,
}));
const onCandles = { epoch: MAX, instrument: idOf(0), intervalMs: 1_000, sequence: MAX, candles } as const;
const terms = { name: longest(64), currency: longest(8), maxTicks: priceTicks(0x3fff_ffff) };

const LARGEST: readonly MarketEvent[] = [
  {
    type: 'welcome',
    protocol: 1,
    venue: longest(64),
    epoch: MAX,
    sentTime: MAX_TIME,
    heartbeatIntervalMs: 1_000,
    instruments: Array.from({ length: 1_000 }, (_, i) => anInstrument({ ...terms, id: idOf(i) })),
  },
  {
    type: 'subscribed-list',
    id: MAX_ID,
    epoch: MAX,
    channel: 'candles',
    depth: 0,
    conflationMs: 5_000,
    intervalMs: 86_400_000,
    subscriptions: Array.from({ length: 1_000 }, (_, i) => ({
      instrument: idOf(i),
      subscription: MAX_ID - i,
      sequence: MAX,
    })),
  },
  {
    type: 'delta',
    epoch: MAX,
    subscription: MAX_ID,
    previousSequence: 0,
    sequence: MAX,
    levels: Array.from({ length: 60_000 }, (_, i) => (i % 2 === 0 ? MAX_ID - i : MAX)),
    hash: [0xffff_ffff, 0xffff_ffff],
    venueTime: MAX_TIME,
    sentTime: MAX_TIME,
  },
  {
    type: 'candles',
    ...onCandles,
    subscription: MAX_ID,
    previousSequence: 0,
    isSnapshot: true,
    venueTime: MAX_TIME,
    sentTime: MAX_TIME,
  },
  { type: 'candle-history', ...onCandles, id: MAX_ID, isLast: false },
  {
    type: 'heartbeat',
    epoch: MAX,
    sequences: Array.from({ length: 1_024 }, (_, i) => (i % 2 === 0 ? MAX_ID - i : MAX)),
    venueTime: MAX_TIME,
    sentTime: MAX_TIME,
  },
  {
    type: 'authenticated',
    id: MAX_ID,
    subject: longest(128),
    scopes: new Array<string>(16).fill(longest(64)),
    instruments: new Array<string>(1_000).fill('X'.repeat(64)),
    expiresAt: MAX_TIME,
  },
];

const sizeOf = (frame: Uint8Array | string): number =>
  typeof frame === 'string' ? Buffer.byteLength(frame) : frame.length;

describe.each(CODEC_NAMES)('a message in %s', (codec) => {
  it.each(LARGEST.map((event) => [event.type, event] as const))(
    'of the type %s fits a frame when it is as large as the protocol lets it be',
    (_, event) => {
      const frame = encodeServerMessage(codec, event);
      expect(readFrame('server', codec, frame).type).toBe(event.type);
      expect(sizeOf(frame)).toBeLessThanOrEqual(MAX_FRAME_BYTES);
    },
  );

  it('that authenticates with the longest token fits what a client may send', () => {
    const token = 'x'.repeat(4_000);
    const frame = encodeClientMessage(codec, { type: 'authenticate', id: MAX_ID, token });
    expect(readFrame('client', codec, frame)).toMatchObject({ type: 'authenticate', token });
    expect(sizeOf(frame)).toBeLessThanOrEqual(CLIENT_MESSAGE_BYTES);
  });

  it('that subscribes to 256 instruments fits what a client may send while their names are short', () => {
    const list = { type: 'subscribe-list', id: MAX_ID, channel: 'trades' } as const;
    const of = (name: string) =>
      sizeOf(encodeClientMessage(codec, { ...list, instruments: new Array<string>(256).fill(name) }));
    expect(of('BTC-USD-PERP')).toBeLessThanOrEqual(CLIENT_MESSAGE_BYTES);
    expect(of('X'.repeat(64))).toBeGreaterThan(CLIENT_MESSAGE_BYTES);
  });
});
