import { describe, expect, it } from 'vitest';
import type { InstrumentSpec } from '../../../feed-simulator/market-model/instrument-spec.ts';
import { TWELVE_INSTRUMENTS } from '../../../feed-simulator/market-model/instruments.ts';
import type { MarketChange } from '../../../feed-simulator/market-model/market-change.ts';
import { SimulatedMarket } from '../../../feed-simulator/market-model/simulated-market.ts';
import { timestampMicros, type TimestampMicros } from '../../../main/core/units/timestamp.ts';
import { TrackedBook } from './tracked-book.ts';

const START = timestampMicros(1_790_000_000_000_000);
const SECOND = 1_000_000;
const BTC = 0;
const ESZ6 = 8;
const later = (market: SimulatedMarket, micros: number): TimestampMicros =>
  timestampMicros(market.now + micros);
const open = (specs = TWELVE_INSTRUMENTS): SimulatedMarket =>
  new SimulatedMarket({
    seed: 1,
    updatesPerSecond: specs.length === 1 ? 420 : 2_010,
    startTime: START,
    instruments: specs,
  });
const changesOf = (market: SimulatedMarket, micros: number): MarketChange[] => {
  const changes: MarketChange[] = [];
  market.advanceTo(later(market, micros), (change) => void changes.push(change));
  return changes;
};
const nothing = (): void => undefined;

/** The first instrument, halted for two seconds when it moves a hundredth of a percent within a second. */
function nervous(): InstrumentSpec[] {
  return TWELVE_INSTRUMENTS.slice(0, 1).map((spec) => ({
    ...spec,
    halt: { moveBasisPoints: 1, windowMicros: SECOND, haltMicros: 2 * SECOND },
  }));
}

describe('SimulatedMarket: halts and states', () => {
  it('halts an instrument that moves too far, lets its book stand, and resumes on time', () => {
    const changes = changesOf(open(nervous()), 600 * SECOND);
    const halt = changes.findIndex((change) => change.kind === 'state');
    const [first, second] = changes.slice(halt, halt + 2);
    expect(first).toMatchObject({
      kind: 'state',
      state: 'halted',
      reason: 'moved more than 0.01 % within 1 s',
    });
    expect(second).toMatchObject({ kind: 'state', state: 'trading' });
    expect((second?.venueTime ?? 0) - (first?.venueTime ?? 0)).toBe(2 * SECOND);
    expect(changes[halt + 2]?.kind).toBe('book');
  });

  it('halts few of the twelve in twelve hours of their ordinary market, each for under a minute', () => {
    const market = new SimulatedMarket({ seed: 3, updatesPerSecond: 12, startTime: START });
    const halts: number[] = [];
    market.advanceTo(later(market, 43_200 * SECOND), (change) => {
      if (change.kind !== 'state') return;
      if (change.state === 'halted') halts.push(change.venueTime);
      else expect(change.venueTime - (halts.at(-1) ?? 0)).toBeLessThan(61 * SECOND);
    });
    expect(halts.length).toBeGreaterThan(0);
    expect(halts.length).toBeLessThan(12);
  });

  it('does nothing in an instrument put out of trading until it is put back', () => {
    const market = open();
    const told: MarketChange[] = [];
    changesOf(market, SECOND);
    const before = market.levels(BTC);
    market.setState(BTC, 'closed', 'end of the day', (change) => void told.push(change));
    market.setState(BTC, 'closed', 'again', (change) => void told.push(change));
    expect(told).toEqual([
      { kind: 'state', instrument: BTC, venueTime: market.now, state: 'closed', reason: 'end of the day' },
    ]);
    expect(market.instruments[BTC]?.state).toBe('closed');
    expect(changesOf(market, 5 * SECOND).some((change) => change.instrument === BTC)).toBe(false);
    expect(market.levels(BTC)).toEqual(before);
    market.setState(BTC, 'trading', 'next day', nothing);
    expect(changesOf(market, SECOND).some((change) => change.instrument === BTC)).toBe(true);
  });

  it('holds a halt that would have ended by itself when told to halt', () => {
    const market = open(nervous());
    let halted = false;
    while (!halted)
      market.advanceTo(later(market, SECOND / 10), (change) => {
        halted ||= change.kind === 'state';
      });
    market.setState(BTC, 'halted', 'held', nothing);
    expect(changesOf(market, 60 * SECOND)).toEqual([]);
    market.setState(BTC, 'trading', 'released', nothing);
    expect(changesOf(market, SECOND)[0]?.kind).toBe('book');
  });

  it('obeys a listener that closes an instrument while it trades', () => {
    const market = open();
    let after = 0;
    market.advanceTo(later(market, 5 * SECOND), (change) => {
      if (change.instrument !== BTC) return;
      if (market.instruments[BTC]?.state === 'closed') after += change.kind === 'book' ? 1 : 0;
      else market.setState(BTC, 'closed', 'first change seen', nothing);
    });
    expect(after).toBe(0);
  });
});

