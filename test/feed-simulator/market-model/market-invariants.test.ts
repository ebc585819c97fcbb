import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instrumentSpecs } from '../../../feed-simulator/market-model/instruments.ts';
import type { MarketChange } from '../../../feed-simulator/market-model/market-change.ts';
import { REGIME_NAMES } from '../../../feed-simulator/market-model/regime.ts';
import { SimulatedMarket } from '../../../feed-simulator/market-model/simulated-market.ts';
import { instrumentId, type Instrument } from '../../../main/core/instrument/instrument.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { TrackedBook } from './tracked-book.ts';

const SPECS = instrumentSpecs(60, { ids: [instrumentId('KELP')], levels: 2_000 });
const SECOND = 1_000_000;

/** What is wrong with a change, as a reader sees it who has followed the book so far. */
function faultOf(
  change: MarketChange,
  book: TrackedBook,
  terms: Instrument,
  depth: { least: number; most: number },
): string | null {
  if (change.kind === 'state') return null;
  if (change.kind === 'terms') book.replace(change.levels);
  else book.apply(change.levels);
  for (let at = 0; at < change.levels.length; at += 2) {
    const tick = (change.levels[at] ?? 0) >>> 1;
    const lots = change.levels[at + 1] ?? -1;
    if (!Number.isSafeInteger(lots) || lots < 0) return `lots ${lots}`;
    if (tick < terms.minTicks || tick > terms.maxTicks) return `tick ${tick}`;
  }
  const [bid, ask] = book.touch;
  if (bid < 0 || ask < 0 || bid >= ask) return `touch ${bid} ${ask}`;
  if (Math.min(...book.depth) < depth.least || Math.max(...book.depth) > depth.most)
    return `depth ${book.depth.join(' ')}`;
  const trades = change.kind === 'book' ? change.trades : [];
  return trades.every(({ size }) => Number.isSafeInteger(size) && size > 0) ? null : 'trade size';
}

describe('SimulatedMarket', () => {
  it('never crosses a book, leaves its depth or leaves its prices, whatever it is told to do', () => {
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('regime' as const),
        index: fc.nat(3),
        regime: fc.constantFrom(...REGIME_NAMES),
        ms: fc.integer({ min: 200, max: 20_000 }),
      }),
      fc.record({ kind: fc.constant('rate' as const), updates: fc.integer({ min: 1, max: 3_000 }) }),
      fc.record({ kind: fc.constant('ticks' as const), index: fc.nat(3), units: fc.constantFrom(1, 2, 5) }),
      fc.record({
        kind: fc.constant('state' as const),
        index: fc.nat(3),
        state: fc.constantFrom('halted' as const, 'trading' as const),
      }),
    );
    const plan = fc.record({
      seed: fc.nat(1_000_000),
      first: fc.nat(SPECS.length - 4),
      acts: fc.array(act, { maxLength: 12 }),
    });
    fc.assert(
      fc.property(plan, ({ seed, first, acts }) => {
        const specs = SPECS.slice(first, first + 4);
        const market = new SimulatedMarket({
          seed,
          updatesPerSecond: 1_000,
          startTime: timestampMicros(0),
          instruments: specs,
        });
        const books = specs.map((_, index) => new TrackedBook(market.levels(index)));
        const faults: string[] = [];
        let before = 0;
        const follow = (change: MarketChange): void => {
          const [book, spec, terms] = [
            books[change.instrument],
            specs[change.instrument],
            market.instruments[change.instrument],
          ];
          if (book === undefined || spec === undefined || terms === undefined)
            throw new Error('expected an index of the four');
          const fault = change.venueTime < before ? 'time' : faultOf(change, book, terms, spec.depth);
          before = change.venueTime;
          if (fault !== null) faults.push(`${terms.id}: ${fault}`);
        };
        for (const each of acts) {
          if (each.kind === 'regime') market.forceRegime(each.index, each.regime, each.ms);
          if (each.kind === 'rate') market.setRate(each.updates);
          if (each.kind === 'state') market.setState(each.index, each.state, 'told to', follow);
          // Coarser ticks may leave a book no room: it says so and nothing has changed.
          if (each.kind === 'ticks')
            try {
              market.changeTerms(each.index, each.units, follow);
            } catch (error) {
              expect(error).toBeInstanceOf(RangeError);
            }
          market.advanceTo(timestampMicros(market.now + 2 * SECOND), follow);
        }
        expect(faults).toEqual([]);
        for (const [index, book] of books.entries()) expect(book.flat()).toEqual(market.levels(index));
      }),
      { seed: 7, numRuns: 40 },
    );
  });
});
