import { describe, expect, it } from 'vitest';
import { MarketFactors } from '../../../feed-simulator/market-model/market-factors.ts';
import { ReferencePrice } from '../../../feed-simulator/market-model/reference-price.ts';
import { RegimeCycle } from '../../../feed-simulator/market-model/regime-cycle.ts';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';
import { VolatilityCascade } from '../../../feed-simulator/market-model/volatility-cascade.ts';
import { correlation, differences } from '../../../feed-simulator/report/series.ts';

const SECOND = 1_000_000;
type Asked = { volatility?: number; name?: string; factors?: MarketFactors; shared?: number };
function open({
  volatility = 800,
  name = 'price',
  factors = new MarketFactors(1),
  shared = 0.3,
}: Asked = {}): ReferencePrice {
  return new ReferencePrice(
    { startTicks: 20_000, volatility, sharedMoves: { market: shared, family: shared } },
    {
      noise: new SeededRandom(1, name),
      volatility: new VolatilityCascade(1, name),
      regimes: new RegimeCycle(new SeededRandom(1, `${name} regimes`)),
      market: factors.market,
      family: factors.family('metals'),
    },
  );
}
const path = (reference: ReferencePrice, stepMicros: number, steps: number): number[] =>
  Array.from({ length: steps }, (_, step) => {
    reference.advanceTo((step + 1) * stepMicros);
    return reference.ticks;
  });

describe('ReferencePrice', () => {
  it('walks the same path however its time is cut', () => {
    const everySecond = path(open(), SECOND, 300);
    const often = path(open(), SECOND / 20, 6_000).filter((_, at) => at % 20 === 19);
    expect(often.map((tick, at) => Math.abs(tick - (everySecond[at] ?? 0)) <= 1)).not.toContain(false);
  });

  it('moves by a percent or so in a trading day', () => {
    const hours = path(open(), 10 * SECOND, 8 * 360);
    expect(Math.max(...hours) - Math.min(...hours)).toBeGreaterThan(100);
    expect(Math.min(...hours)).toBeGreaterThan(17_000);
    expect(Math.max(...hours)).toBeLessThan(23_000);
  });

  it('stays between half and twice its start whatever its volatility', () => {
    const wild = path(open({ volatility: 5_000_000 }), SECOND / 10, 5_000);
    expect(Math.min(...wild)).toBe(10_000);
    expect(Math.max(...wild)).toBe(40_000);
  });

  it('stands still while it is skipped and walks on after that', () => {
    const reference = open();
    reference.advanceTo(10 * SECOND);
    const before = reference.ticks;
    reference.skipTo(100 * SECOND);
    reference.advanceTo(100 * SECOND);
    expect(reference.ticks).toBe(before);
    expect(new Set(path(reference, 20 * SECOND, 60)).size).toBeGreaterThan(10);
  });

  it('moves with others of its family as far as it shares their moves', () => {
    const together = (shared: number): number => {
      const factors = new MarketFactors(1);
      const pair = ['one', 'other'].map((name) => open({ name, factors, shared }));
      const paths: [number[], number[]] = [[], []];
      for (let minute = 1; minute <= 600; minute++)
        pair.forEach((reference, at) => {
          reference.advanceTo(minute * 60 * SECOND);
          paths[at]?.push(reference.ticks);
        });
      return correlation(differences(paths[0], 1), differences(paths[1], 1));
    };
    expect(Math.abs(together(0))).toBeLessThan(0.15);
    expect(together(0.35)).toBeGreaterThan(0.4);
  });

  it('keeps what a trade has pushed it by, as much as time would have moved it', () => {
    const reference = open({ volatility: 1_024, shared: 0 });
    reference.push(10, SECOND / 10);
    expect(reference.ticks).toBe(20_010);
    reference.push(-20, (SECOND / 10) * 4);
    expect(reference.ticks).toBe(19_970);
  });

  it('keeps its price on other ticks', () => {
    const reference = open();
    reference.advanceTo(60 * SECOND);
    const before = reference.ticks;
    reference.changeTicks(25, 5);
    expect(Math.floor(reference.ticks / 5)).toBe(before);
  });
});
