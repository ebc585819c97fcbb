import { describe, expect, it } from 'vitest';
import { instrumentSpecs, TWELVE_INSTRUMENTS } from '../../../feed-simulator/market-model/instruments.ts';
import { historySizeScale } from '../../../feed-simulator/market-model/market-load.ts';
import type { MarketChange } from '../../../feed-simulator/market-model/market-change.ts';
import { SimulatedMarket } from '../../../feed-simulator/market-model/simulated-market.ts';
import { timestampMicros, type TimestampMicros } from '../../../main/core/units/timestamp.ts';
import { ChangeHash } from './change-hash.ts';
import { TrackedBook } from './tracked-book.ts';

const START = timestampMicros(1_790_000_000_000_000);
const SECOND = 1_000_000;
const later = (market: SimulatedMarket, micros: number): TimestampMicros =>
  timestampMicros(market.now + micros);
const open = (seed = 1, updatesPerSecond = 2_010, instruments = TWELVE_INSTRUMENTS): SimulatedMarket =>
  new SimulatedMarket({ seed, updatesPerSecond, startTime: START, instruments });
const changesOf = (market: SimulatedMarket, micros: number): MarketChange[] => {
  const changes: MarketChange[] = [];
  market.advanceTo(later(market, micros), (change) => void changes.push(change));
  return changes;
};
/** Hash of the first changes of a seed: what no machine and no change of the code may alter unnoticed. */
function goldenHash(market: SimulatedMarket, changes: number): string {
  const hash = new ChangeHash();
  while (hash.count < changes)
    market.advanceTo(later(market, SECOND / 10), (change) => {
      if (hash.count < changes) hash.add(change);
    });
  return hash.text;
}

