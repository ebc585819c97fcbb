import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MatchingEngine,
  REFUSED,
  WHOLLY_FILLED,
} from '../../../feed-simulator/market-model/matching-engine.ts';
import { ASK, BID, type Side } from '../../../main/core/market-data/flat-levels.ts';
import { SlowMatchingModel, type ModelFill } from './slow-matching-model.ts';

type Heard = { tick: number; lots: number; aggressor: Side; resting: number };

function openEngine(bounds = { maxOrders: 1_000, maxLevels: 100 }): {
  engine: MatchingEngine;
  fills: Heard[];
  keys: number[];
} {
  const fills: Heard[] = [];
  const keys: number[] = [];
  const engine = new MatchingEngine(bounds, {
    filled: (tick, lots, aggressor, resting) => void fills.push({ tick, lots, aggressor, resting }),
    levelChanged: (key) => void keys.push(key),
  });
  return { engine, fills, keys };
}

/** `[tick, lots, orders]` of every level of a side, best first. */
function levelsOf(engine: MatchingEngine, side: Side): [number, number, number][] {
  const resting = engine.side(side);
  return Array.from({ length: resting.depth }, (_, place) => {
    const tick = resting.tickAt(place);
    return [tick, resting.lotsAt(tick), resting.ordersAt(tick)];
  });
}

describe('MatchingEngine', () => {
  it('fills the oldest order of the best level first, at the resting price, and rests what is left', () => {
    const { engine, fills } = openEngine();
    const first = engine.limit(ASK, 101, 5);
    const second = engine.limit(ASK, 101, 5);
    const better = engine.limit(ASK, 100, 2);
    engine.limit(BID, 101, 9);
    expect(fills).toEqual([
      { tick: 100, lots: 2, aggressor: BID, resting: better },
      { tick: 101, lots: 5, aggressor: BID, resting: first },
      { tick: 101, lots: 2, aggressor: BID, resting: second },
    ]);
    engine.limit(BID, 102, 8);
    expect([levelsOf(engine, BID), levelsOf(engine, ASK)]).toEqual([[[102, 5, 1]], []]);
  });

  it('keeps the place in the queue of an order that was filled in part', () => {
    const { engine, fills } = openEngine();
    const first = engine.limit(BID, 50, 10);
    engine.limit(BID, 50, 10);
    engine.market(ASK, 4);
    engine.market(ASK, 4);
    expect(fills.map((fill) => fill.resting)).toEqual([first, first]);
    expect(levelsOf(engine, BID)).toEqual([[50, 12, 2]]);
  });

  it('says which levels changed and leaves the rest of a market order unfilled', () => {
    const { engine, keys } = openEngine();
    engine.limit(ASK, 0, 3);
    engine.limit(ASK, 7, 4);
    keys.length = 0;
    expect(engine.market(BID, 10)).toBe(7);
    expect(keys).toEqual([1, 15]);
    expect([engine.asks.best, engine.asks.worst, engine.orderCount]).toEqual([-1, -1, 0]);
  });

  it('cancels what an order asks for beyond its limit when it may not rest', () => {
    const { engine } = openEngine();
    engine.limit(ASK, 10, 3);
    engine.limit(ASK, 12, 3);
    expect(engine.immediateOrCancel(BID, 11, 5)).toBe(3);
    expect([engine.bids.depth, engine.asks.best]).toEqual([0, 12]);
  });

  it('answers an order that leaves nothing with no id', () => {
    const { engine } = openEngine();
    engine.limit(ASK, 10, 3);
    expect(engine.limit(BID, 10, 3)).toBe(WHOLLY_FILLED);
  });

  it('does not cancel an order twice, nor the one that took its place', () => {
    const { engine } = openEngine();
    const first = engine.limit(BID, 10, 3);
    expect([engine.cancel(first), engine.cancel(first)]).toEqual([true, false]);
    engine.limit(BID, 10, 4);
    expect([engine.cancel(first), engine.cancel(0), engine.cancel(999_999)]).toEqual([false, false, false]);
    expect(levelsOf(engine, BID)).toEqual([[10, 4, 1]]);
  });

  it('names the oldest and the newest order at a price', () => {
    const { engine } = openEngine();
    const oldest = engine.limit(ASK, 10, 1);
    const newest = engine.limit(ASK, 10, 1);
    expect([engine.orderAt(ASK, 10, 'oldest'), engine.orderAt(ASK, 10, 'newest')]).toEqual([oldest, newest]);
    expect(engine.orderAt(BID, 10, 'oldest')).toBe(0);
  });

  it('refuses an order, and does nothing, when orders or levels are at their bound', () => {
    const orders = openEngine({ maxOrders: 2, maxLevels: 10 });
    orders.engine.limit(ASK, 10, 1);
    orders.engine.limit(ASK, 11, 1);
    expect(orders.engine.limit(BID, 11, 5)).toBe(REFUSED);
    expect([orders.fills, orders.engine.asks.depth]).toEqual([[], 2]);
    const levels = openEngine({ maxOrders: 10, maxLevels: 1 });
    levels.engine.limit(BID, 10, 1);
    expect(levels.engine.limit(BID, 9, 1)).toBe(REFUSED);
  });

  it.each([
    [1.5, 1],
    [-1, 1],
    [2 ** 30, 1],
    [1, 0],
    [1, 0.5],
    [1, -3],
  ])('throws for the tick %s with %s lots', (tick, lots) => {
    expect(() => openEngine().engine.limit(BID, tick, lots)).toThrow(RangeError);
  });
});

