import type { DayRecord } from './day-record.ts';
import {
  autocorrelation,
  correlation,
  differences,
  excessKurtosis,
  hillExponent,
  logLogSlope,
  mean,
  median,
} from './series.ts';
import { fact, type StylisedFact } from './stylised-fact.ts';

const MINUTE = 60;
/** Share of the returns taken for the tail. */
const TAIL = 0.04;
const LATER_LAGS = [2, 3, 4, 5, 6, 7, 8, 9, 10];
const VOLATILITY_LAGS = [1, 2, 3, 5, 8, 12, 20, 30];

/** Moves of the middle of the touch over so many seconds, one list an instrument. */
function returnsOver(seconds: number, records: readonly DayRecord[]): Float64Array[] {
  return records.map((record) => differences(record.doubledMids, seconds));
}

/** The median over instruments: a flash crash in one of them is not the market's usual day. */
function overInstruments(series: readonly Float64Array[], measure: (values: Float64Array) => number): number {
  return median(series.map(measure));
}

/** What prices do: tails, memory, and what they share. */
export function priceFacts(records: readonly DayRecord[]): StylisedFact[] {
  return [...tailFacts(records), ...memoryFacts(records), ...sharedFacts(records)];
}

function tailFacts(records: readonly DayRecord[]): StylisedFact[] {
  const minute = returnsOver(MINUTE, records);
  const five = returnsOver(5 * MINUTE, records);
  const half = returnsOver(30 * MINUTE, records);
  const kurtosis = overInstruments(minute, excessKurtosis);
  const tails = 'Gopikrishnan et al. 1999, Cont 2001: 2 to 5';
  return [
    fact(
      'tail exponent of 1-minute returns (Hill)',
      overInstruments(minute, (values) => hillExponent(values, TAIL)),
      [2, 5],
      tails,
    ),
    fact(
      'tail exponent of 5-minute returns (Hill)',
      overInstruments(five, (values) => hillExponent(values, TAIL)),
      [2, 6],
      `${tails}, widened for a day`,
    ),
    fact(
      'excess kurtosis of 1-minute returns',
      kurtosis,
      [1.5, 200],
      'Cont 2001: 16 to 74 over years, more with a crash',
    ),
    fact(
      'excess kurtosis of 5-minute returns',
      overInstruments(five, excessKurtosis),
      [0.7, 150],
      'Cont 2001: 16 to 74 over years, more with a crash',
    ),
    fact(
      'excess kurtosis, 30 minutes over 1 minute',
      overInstruments(half, excessKurtosis) / kurtosis,
      [-0.3, 0.8],
      'Cont 2001: aggregational gaussianity, below 1',
    ),
  ];
}

function memoryFacts(records: readonly DayRecord[]): StylisedFact[] {
  const minute = returnsOver(MINUTE, records);
  const sizes = minute.map((values) => values.map(Math.abs));
  const volatility = VOLATILITY_LAGS.map((_, at) =>
    mean(sizes.map((values) => autocorrelation(values, VOLATILITY_LAGS)[at] ?? NaN)),
  );
  const decayPoints = VOLATILITY_LAGS.map((lag, at) => ({ x: lag, y: volatility[at] ?? NaN }));
  const later = mean(minute.map((values) => mean(autocorrelation(values, LATER_LAGS))));
  const cont = 'Cont 2001';
  return [
    fact(
      'autocorrelation of 1-minute returns, lag 1',
      overInstruments(minute, (values) => autocorrelation(values, [1])[0] ?? NaN),
      [-0.15, 0.1],
      `${cont}: slightly negative, gone in minutes`,
    ),
    fact('autocorrelation of 1-minute returns, lags 2 to 10', later, [-0.05, 0.05], `${cont}: none`),
    fact(
      'autocorrelation of absolute returns, lag 1 minute',
      volatility[0] ?? NaN,
      [0.1, 0.5],
      `${cont}, Liu et al. 1999: positive`,
    ),
    fact(
      'autocorrelation of absolute returns, lag 30 minutes',
      volatility.at(-1) ?? NaN,
      [0.005, 0.35],
      `${cont}, Liu et al. 1999: still positive`,
    ),
    fact(
      'decay exponent of volatility',
      -logLogSlope(decayPoints),
      [0.1, 0.9],
      `${cont}: 0.2 to 0.4 over years, steeper in a day`,
    ),
  ];
}

function sharedFacts(records: readonly DayRecord[]): StylisedFact[] {
  const moves = returnsOver(5 * MINUTE, records);
  const within: number[] = [];
  const between: number[] = [];
  moves.forEach((left, at) => {
    moves.slice(at + 1).forEach((right, further) => {
      const isFamily = records[at]?.family === records[at + 1 + further]?.family;
      (isFamily ? within : between).push(correlation(left, right));
    });
  });
  const facts: StylisedFact[] = [];
  // One instrument alone, or one family, has nothing to be compared with.
  if (within.length > 0)
    facts.push(
      fact(
        'correlation of 5-minute returns within families',
        mean(within),
        [0.3, 0.85],
        'Mantegna 1999: up to 0.73 within a sector',
      ),
    );
  if (between.length > 0)
    facts.push(
      fact(
        'correlation of 5-minute returns between families',
        mean(between),
        [0.03, 0.4],
        'Plerou et al. 2002: small and positive',
      ),
    );
  return facts;
}
