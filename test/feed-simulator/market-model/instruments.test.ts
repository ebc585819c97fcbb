import { describe, expect, it } from 'vitest';
import { requireSpec } from '../../../feed-simulator/market-model/instrument-spec.ts';
import { TWELVE_INSTRUMENTS } from '../../../feed-simulator/market-model/instruments.ts';

describe('TWELVE_INSTRUMENTS', () => {
  const terms = TWELVE_INSTRUMENTS.map((spec) => spec.terms);

  it('has four instruments of each kind, each with an id of its own', () => {
    expect(terms.map((each) => each.kind).sort()).toEqual(
      ['crypto', 'equity', 'future'].flatMap((kind) => [kind, kind, kind, kind]),
    );
    expect(new Set(terms.map((each) => each.id)).size).toBe(12);
  });

  it('gives crypto fractional lots, equities ticks of 0.01 and two futures or more ticks of 0.25', () => {
    const tick = (each: (typeof terms)[number]): number => each.tickUnits / 10 ** each.priceDigits;
    for (const each of terms) {
      if (each.kind === 'crypto') expect(each.sizeDigits).toBeGreaterThan(0);
      if (each.kind === 'equity') expect(tick(each)).toBe(0.01);
    }
    expect(terms.filter((each) => each.kind === 'future' && tick(each) === 0.25).length).toBeGreaterThan(1);
  });

  it('is tuned to 2,000 level updates a second, and each spec can make a market', () => {
    expect(TWELVE_INSTRUMENTS.reduce((sum, spec) => sum + spec.updatesPerSecond, 0)).toBe(2_010);
    for (const spec of TWELVE_INSTRUMENTS) expect(() => requireSpec(spec)).not.toThrow();
  });
});

describe('requireSpec', () => {
  const [spec] = TWELVE_INSTRUMENTS;
  if (spec === undefined) throw new Error('expected a spec');

  it.each([
    ['depth.least', { depth: { least: 0, most: 10 } }],
    ['depth.most', { depth: { least: 300, most: 200 } }],
    ['updatesPerSecond', { updatesPerSecond: 0.5 }],
    ['sizeUnit', { sizeUnit: 0 }],
    ['volatility', { volatility: -1 }],
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
