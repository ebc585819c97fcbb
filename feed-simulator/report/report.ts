import { timestampMicros } from '../../main/core/units/timestamp.ts';
import type { InstrumentSpec } from '../market-model/instrument-spec.ts';
import { TWELVE_INSTRUMENTS } from '../market-model/instruments.ts';
import { SimulatedMarket } from '../market-model/simulated-market.ts';
import { bookFacts } from './book-facts.ts';
import { DayRecord } from './day-record.ts';
import { orderFacts } from './order-facts.ts';
import { priceFacts } from './price-facts.ts';
import { factLine, isInRange, type StylisedFact } from './stylised-fact.ts';

export type ReportOptions = {
  readonly seed: number;
  /** The twelve when left out. */
  readonly instruments?: readonly InstrumentSpec[];
  /** Simulated time, above 0; 24 when left out. Below 4 the rarer facts are left to chance. */
  readonly hours?: number;
  /** Load over all instruments, 1 to 200,000; 100 when left out. */
  readonly updatesPerSecond?: number;
};

const SECONDS_PER_HOUR = 3_600;
const SECOND = 1_000_000;
const START = timestampMicros(1_790_000_000_000_000);

/**
 * Runs a simulated day and measures what markets are known for beside what is published of them. Takes some ten seconds
 * as the options are by default.
 *
 * @returns lines for people, and the facts
 * @throws RangeError for a seed, load or number of hours out of range
 */
export function reportLines(options: ReportOptions): { lines: string[]; facts: readonly StylisedFact[] } {
  const { seed, instruments = TWELVE_INSTRUMENTS, hours = 24, updatesPerSecond = 100 } = options;
  if (!(hours > 0 && hours <= 168)) throw new RangeError(`expected above 0 to 168 hours, received ${hours}`);
  const market = new SimulatedMarket({ seed, updatesPerSecond, startTime: START, instruments });
  const records = followDay(market, instruments, Math.ceil(hours * SECONDS_PER_HOUR));
  const facts = [...bookFacts(records), ...orderFacts(records), ...priceFacts(records)];
  const outside = facts.filter((each) => !isInRange(each)).length;
  const lines = [
    `stylised facts of ${hours} simulated hours: seed ${seed}, ${instruments.length} instruments, ${updatesPerSecond} level updates/s`,
    'median over instruments, or mean over pairs of them, beside the published range and its source',
    '',
    ...facts.map(factLine),
    '',
    outside === 0
      ? `all ${facts.length} within the published ranges`
      : `${outside} of ${facts.length} outside`,
  ];
  return { lines, facts };
}

function followDay(
  market: SimulatedMarket,
  instruments: readonly InstrumentSpec[],
  seconds: number,
): readonly DayRecord[] {
  const records = instruments.map((spec, index) => new DayRecord(spec.family, market.levels(index)));
  for (let second = 0; second < seconds; second++) {
    market.advanceTo(timestampMicros(market.now + SECOND), (change) =>
      records[change.instrument]?.apply(change),
    );
    for (const record of records) record.endSecond();
  }
  return records;
}
