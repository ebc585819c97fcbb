import type { DayRecord } from './day-record.ts';
import { autocorrelation, hillExponent, logLogSlope, mean, median } from './series.ts';
import { fact, type StylisedFact } from './stylised-fact.ts';

const SIGN_LAGS = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200];
/** The largest orders, taken for the tail. */
const SIZE_TAIL = 0.02;

/** What orders do: how they come, how large they are, on which side, and how long they stay. */
export function orderFacts(records: readonly DayRecord[]): StylisedFact[] {
  return [...signFacts(records), ...lotFacts(records)];
}

function signFacts(records: readonly DayRecord[]): StylisedFact[] {
  const signs = SIGN_LAGS.map((_, at) =>
    mean(records.map((record) => autocorrelation(record.signs, SIGN_LAGS)[at] ?? NaN)),
  );
  const decayPoints = SIGN_LAGS.map((lag, at) => ({ x: lag, y: signs[at] ?? NaN }));
  return [
    fact(
      'autocorrelation of trade signs, lag 1',
      signs[0] ?? NaN,
      [0.1, 0.7],
      'Bouchaud et al. 2004, Lillo and Farmer 2004: 0.2 to 0.6',
    ),
    fact(
      'autocorrelation of trade signs, lag 50',
      signs[SIGN_LAGS.indexOf(50)] ?? NaN,
      [0.015, 0.3],
      'the same: still 0.02 to 0.1',
    ),
    fact(
      'decay exponent of trade signs',
      -logLogSlope(decayPoints),
      [0.2, 0.9],
      'Bouchaud et al. 2004: 0.2 to 0.7, Lillo and Farmer 2004: 0.6',
    ),
  ];
}

function lotFacts(records: readonly DayRecord[]): StylisedFact[] {
  return [
    fact(
      'branching ratio of order arrivals',
      median(records.map((record) => branchingRatio(record.counts))),
      [0.3, 0.95],
      'Filimonov and Sornette 2012: 0.3 to 0.8, Hardiman et al. 2013: near 1',
    ),
    fact(
      'tail exponent of the lots an order takes',
      median(records.map((record) => hillExponent(record.takenLots, SIZE_TAIL))),
      [1.1, 2.6],
      'Gopikrishnan et al. 2000: 1.5, Mu et al. 2009: above 2',
    ),
    fact(
      'lots cancelled among those that leave the book',
      median(records.map(({ flows }) => flows.cancelled / (flows.cancelled + flows.traded))),
      [0.6, 0.99],
      'Hasbrouck and Saar 2009: most limit orders are cancelled',
    ),
    fact(
      'mean lifetime of a lot in seconds',
      median(records.map((record) => record.restingLotSeconds / record.flows.added)),
      [1, 23_400],
      'Challet and Stinchcombe 2001: power law, from seconds to the whole day',
    ),
  ];
}

/**
 * 1 - 1 / sqrt(variance over mean) of the number of events in a window (Hardiman and Bouchaud, Physical Review E, 2014),
 * the variance taken from neighbouring windows so that a market that is busier in one hour than in another does not
 * pass for one that excites itself.
 */
export function branchingRatio(counts: readonly number[]): number {
  let squares = 0;
  for (let at = 1; at < counts.length; at++) squares += ((counts[at] ?? 0) - (counts[at - 1] ?? 0)) ** 2;
  const variance = squares / (2 * (counts.length - 1));
  return 1 - Math.sqrt(mean(counts) / variance);
}
