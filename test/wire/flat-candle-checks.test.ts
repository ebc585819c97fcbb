import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PRICE_TICKS } from '../../main/core/units/price.ts';
import { candlesFault } from '../../main/wire/flat-candle-checks.ts';

/** PROTOCOL.md section 2 read out, slowly. */
function isRight(flat: readonly number[], intervalMs: number): boolean {
  const candles = Array.from({ length: Math.ceil(flat.length / 8) }, (_, i) => flat.slice(i * 8, i * 8 + 8));
  const starts = candles.map(([start]) => start ?? 0);
  return (
    candles.every((candle) => candle.length === 8) &&
    starts.every((start) => Number.isInteger(start / 1_000 / intervalMs)) &&
    starts.every((start, i) => starts.slice(0, i).every((earlier) => earlier < start)) &&
    candles.every(([, open = 0, high = 0, low = 0, close = 0, volume = 0, bought = 0, trades = 0]) => {
      const prices = [open, high, low, close];
      const isPriced = prices.every((price) => price <= MAX_PRICE_TICKS);
      const isFramed = Math.max(...prices) === high && Math.min(...prices) === low;
      return isPriced && isFramed && volume > 0 && bought <= volume && trades > 0;
    })
  );
}

/** Right more often than not, with prices that lie close together. */
const candle = fc
  .tuple(
    fc.integer({ min: 4, max: 9 }),
    fc.integer({ min: -2, max: 2 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(([open, move, volume, trades]) => {
    const close = open + move;
    return [open, Math.max(open, close), Math.min(open, close), close, volume, volume - 1, trades];
  });
const flatCandles = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 12 }), candle), { maxLength: 3 })
  .map((list) => list.flatMap(([place, rest]) => [place * 1_000_000, ...rest]));
const wrong = fc.constantFrom(0, 1, 3, 4, 5, 6, 7, 9, 1_000_000, 2_000_000, 2 ** 30);
/** With one integer replaced, or the last left out, or as it was. */
const perhapsWrong = fc
  .tuple(flatCandles, fc.nat(), wrong, fc.constantFrom('replaced', 'cut', 'kept'))
  .map(([flat, place, value, how]) => {
    if (flat.length === 0 || how === 'kept') return flat;
    return how === 'cut' ? flat.slice(0, -1) : flat.with(place % flat.length, value);
  });

describe('candlesFault', () => {
  it('finds fault exactly where the rules of the protocol, read out slowly, do', () => {
    const count = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(perhapsWrong, (flat) => {
        const isFine = isRight(flat, 1_000);
        if (flat.length > 0) count[isFine ? 'right' : 'wrong']++;
        expect([flat, candlesFault(flat, 1_000) === '']).toEqual([flat, isFine]);
      }),
      { seed: 7, numRuns: 4_000 },
    );
    expect(count.right).toBeGreaterThan(500);
    expect(count.wrong).toBeGreaterThan(1_000);
  });

  it('finds none in no candles', () => {
    expect(candlesFault([], 60_000)).toBe('');
  });

  it('takes the ends of every range', () => {
    const last = 2 ** 53 - 1;
    const latest = Math.floor(last / 86_400_000_000) * 86_400_000_000;
    const top = MAX_PRICE_TICKS;
    const flat = [0, 0, 0, 0, 0, 1, 1, 1, latest, 0, top, 0, top, last, last, last];
    expect(candlesFault(flat, 86_400_000)).toBe('');
  });
});
