import { describe, expect, it } from 'vitest';
import { requireSpec } from '../../../feed-simulator/market-model/instrument-spec.ts';
import { instrumentSpecs, TWELVE_INSTRUMENTS } from '../../../feed-simulator/market-model/instruments.ts';
import { SimulatedMarket } from '../../../feed-simulator/market-model/simulated-market.ts';
import { instrumentId, type Instrument } from '../../../main/core/instrument/instrument.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { TrackedBook } from './tracked-book.ts';

const tickOf = (each: Instrument): number => each.tickUnits / 10 ** each.priceDigits;

describe('TWELVE_INSTRUMENTS', () => {
  const terms = TWELVE_INSTRUMENTS.map((spec) => spec.terms);

  it('has four instruments of each kind, each with an id of its own', () => {
    expect(terms.map((each) => each.kind).sort()).toEqual(
      ['crypto', 'equity', 'future'].flatMap((kind) => [kind, kind, kind, kind]),
    );
    expect(new Set(terms.map((each) => each.id)).size).toBe(12);
  });

  it('gives crypto fractional lots, equities ticks of 0.01 and two futures or more ticks of 0.25', () => {
    for (const each of terms) {
      if (each.kind === 'crypto') expect(each.sizeDigits).toBeGreaterThan(0);
      if (each.kind === 'equity') expect(tickOf(each)).toBe(0.01);
    }
    expect(terms.filter((each) => each.kind === 'future' && tickOf(each) === 0.25).length).toBeGreaterThan(1);
  });

  it('has activities that add up to about 2,000, and each spec can make a market', () => {
    expect(TWELVE_INSTRUMENTS.reduce((sum, spec) => sum + spec.activity, 0)).toBe(2_010);
    for (const spec of TWELVE_INSTRUMENTS) expect(() => requireSpec(spec)).not.toThrow();
  });
});