describe('SimulatedMarket', () => {
  it('makes the same first 100,000 changes on every machine', () => {
    expect(goldenHash(open(1), 100_000)).toBe('ae397ca4');
  });

  it('makes other changes from another seed', () => {
    expect(goldenHash(open(2), 100_000)).toBe('339f5a2b');
  });

  it('makes the same first 100,000 changes of 200 instruments at the most load', () => {
    expect(goldenHash(open(1, 200_000, instrumentSpecs(200)), 100_000)).toBe('76ec172e');
  });

  it('does the same in one step as in many', () => {
    const whole = changesOf(open(4), 3 * SECOND);
    const market = open(4);
    const pieces: MarketChange[] = [];
    for (let step = 1; step <= 3_000; step++)
      market.advanceTo(timestampMicros(START + step * 1_000), (change) => void pieces.push(change));
    expect(pieces).toEqual(whole);
    expect(market.now).toBe(START + 3 * SECOND);
  });

  it('does the same at another start time, only then', () => {
    const shifted = new SimulatedMarket({ seed: 4, updatesPerSecond: 2_010, startTime: timestampMicros(77) });
    const times = (changes: MarketChange[], start: number): unknown[] =>
      changes.map((change) => [
        change.instrument,
        change.venueTime - start,
        change.kind === 'book' && change.levels,
      ]);
    expect(times(changesOf(shifted, SECOND), 77)).toEqual(times(changesOf(open(4), SECOND), START));
  });

  it('changes no instrument when another one is added or moved', () => {
    const [btc, eth, sol] = TWELVE_INSTRUMENTS;
    if (btc === undefined || eth === undefined || sol === undefined) throw new Error('expected three specs');
    // The load is that of all together: it has to grow with them.
    const load = (specs: typeof TWELVE_INSTRUMENTS): number =>
      specs.reduce((sum, { activity }) => sum + activity, 0);
    const of = (specs: typeof TWELVE_INSTRUMENTS, index: number): unknown[] =>
      changesOf(open(1, load(specs), specs), 5 * SECOND)
        .filter((change) => change.instrument === index)
        .map((change) => ({ ...change, instrument: 0 }));
    expect(of([sol, btc, eth], 2)).toEqual(of([eth], 0));
  });

  it('emits in order of time, each level once, and every change up to the time asked for', () => {
    const changes = changesOf(open(5), 2 * SECOND);
    let before = START;
    for (const change of changes) {
      expect(change.venueTime).toBeGreaterThanOrEqual(before);
      before = change.venueTime;
      if (change.kind !== 'book') continue;
      const keys = change.levels.filter((_, at) => at % 2 === 0);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.length).toBeGreaterThan(0);
    }
    expect(before).toBeLessThanOrEqual(START + 2 * SECOND);
    expect(before).toBeGreaterThan(START + 1.9 * SECOND);
  });

  it('carries the level updates asked for over some minutes, shared out by activity', () => {
    const updates = new Array<number>(12).fill(0);
    open(6, 200).advanceTo(timestampMicros(START + 3_600 * SECOND), (change) => {
      if (change.kind === 'book')
        updates[change.instrument] = (updates[change.instrument] ?? 0) + change.levels.length / 2 / 3_600;
    });
    const total = updates.reduce((sum, count) => sum + count, 0);
    expect(total).toBeGreaterThan(180);
    expect(total).toBeLessThan(225);
    updates.forEach((count, index) => {
      const share = ((TWELVE_INSTRUMENTS[index]?.activity ?? 0) / 2_010) * 200;
      expect(count / share).toBeGreaterThan(0.6);
      expect(count / share).toBeLessThan(1.6);
    });
  });

  it('scales the load with the rate, also later', () => {
    const market = open(7, 200);
    const slow = changesOf(market, 60 * SECOND).length;
    market.setRate(4_000);
    const quick = changesOf(market, 60 * SECOND).length;
    expect(quick / slow).toBeGreaterThan(14);
    expect(quick / slow).toBeLessThan(28);
  });

  it('tells trades as large as it is asked to and leaves the books alone', () => {
    const scaled = open(2, 400);
    scaled.setRate(400, { sizeScale: 5 });
    const plain = open(2, 400);
    const sizes = (changes: MarketChange[]): number[] =>
      changes.flatMap((change) => (change.kind === 'book' ? change.trades.map((trade) => trade.size) : []));
    const told = sizes(changesOf(scaled, 30 * SECOND));
    expect(told.length).toBeGreaterThan(100);
    expect(told).toEqual(sizes(changesOf(plain, 30 * SECOND)).map((size) => size * 5));
    expect(scaled.levels(0)).toEqual(plain.levels(0));
    for (const sizeScale of [0, 1.5, 1_001])
      expect(() => plain.setRate(400, { sizeScale })).toThrow('expected a sizeScale from 1 to 1000');
  });

  it('gives history made at a low load about the volume of a higher one', () => {
    const volume = (updates: number, sizeScale: number): number => {
      const market = open(3, updates);
      market.setRate(updates, { sizeScale });
      let sum = 0;
      market.advanceTo(later(market, 600 * SECOND), (change) => {
        if (change.kind === 'book' && change.instrument > 3)
          for (const trade of change.trades) sum += trade.size;
      });
      return sum;
    };
    const ratio = volume(100, historySizeScale(1_000, 100)) / volume(1_000, 1);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  it('keeps every book deep, uncrossed and equal to its changes', () => {
    const market = open(8, 200);
    const books = market.instruments.map((_, index) => new TrackedBook(market.levels(index)));
    let faults = 0;
    market.advanceTo(later(market, 1_200 * SECOND), (change) => {
      const book = books[change.instrument];
      if (book === undefined || change.kind !== 'book') return;
      book.apply(change.levels);
      const [bid, ask] = book.touch;
      const isDeep = Math.min(...book.depth) >= 200 && Math.max(...book.depth) <= 1_000;
      if (bid >= ask || !isDeep) faults++;
    });
    expect(faults).toBe(0);
    market.instruments.forEach((terms, index) => {
      const levels = market.levels(index);
      expect(books[index]?.flat()).toEqual(levels);
      const ticks = levels.filter((_, at) => at % 2 === 0).map((key) => key >>> 1);
      expect(Math.min(...ticks)).toBeGreaterThanOrEqual(terms.minTicks);
      expect(Math.max(...ticks)).toBeLessThanOrEqual(terms.maxTicks);
    });
  });

  it('trades at prices that rested: a buy at the ask or above, a sell at the bid or below', () => {
    const market = open(9);
    const books = market.instruments.map((_, index) => new TrackedBook(market.levels(index)));
    let trades = 0;
    let faults = 0;
    market.advanceTo(later(market, 10 * SECOND), (change) => {
      const book = books[change.instrument];
      if (book === undefined || change.kind !== 'book') return;
      for (const trade of change.trades) {
        const [bid, ask] = book.touch;
        const isBuy = trade.aggressorSide === 'buy';
        const hasRested = book.sizes.has(trade.price * 2 + (isBuy ? 1 : 0));
        if (!hasRested || (isBuy ? trade.price < ask : trade.price > bid) || trade.size < 1) faults++;
        if (trade.venueTime !== change.venueTime) faults++;
        trades++;
      }
      book.apply(change.levels);
    });
    expect(trades).toBeGreaterThan(1_000);
    expect(faults).toBe(0);
  });

  it('shows a spread of one tick most of the time and of a few now and then', () => {
    const market = open(10);
    const spreads: number[] = [];
    for (let look = 0; look < 200; look++) {
      market.advanceTo(later(market, SECOND / 10), () => undefined);
      for (const index of market.instruments.keys()) {
        const [bid, ask] = new TrackedBook(market.levels(index)).touch;
        spreads.push(ask - bid);
      }
    }
    spreads.sort((left, right) => left - right);
    expect(spreads[spreads.length >> 1]).toBe(1);
    expect(spreads[Math.floor(spreads.length * 0.97)]).toBeGreaterThan(1);
    expect(spreads[Math.floor(spreads.length * 0.99)]).toBeLessThan(10);
  });

  it('refuses to go back, and an instrument, rate or seed that does not exist', () => {
    const market = open();
    market.advanceTo(later(market, SECOND), () => undefined);
    expect(() => market.advanceTo(START, () => undefined)).toThrow('expected a time from');
    expect(() => market.levels(12)).toThrow('expected an index below 12, received 12');
    expect(() => market.setRate(0)).toThrow('expected updatesPerSecond from 1 to 200000, received 0');
    expect(() => open(-1)).toThrow(RangeError);
  });
});
