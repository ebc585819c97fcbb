import { describe, expect, it } from 'vitest';
import { TWELVE_INSTRUMENTS } from '../../../feed-simulator/market-model/instruments.ts';
import type { FlowMood } from '../../../feed-simulator/market-model/order-flow.ts';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';
import { SimulatedBook } from '../../../feed-simulator/market-model/simulated-book.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { TrackedBook } from './tracked-book.ts';

const [spec] = TWELVE_INSTRUMENTS;
if (spec === undefined) throw new Error('expected a spec');
const START = spec.startTicks;
const USUAL: FlowMood = { liquidity16: 16, takers16: 16, buyers256: 128 };
const openBook = (seed: number): SimulatedBook =>
  new SimulatedBook(spec, new SeededRandom(seed, 'orders'), START);
const touchAfter = (book: SimulatedBook, steps: number, reference: number): [number, number] => {
  for (let step = 0; step < steps; step++) book.step(reference, USUAL);
  return new TrackedBook(book.levels()).touch;
};
const lotsIn = (book: SimulatedBook): number =>
  [...new TrackedBook(book.levels()).sizes.values()].reduce((sum, size) => sum + size, 0);
/** Orders that took, by side, in so many steps at an unmoved price. */
function takersOf(mood: FlowMood, steps: number): { buys: number; sells: number } {
  const book = openBook(3);
  const takers = { buys: 0, sells: 0 };
  for (let step = 0; step < steps; step++) {
    const push = book.step(START, mood);
    const [first] = book.takeTrades(timestampMicros(step), 1);
    if (push === 0 || first === undefined) continue;
    takers[first.aggressorSide === 'buy' ? 'buys' : 'sells']++;
    expect(push > 0).toBe(first.aggressorSide === 'buy');
  }
  return takers;
}

describe('OrderFlow', () => {
  it('opens around the reference price', () => {
    expect(touchAfter(openBook(1), 0, START)).toEqual([START, START + 1]);
  });

  it.each([40, -40, 900, -900])('carries the touch to a reference price that jumps by %s ticks', (jump) => {
    const [bid, ask] = touchAfter(openBook(2), 4_000, START + jump);
    expect(Math.abs(bid - START - jump)).toBeLessThan(6);
    expect(Math.abs(ask - START - jump - 1)).toBeLessThan(6);
  });

  it('sends sellers and more of them when the mood says so', () => {
    const usual = takersOf(USUAL, 20_000);
    const panic = takersOf({ ...USUAL, takers16: 32, buyers256: 10 }, 20_000);
    expect(usual.buys + usual.sells).toBeGreaterThan(300);
    expect(panic.buys + panic.sells).toBeGreaterThan((usual.buys + usual.sells) * 1.6);
    expect(panic.buys / panic.sells).toBeLessThan(0.2);
  });

  it('leaves fewer orders at the touch when makers withdraw', () => {
    const nearLots = (liquidity16: number): number => {
      const book = openBook(5);
      for (let step = 0; step < 20_000; step++) book.step(START, { ...USUAL, liquidity16 });
      const tracked = new TrackedBook(book.levels());
      let lots = 0;
      for (let distance = 0; distance < 10; distance++)
        lots += tracked.sizes.get((tracked.touch[0] - distance) * 2) ?? 0;
      return lots;
    };
    expect(nearLots(4)).toBeLessThan(nearLots(16) * 0.8);
  });

  it('neither piles orders up nor runs dry when it goes on for long', () => {
    const book = openBook(4);
    const before = lotsIn(book);
    touchAfter(book, 60_000, START);
    expect(lotsIn(book) / before).toBeGreaterThan(0.5);
    expect(lotsIn(book) / before).toBeLessThan(2);
  });
});