describe('instrumentSpecs', () => {
  const all = instrumentSpecs(200);

  it('begins with the twelve and goes on the same way for every count', () => {
    expect(all.slice(0, 12)).toEqual(TWELVE_INSTRUMENTS);
    expect(instrumentSpecs(40)).toEqual(all.slice(0, 40));
    expect(instrumentSpecs(1)).toEqual(TWELVE_INSTRUMENTS.slice(0, 1));
  });

  it('has 200 of them, no two alike in id or name, each able to make a market', () => {
    expect(all).toHaveLength(200);
    expect(new Set(all.map((spec) => spec.terms.id)).size).toBe(200);
    expect(new Set(all.map((spec) => spec.terms.name)).size).toBe(200);
    for (const spec of all) expect(() => requireSpec(spec)).not.toThrow();
  });

  it('has families of several members, and ticks and lots of many sizes', () => {
    const families = new Map<string, number>();
    for (const { family } of all) families.set(family, (families.get(family) ?? 0) + 1);
    expect(families.size).toBeGreaterThan(14);
    for (const members of families.values()) expect(members).toBeGreaterThan(1);
    expect(new Set(all.map(({ terms }) => tickOf(terms))).size).toBeGreaterThan(12);
    expect(new Set(all.map(({ terms }) => terms.lotUnits / 10 ** terms.sizeDigits)).size).toBeGreaterThan(5);
  });

  it('is less busy from one instrument to the next, and the twelve are a third of all', () => {
    const activities = all.slice(12).map((spec) => spec.activity);
    expect([...activities].sort((left, right) => right - left)).toEqual(activities);
    const sum = activities.reduce((total, activity) => total + activity, 0);
    expect(2_010 / (2_010 + sum)).toBeGreaterThan(0.25);
    expect(Math.min(...activities)).toBeGreaterThan(5);
  });

  it('keeps 20,000 levels a side of chosen ones, on finer ticks of the same prices where it must', () => {
    const ids = ['BTC-USD', 'XRP-USD'].map(instrumentId);
    const instruments = instrumentSpecs(4, { ids, levels: 20_000 });
    const market = new SimulatedMarket({
      seed: 1,
      updatesPerSecond: 2_000,
      startTime: timestampMicros(0),
      instruments,
    });
    market.advanceTo(timestampMicros(10_000_000), () => undefined);
    for (const [index, before] of TWELVE_INSTRUMENTS.slice(0, 4).entries()) {
      const after = instruments[index];
      if (after === undefined) throw new Error('expected a spec');
      const { depth, touch } = new TrackedBook(market.levels(index));
      const isDeep = ids.includes(after.terms.id);
      expect(Math.min(...depth)).toBeGreaterThanOrEqual(isDeep ? 19_000 : 440);
      expect(Math.max(...depth)).toBeLessThanOrEqual(isDeep ? 20_000 : 620);
      expect(
        (after.startTicks * tickOf(after.terms)) / (before.startTicks * tickOf(before.terms)),
      ).toBeCloseTo(1, 6);
      expect(touch[1] / after.startTicks).toBeCloseTo(1, 1);
    }
    expect(instruments.map(({ terms }) => tickOf(terms))).toEqual([0.5, 0.05, 0.01, 0.000_005]);
  });

  it('makes every one of the 200 as deep as can be asked for', () => {
    for (const { terms } of all) {
      const deep = instrumentSpecs(200, { ids: [terms.id], levels: 20_000 }).filter(
        ({ depth }) => depth.most > 1_000,
      );
      expect(deep.map(({ depth }) => depth.most)).toEqual([20_000]);
    }
  });

  it('refuses more deep books than memory is promised for', () => {
    const ids = all.slice(0, 21).map((spec) => spec.terms.id);
    expect(() => instrumentSpecs(200, { ids, levels: 20_000 })).toThrow(
      'expected deep books of 400000 levels',
    );
    expect(instrumentSpecs(200, { ids: ids.slice(0, 20), levels: 20_000 })).toHaveLength(200);
  });

  it.each([
    [0, [], 'expected 1 to 200 instruments, received 0'],
    [201, [], 'expected 1 to 200 instruments, received 201'],
    [1, ['ETH-USD'], 'expected one of 1 instruments, received ETH-USD'],
  ])('refuses %s instruments, %j of them deep', (count, ids, message) => {
    expect(() => instrumentSpecs(count, { ids: ids.map(instrumentId), levels: 100 })).toThrow(message);
  });

  it('refuses more levels than 20,000 and fewer than 20', () => {
    const ids = [instrumentId('BTC-USD')];
    for (const levels of [20_001, 19, 100.5])
      expect(() => instrumentSpecs(1, { ids, levels })).toThrow('expected 20 to 20000 levels a side');
  });
});

describe('requireSpec', () => {
  const [spec] = TWELVE_INSTRUMENTS;
  if (spec === undefined) throw new Error('expected a spec');

  it.each([
    ['depth.least', { depth: { least: 0, most: 10 } }],
    ['depth.most', { depth: { least: 300, most: 200 } }],
    ['activity', { activity: 0.5 }],
    ['sizeUnit', { sizeUnit: 0 }],
    ['volatility', { volatility: -1 }],
    ['branching256', { branching256: 256 }],
    ['longestParent', { longestParent: 0 }],
    ['sharedMoves', { sharedMoves: { market: 0.5, family: 0.5 } }],
    ['oddSizes256', { oddSizes256: 257 }],
    ['marketOrders1024', { marketOrders1024: 2_000 }],
    ['halt.moveBasisPoints', { halt: { ...spec.halt, moveBasisPoints: 0 } }],
  ])('names %s when it is out of range', (field, change) => {
    expect(() => requireSpec({ ...spec, ...change })).toThrow(`expected ${field} of BTC-USD from`);
  });

  it('refuses a price too low for the book to fit under it', () => {
    expect(() => requireSpec({ ...spec, startTicks: 500 })).toThrow('expected room for 930 ticks');
  });
});