describe('SimulatedMarket: new terms', () => {
  it('lays a new book on the new ticks around the same price, and trades on from it', () => {
    const market = open();
    changesOf(market, 2 * SECOND);
    const [oldBid] = new TrackedBook(market.levels(ESZ6)).touch;
    const told: MarketChange[] = [];
    market.changeTerms(ESZ6, 10, (change) => void told.push(change));
    const [change] = told;
    if (change?.kind !== 'terms') throw new Error('expected a change of terms');
    expect(change).toMatchObject({ instrument: ESZ6, venueTime: market.now, levels: market.levels(ESZ6) });
    expect(change.definition).toEqual(market.instruments[ESZ6]);
    expect(change.definition).toMatchObject({ tickUnits: 10, minTicks: 7_378, maxTicks: 472_080 });
    const book = new TrackedBook(change.levels);
    expect(Math.abs(book.touch[0] * 10 - oldBid * 25)).toBeLessThan(150);
    expect(Math.min(...book.depth)).toBeGreaterThanOrEqual(200);
    for (const next of changesOf(market, 20 * SECOND))
      if (next.kind === 'book' && next.instrument === ESZ6) book.apply(next.levels);
    expect(book.flat()).toEqual(market.levels(ESZ6));
    expect(book.touch[0]).toBeLessThan(book.touch[1]);
  });

  it('keeps a halted instrument halted on its new ticks', () => {
    const market = open();
    market.setState(ESZ6, 'halted', 'before new terms', nothing);
    market.changeTerms(ESZ6, 50, nothing);
    expect(market.instruments[ESZ6]).toMatchObject({ state: 'halted', tickUnits: 50 });
    expect(changesOf(market, SECOND).some((change) => change.instrument === ESZ6)).toBe(false);
  });

  it.each([0, 1.5, 2_000_000, 5_000])('refuses the tick units %s and leaves the book alone', (tickUnits) => {
    const market = open();
    const before = market.levels(ESZ6);
    expect(() => market.changeTerms(ESZ6, tickUnits, nothing)).toThrow(RangeError);
    expect([market.levels(ESZ6), market.instruments[ESZ6]?.tickUnits]).toEqual([before, 25]);
  });
});

describe('SimulatedMarket: regimes', () => {
  const touchOf = (market: SimulatedMarket): number => new TrackedBook(market.levels(BTC)).touch[0];

  it('crashes when it is told to, within seconds, and comes back', () => {
    const market = open();
    changesOf(market, 10 * SECOND);
    const before = touchOf(market);
    expect(market.forceRegime(BTC, 'flashCrash', 100_000)).toBe(true);
    expect(market.regime(BTC)).toBe('flashCrash');
    changesOf(market, 18 * SECOND);
    const lowest = touchOf(market);
    expect(lowest / before).toBeLessThan(0.992);
    changesOf(market, 82 * SECOND);
    expect((touchOf(market) - lowest) / (before - lowest)).toBeGreaterThan(0.5);
    changesOf(market, SECOND);
    expect(market.regime(BTC)).not.toBe('flashCrash');
  });

  it('is busier at once in a fast market', () => {
    const eventsIn = (regime: 'calm' | 'fast'): number => {
      const market = open();
      market.forceRegime(BTC, regime, 60_000);
      return changesOf(market, 60 * SECOND).filter((change) => change.instrument === BTC).length;
    };
    expect(eventsIn('fast') / eventsIn('calm')).toBeGreaterThan(1.8);
  });

  it('halts when it is told to, resumes on time, and opens in a burst', () => {
    const market = open();
    changesOf(market, SECOND);
    market.forceRegime(BTC, 'halt', 5_000);
    const states = changesOf(market, 10 * SECOND).filter((change) => change.kind === 'state');
    expect(states).toMatchObject([
      { instrument: BTC, state: 'halted', reason: 'paused for news', venueTime: START + SECOND + 1 },
      { instrument: BTC, state: 'trading' },
    ]);
    expect((states[1]?.venueTime ?? 0) - (states[0]?.venueTime ?? 0)).toBe(5 * SECOND);
    expect(market.regime(BTC)).toBe('opening');
  });

  it('leaves an instrument that is out of trading alone, and refuses a duration out of range', () => {
    const market = open();
    market.setState(BTC, 'closed', 'end of the day', nothing);
    expect(market.forceRegime(BTC, 'flashCrash', 10_000)).toBe(false);
    expect(changesOf(market, SECOND).some((change) => change.instrument === BTC)).toBe(false);
    for (const durationMs of [0, 100, 90_000_000, Number.NaN])
      expect(() => market.forceRegime(BTC, 'fast', durationMs)).toThrow('expected durationMs from 200');
    expect(() => market.forceRegime(12, 'fast', 1_000)).toThrow('expected an index below 12');
  });

  it('does the same again when the same is forced at the same time', () => {
    const run = (): MarketChange[] => {
      const market = open();
      changesOf(market, SECOND);
      market.forceRegime(ESZ6, 'flashCrash', 3_000);
      market.forceRegime(BTC, 'trending', 3_000);
      return changesOf(market, 4 * SECOND);
    };
    expect(run()).toEqual(run());
  });
});
