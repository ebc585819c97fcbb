import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ticker } from '../../main/core/market-data/market-event.ts';
import { validateTicker } from '../../main/wire/validate-ticker.ts';
import { golden } from './fault-example.ts';

/** PROTOCOL.md section 4 read out, slowly; every field is in form and range. */
function isRight(ticker: Ticker): boolean {
  const { bid, bidSize, ask, askSize, last, lastSize, open, high, low, volume, trades } = ticker;
  const hasSize = [bid, ask, last].map((price) => price !== null);
  const isSized = [bidSize, askSize, lastSize].map((size) => size > 0);
  const hasDay = [open, high, low].map((price) => price !== null).concat(volume > 0, trades > 0);
  const isWholeDay = hasDay.every((has) => has) || hasDay.every((has) => !has);
  const isInDay = (price: number | null) => price !== null && price >= (low ?? 0) && price <= (high ?? 0);
  return (
    ticker.sequence > ticker.previousSequence &&
    hasSize.every((has, i) => has === isSized[i]) &&
    (bid === null || ask === null || bid < ask) &&
    isWholeDay &&
    (open === null || (isInDay(open) && isInDay(last)))
  );
}

const small = fc.integer({ min: 0, max: 2 });
const price = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 4 }));
const sized = (name: string) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ [name]: price, [`${name}Size`]: small }) },
    { weight: 3, arbitrary: price.map((at) => ({ [name]: at, [`${name}Size`]: at === null ? 0 : 1 })) },
  );
const day = fc.oneof(
  fc.record({ open: price, high: price, low: price, volume: small, trades: small }),
  fc.constant({ open: null, high: null, low: null, volume: 0, trades: 0 }),
  fc.record({ open: fc.constantFrom(1, 2, 3), high: fc.constantFrom(2, 3, 4), low: fc.constantFrom(0, 1) }),
);
const loose = fc
  .tuple(sized('bid'), sized('ask'), sized('last'), day, fc.constantFrom({}, {}, {}, { sequence: 76 }))
  .map((parts) => Object.assign({}, golden('server-ticker'), ...parts) as Ticker);

describe('validateTicker', () => {
  it('takes exactly those that the rules of the protocol, read out slowly, take, unchanged', () => {
    const count = { right: 0, wrong: 0 };
    fc.assert(
      fc.property(loose, (ticker) => {
        const isFine = isRight(ticker);
        count[isFine ? 'right' : 'wrong']++;
        const outcome = validateTicker({ ...ticker, fromTheFuture: 1 });
        if (isFine) expect(outcome).toStrictEqual(ticker);
        else expect(outcome).toMatchObject({ type: 'wire-error', subscription: ticker.subscription });
      }),
      { seed: 7, numRuns: 4_000 },
    );
    expect(count.right).toBeGreaterThan(200);
    expect(count.wrong).toBeGreaterThan(1_000);
  });
});
