import fc from 'fast-check';
import { instrumentId, type Instrument } from '../../main/core/instrument/instrument.ts';
import { CONFLATION_STEPS_MS, VENUE_CANDLE_INTERVALS_MS } from '../../main/core/market-data/channel.ts';
import type { BookHash } from '../../main/core/market-data/market-event.ts';
import type { AggressorSide, Trade } from '../../main/core/market-data/trade.ts';
import { MAX_PRICE_TICKS, priceTicks } from '../../main/core/units/price.ts';
import { sizeLots } from '../../main/core/units/size.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';

const MAX = Number.MAX_SAFE_INTEGER;

/** Integers of every MessagePack width, and the ends of the range more often than chance would have it. */
export function integers(minimum: number, maximum: number): fc.Arbitrary<number> {
  return fc.oneof(
    fc.integer({ min: minimum, max: Math.min(maximum, minimum + 200) }),
    fc.integer({ min: minimum, max: maximum }),
    fc.constantFrom(minimum, maximum),
  );
}

export const id = integers(1, 0x7fff_ffff);
export const idOrNone = integers(0, 0x7fff_ffff);
export const subscription = integers(1, 0x7fff_ffff);
export const epoch = integers(1, MAX);
export const sequence = integers(0, MAX);
export const time = integers(0, MAX).map(timestampMicros);
export const price = integers(0, MAX_PRICE_TICKS).map(priceTicks);
export const instrument = fc.stringMatching(/^[A-Z0-9.\-_/]{1,32}$/).map(instrumentId);
/** A name, or a pattern. */
export const instrumentPattern = fc.stringMatching(/^[A-Z0-9.\-_/*]{1,64}$/);
export const conflationMs = fc.constantFrom(...CONFLATION_STEPS_MS);
export const intervalMs = fc.constantFrom(...VENUE_CANDLE_INTERVALS_MS);
export const state = fc.constantFrom('trading' as const, 'halted' as const, 'closed' as const);
export const text = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'binary', minLength, maxLength });

/** `previousSequence` below `sequence`. */
export const advance = fc.tuple(integers(0, MAX - 1), integers(1, 1_000)).map(([previousSequence, step]) => ({
  previousSequence,
  sequence: Math.min(MAX, previousSequence + step),
}));

const lane = integers(0, 0xffff_ffff);
export const hash: fc.Arbitrary<BookHash> = fc.tuple(lane, lane);

const key = integers(0, MAX_PRICE_TICKS * 2 + 1);

export const deltaLevels: fc.Arbitrary<number[]> = fc
  .uniqueArray(fc.tuple(key, integers(0, MAX)), { selector: ([first]) => first, maxLength: 40 })
  .map((levels) => levels.flat());

export const snapshotLevels: fc.Arbitrary<number[]> = fc
  .uniqueArray(fc.tuple(key, integers(1, MAX)), { selector: ([first]) => first, maxLength: 40 })
  .map((levels) =>
    levels.sort(([a], [b]) => (a % 2 !== b % 2 ? (a % 2) - (b % 2) : a % 2 === 0 ? b - a : a - b)).flat(),
  );

export const heartbeatSequences: fc.Arbitrary<number[]> = fc
  .uniqueArray(fc.tuple(subscription, sequence), { selector: ([first]) => first, maxLength: 40 })
  .map((pairs) => pairs.flat());

export const trades = (firstSequence: number, count: number): fc.Arbitrary<Trade[]> =>
  fc
    .array(
      fc.record({
        tradeId: sequence,
        price,
        size: integers(1, MAX).map(sizeLots),
        aggressorSide: fc.constantFrom<AggressorSide>('unknown', 'buy', 'sell'),
        venueTime: time,
      }),
      { minLength: count, maxLength: count },
    )
    .map((list) => list.map((trade, i) => ({ sequence: firstSequence + i, ...trade })));

export const wholeInstrument: fc.Arbitrary<Instrument> = fc
  .record({
    id: instrument,
    name: text(1, 64),
    kind: fc.constantFrom('crypto' as const, 'equity' as const, 'future' as const),
    currency: text(1, 8),
    tickUnits: integers(1, 1_000_000),
    priceDigits: integers(0, 12),
    lotUnits: integers(1, 1_000_000),
    sizeDigits: integers(0, 12),
    minTicks: price,
    maxTicks: price,
    state,
  })
  .filter(({ minTicks, maxTicks }) => minTicks <= maxTicks);
