import { describe, expect, it } from 'vitest';
import { TWELVE_INSTRUMENTS } from '../../../feed-simulator/market-model/instruments.ts';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';
import { SimulatedBook } from '../../../feed-simulator/market-model/simulated-book.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { TrackedBook } from './tracked-book.ts';

const [spec] = TWELVE_INSTRUMENTS;
if (spec === undefined) throw new Error('expected a spec');
const START = spec.startTicks;
const openBook = (seed: number): SimulatedBook =>
  new SimulatedBook(spec, new SeededRandom(seed, 'orders'), START);
const touchAfter = (book: SimulatedBook, steps: number, reference: number): [number, number] => {
  for (let step = 0; step < steps; step++) book.step(reference);
  return new TrackedBook(book.levels()).touch;
};

describe('OrderFlow', () => {
  it('opens around the reference price', () => {
    expect(touchAfter(openBook(1), 0, START)).toEqual([START, START + 1]);
  });

  it.each([40, -40, 900, -900])('carries the touch to a reference price that jumps by %s ticks', (jump) => {
    const [bid, ask] = touchAfter(openBook(2), 4_000, START + jump);
    expect(Math.abs(bid - START - jump)).toBeLessThan(6);
    expect(Math.abs(ask - START - jump - 1)).toBeLessThan(6);
  });

  it('sends market orders in bursts on one side', () => {
    const book = openBook(3);
    let longest = 0;
    let run = 0;
    for (let step = 0; step < 5_000; step++) {
      const wasBursting = book.isBursting();
      book.step(START);
      const trades = book.takeTrades(timestampMicros(step));
      run = trades.length > 0 && wasBursting ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    expect(longest).toBeGreaterThan(2);
    expect(longest).toBeLessThan(13);
  });

  it('neither piles orders up nor runs dry when it goes on for long', () => {
    const book = openBook(4);
    const lots = (): number =>
      [...new TrackedBook(book.levels()).sizes.values()].reduce((sum, size) => sum + size, 0);
    const before = lots();
    touchAfter(book, 60_000, START);
    expect(lots() / before).toBeGreaterThan(0.5);
    expect(lots() / before).toBeLessThan(2);
  });
});
