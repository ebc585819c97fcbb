import { hashOfLevels } from '../../main/core/book/book-checksum.ts';
import { instrumentId, type Instrument } from '../../main/core/instrument/instrument.ts';
import type {
  Delta,
  Heartbeat,
  SnapshotPart,
  Subscribed,
  TradeHistory,
  Trades,
  Welcome,
} from '../../main/core/market-data/market-event.ts';
import type { Trade } from '../../main/core/market-data/trade.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import { sizeLots } from '../../main/core/units/size.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';

export const EPOCH = 7;
export const BOOK_SUBSCRIPTION = 1;
export const TRADES_SUBSCRIPTION = 2;
/** Whole in every interval of candles up to a minute. */
export const NOON = timestampMicros(1_800_000_000_000_000);

/** A futures-like instrument with prices from 1 to 1,000,000 ticks. */
export function anInstrument(changes: Partial<Instrument> = {}): Instrument {
  return {
    id: instrumentId('ESZ6'),
    name: 'Index future, December',
    kind: 'future',
    currency: 'USD',
    tickUnits: 25,
    priceDigits: 2,
    lotUnits: 1,
    sizeDigits: 0,
    minTicks: priceTicks(1),
    maxTicks: priceTicks(1_000_000),
    state: 'trading',
    ...changes,
  };
}

/** A snapshot in one part, with the hash of its levels. */
export function aSnapshot(changes: Partial<SnapshotPart> = {}): SnapshotPart {
  const levels = changes.levels ?? [];
  return {
    type: 'snapshot',
    epoch: EPOCH,
    subscription: BOOK_SUBSCRIPTION,
    id: 0,
    sequence: 100,
    part: 1,
    parts: 1,
    levels,
    hash: hashOfLevels(levels),
    venueTime: NOON,
    sentTime: NOON,
    ...changes,
  };
}

/** The same snapshot cut into parts of at most `size` levels. */
export function inParts(whole: SnapshotPart, size: number): SnapshotPart[] {
  const levels = Array.from(whole.levels);
  const parts = Math.max(1, Math.ceil(levels.length / 2 / size));
  return Array.from({ length: parts }, (_, i) => ({
    ...whole,
    part: i + 1,
    parts,
    levels: levels.slice(i * size * 2, (i + 1) * size * 2),
  }));
}

/** @param changes must hold `levels` and `hash` unless the delta is meant to be empty */
export function aDelta(changes: Partial<Delta> = {}): Delta {
  return {
    type: 'delta',
    epoch: EPOCH,
    subscription: BOOK_SUBSCRIPTION,
    previousSequence: 100,
    sequence: 101,
    levels: [],
    hash: [0, 0],
    venueTime: NOON,
    sentTime: NOON,
    ...changes,
  };
}

/** Trade number `sequence`, one a second, each a tick higher than the one before. */
export function aTrade(sequence: number, changes: Partial<Trade> = {}): Trade {
  return {
    sequence,
    tradeId: 1_000 + sequence,
    price: priceTicks(500 + sequence),
    size: sizeLots(1),
    aggressorSide: 'buy',
    venueTime: timestampMicros(NOON + sequence * 1_000_000),
    ...changes,
  };
}

export function tradeRange(from: number, to: number): Trade[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => aTrade(from + i));
}

/** Live trades `from` to `to`. */
export function someTrades(
  from: number,
  to: number,
  trades: readonly Trade[] = tradeRange(from, to),
): Trades {
  return {
    type: 'trades',
    epoch: EPOCH,
    subscription: TRADES_SUBSCRIPTION,
    previousSequence: from - 1,
    sequence: to,
    trades,
    sentTime: NOON,
  };
}

/** One part of an answer from history. */
export function someHistory(from: number, to: number, changes: Partial<TradeHistory> = {}): TradeHistory {
  return {
    type: 'trade-history',
    id: 1,
    epoch: EPOCH,
    instrument: instrumentId('ESZ6'),
    from,
    to,
    trades: tradeRange(from, to),
    firstAvailable: 1,
    isLast: true,
    ...changes,
  };
}

/** A venue's first word, announcing these instruments; heartbeats every 500 ms. */
export function aWelcome(instruments: readonly Instrument[], changes: Partial<Welcome> = {}): Welcome {
  return {
    type: 'welcome',
    protocol: 1,
    venue: 'Test venue',
    epoch: EPOCH,
    sentTime: NOON,
    heartbeatIntervalMs: 500,
    instruments,
    ...changes,
  };
}

/** The acknowledgement of a subscribe; `book` unless told otherwise. */
export function anAcknowledgement(changes: Partial<Subscribed> = {}): Subscribed {
  const channel = changes.channel ?? 'book';
  return {
    type: 'subscribed',
    id: 1,
    epoch: EPOCH,
    subscription: channel === 'book' ? BOOK_SUBSCRIPTION : TRADES_SUBSCRIPTION,
    instrument: instrumentId('ESZ6'),
    channel,
    depth: 0,
    sequence: 0,
    ...changes,
  };
}

/** @param sequences flat pairs of subscription and last sequence sent */
export function aHeartbeat(sequences: readonly number[], changes: Partial<Heartbeat> = {}): Heartbeat {
  return { type: 'heartbeat', epoch: EPOCH, sequences, venueTime: NOON, sentTime: NOON, ...changes };
}