const side = fc.constantFrom<Side>(BID, ASK);
const orders = fc.array(
  fc.record({
    kind: fc.constantFrom('limit', 'limit', 'limit', 'market', 'immediate', 'cancel'),
    side,
    tick: fc.integer({ min: 0, max: 24 }),
    lots: fc.integer({ min: 1, max: 40 }),
    pick: fc.nat(200),
  }),
  { minLength: 1, maxLength: 120 },
);

describe('MatchingEngine against the slow model', () => {
  it('fills the same orders in the same order, keeps the same levels, loses no lot and never crosses', () => {
    fc.assert(
      fc.property(orders, (steps) => {
        const { engine, fills } = openEngine();
        const model = new SlowMatchingModel();
        const modelFills: ModelFill[] = [];
        const ids: number[] = [];
        let rested = 0;
        let cancelled = 0;
        for (const step of steps) {
          const before = engine.orderCount;
          if (step.kind === 'limit') {
            const id = engine.limit(step.side, step.tick, step.lots);
            const left = model.limit(ids.length, step.side, step.tick, step.lots, modelFills);
            expect(id === WHOLLY_FILLED).toBe(left === 0);
            ids.push(id);
            rested += left;
          } else if (step.kind === 'cancel') {
            const label = step.pick % Math.max(1, ids.length);
            cancelled += model.orders.find((order) => order.label === label)?.lots ?? 0;
            expect(engine.cancel(ids[label] ?? 0)).toBe(model.cancel(label));
          } else {
            const limit = step.kind === 'immediate' ? step.tick : step.side === BID ? 2 ** 30 - 1 : 0;
            const left = model.match(step.side, limit, step.lots, modelFills);
            const filled =
              step.kind === 'immediate'
                ? engine.immediateOrCancel(step.side, limit, step.lots)
                : engine.market(step.side, step.lots);
            expect(filled).toBe(step.lots - left);
            expect(engine.orderCount).toBeLessThanOrEqual(before);
          }
          expect(levelsOf(engine, BID)).toEqual(model.levels(BID));
          expect(levelsOf(engine, ASK)).toEqual(model.levels(ASK));
          if (engine.bids.depth > 0 && engine.asks.depth > 0)
            expect(engine.bids.best).toBeLessThan(engine.asks.best);
        }
        expect(fills).toEqual(modelFills.map((fill) => ({ ...fill, resting: ids[fill.resting] })));
        const filledLots = fills.reduce((sum, fill) => sum + fill.lots, 0);
        const resting = [...levelsOf(engine, BID), ...levelsOf(engine, ASK)].reduce(
          (sum, level) => sum + level[1],
          0,
        );
        expect(rested).toBe(filledLots + cancelled + resting);
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});
