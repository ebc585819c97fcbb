import { describe, expect, it } from 'vitest';
import { DepthKeeper } from '../../../feed-simulator/market-model/depth-keeper.ts';
import { TWELVE_INSTRUMENTS } from '../../../feed-simulator/market-model/instruments.ts';
import { MatchingEngine } from '../../../feed-simulator/market-model/matching-engine.ts';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';
import { ASK, BID } from '../../../main/core/market-data/flat-levels.ts';
import { priceTicks } from '../../../main/core/units/price.ts';

const [base] = TWELVE_INSTRUMENTS;
if (base === undefined) throw new Error('expected a spec');
const spec = { ...base, depth: { least: 20, most: 30 } };

function open(maxOrders = 5_000, terms = spec.terms): { engine: MatchingEngine; keeper: DepthKeeper } {
  const engine = new MatchingEngine(
    { maxOrders, maxLevels: 64 },
    { filled: () => undefined, levelChanged: () => undefined },
  );
  const keeper = new DepthKeeper({ ...spec, terms }, engine, new SeededRandom(1, 'depth'));
  keeper.layBook(1_000_000);
  return { engine, keeper };
}

describe('DepthKeeper', () => {
  it('lays a book half-way between least and most levels, touch to touch', () => {
    const { engine } = open();
    expect([engine.bids.depth, engine.asks.depth]).toEqual([25, 25]);
    expect([engine.bids.best, engine.asks.best]).toEqual([1_000_000, 1_000_001]);
  });

  it('adds levels behind the last when a sweep has taken many', () => {
    const { engine, keeper } = open();
    const worst = engine.asks.worst;
    engine.immediateOrCancel(BID, engine.asks.tickAt(15), Number.MAX_SAFE_INTEGER);
    keeper.keepBand();
    expect(engine.asks.depth).toBe(20);
    expect(engine.asks.worst).toBeGreaterThan(worst);
  });

  it('opens a side that was swept empty anew, behind the touch of the other', () => {
    const { engine, keeper } = open();
    engine.market(BID, Number.MAX_SAFE_INTEGER);
    keeper.keepBand();
    expect(engine.asks.depth).toBe(20);
    expect(engine.asks.best).toBeGreaterThan(engine.bids.best);
  });

  it('cancels the last levels when a side has too many', () => {
    const { engine, keeper } = open();
    const far = engine.bids.worst;
    for (let step = 1; step <= 10; step++) engine.limit(BID, far - step * 3, 5);
    keeper.keepBand();
    expect(engine.bids.depth).toBe(30);
    expect(engine.bids.worst).toBe(far - 15);
  });

  it('stops, without an endless wait, at the last valid price and in a book full of orders', () => {
    const edge = open(5_000, { ...spec.terms, minTicks: priceTicks(999_990) });
    edge.engine.market(ASK, Number.MAX_SAFE_INTEGER);
    edge.engine.limit(BID, 999_995, 1);
    edge.keeper.keepBand();
    expect(edge.engine.bids.worst).toBeGreaterThanOrEqual(999_990);
    const full = open(1_000);
    full.engine.immediateOrCancel(BID, full.engine.asks.tickAt(20), Number.MAX_SAFE_INTEGER);
    while (full.engine.limit(BID, 900_000, 1) > 0);
    full.keeper.keepBand();
    expect([full.engine.orderCount, full.engine.asks.depth]).toEqual([1_000, 4]);
  });
});
