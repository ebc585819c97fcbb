import { alternatingRounds } from './alternating-rounds.ts';
import { spliceBooks, uncheckedSides, verifiedBooks } from './book-contestants.ts';
import { makeBookStream, type BookStreamOptions } from './book-stream.ts';
import { comparedResult, type BenchResult } from './bench-report.ts';

const UNIT = 'level updates/s';

/**
 * Level updates a second applied to the product's book with every check, and the same layout without any, each beside a
 * peer that checks nothing.
 *
 * @param name for example `book/shallow`; the unchecked figure gets `-unchecked` behind it
 */
export function measureBooks(name: string, shape: BookStreamOptions, rounds: number): BenchResult[] {
  const stream = makeBookStream(shape);
  const contestants = [verifiedBooks(stream), uncheckedSides(stream), spliceBooks(stream)];
  const rates = alternatingRounds(contestants, rounds).map((ms) => (stream.levelUpdates * 1_000) / ms);
  const peer = { name: contestants[2]?.name ?? '', value: rates[2] ?? 0 };
  return [
    comparedResult({ name, unit: UNIT, better: 'higher' }, rates[0] ?? 0, peer),
    comparedResult({ name: `${name}-unchecked`, unit: UNIT, better: 'higher' }, rates[1] ?? 0, peer),
  ];
}
