import type { DayRecord } from './day-record.ts';
import { mean, median } from './series.ts';
import { fact, type StylisedFact } from './stylised-fact.ts';

/** Ticks the shape is smoothed over: round prices stand out of it. */
const SMOOTHED_TICKS = 5;

/** What the book looks like: its spread, and where the orders rest. */
export function bookFacts(records: readonly DayRecord[]): StylisedFact[] {
  return [...spreadFacts(records), ...shapeFacts(records)];
}

function spreadFacts(records: readonly DayRecord[]): StylisedFact[] {
  const spreads = records.map((record) => record.spreads);
  const large = 'Dayri and Rosenbaum 2015';
  return [
    fact(
      'median spread in ticks',
      median(spreads.map(median)),
      [1, 2],
      `${large}: one tick, for large ticks`,
    ),
    fact(
      'share of time at a spread of one tick',
      median(spreads.map((values) => values.filter((spread) => spread === 1).length / values.length)),
      [0.5, 0.99],
      `${large}: most of the time`,
    ),
    fact(
      'mean spread over median spread',
      median(spreads.map((values) => mean(values) / median(values))),
      [1.01, 2.5],
      'Plerou et al. 2005: a long tail to the right',
    ),
  ];
}

function shapeFacts(records: readonly DayRecord[]): StylisedFact[] {
  const shapes = records.map(smoothShape);
  const humps = shapes.map((shape) => shape.indexOf(Math.max(...shape)));
  return [
    fact(
      'distance of the fullest prices from the touch in ticks',
      median(humps),
      [1, 60],
      'Bouchaud, Mezard and Potters 2002: behind the touch',
    ),
    fact(
      'lots at the fullest prices over those at the touch',
      median(shapes.map((shape) => Math.max(...shape) / (shape[0] ?? NaN))),
      [1.1, 6],
      'the same: 2 to 5',
    ),
    fact(
      'lots far behind over those at the fullest prices',
      median(shapes.map((shape) => (shape.at(-1) ?? NaN) / Math.max(...shape))),
      [0.02, 0.7],
      'the same: falls slowly',
    ),
  ];
}

/** The touch itself, then means of some ticks each. */
function smoothShape(record: DayRecord): number[] {
  const { shape } = record;
  const means = [shape[0] ?? NaN];
  for (let from = 1; from + SMOOTHED_TICKS <= shape.length; from++)
    means.push(mean(shape.subarray(from, from + SMOOTHED_TICKS)));
  return means;
}
