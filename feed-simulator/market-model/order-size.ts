import type { InstrumentSpec } from './instrument-spec.ts';
import { roundSize } from './sampling.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Lots of one order: heavy-tailed, mostly whole size units, sometimes an odd number. At least 1. */
export function orderLots(spec: InstrumentSpec, random: SeededRandom, factor: number): number {
  const lots = roundSize(random) * factor * spec.sizeUnit;
  if (random.next() >>> 24 >= spec.oddSizes256) return lots;
  // An odd size lies below its round one by less than a unit, or, where the unit is a lot, above it by a few lots.
  return spec.sizeUnit > 4 ? lots - random.below(spec.sizeUnit) : lots + random.below(4);
}
