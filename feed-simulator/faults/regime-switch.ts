import type { Instrument } from '../../main/core/instrument/instrument.ts';
import { REGIME_NAMES } from '../market-model/regime.ts';
import type { RegimeName } from '../market-model/regime.ts';
import { faultProblem } from './fault-problem.ts';
import type { FaultProblem } from './fault-problem.ts';
import { UnreadableJson, mapOf, numberOf, textFieldOf, wordOf } from './json-reading.ts';

/** What of the market can be steered; instruments by their place in the venue's order. */
export type SteerableMarket = {
  readonly instruments: readonly Pick<Instrument, 'id'>[];
  regime(index: number): RegimeName;
  /** @returns false while the instrument is out of trading */
  forceRegime(index: number, regime: RegimeName, durationMs: number): boolean;
};

/** An instrument and what its market is in the middle of. */
export type RegimeReport = { readonly instrument: string; readonly regime: RegimeName };

const LONGEST_ID = 32;
const LEAST_MS = 1_000;
const LONGEST_MS = 86_400_000;

export function listRegimes(market: SteerableMarket): RegimeReport[] {
  return market.instruments.map(({ id }, index) => ({ instrument: id, regime: market.regime(index) }));
}

/**
 * Begins a regime now; when it is over the market goes on as ever. This is no fault: whatever is sent stays right.
 *
 * @param json `{instrument, regime, durationMs}` as it came, in simulated milliseconds
 */
export function switchRegime(json: unknown, market: SteerableMarket): RegimeReport | FaultProblem {
  try {
    const fields = mapOf(json, 'a regime', ['instrument', 'regime', 'durationMs']);
    const instrument = textFieldOf(fields['instrument'], 'instrument', LONGEST_ID);
    const regime = wordOf(fields['regime'], 'regime', REGIME_NAMES);
    const durationMs = numberOf(fields['durationMs'], 'durationMs', LEAST_MS, LONGEST_MS);
    const index = market.instruments.findIndex(({ id }) => id === instrument);
    if (index < 0) throw new UnreadableJson(`expected an instrument of the venue, received ${instrument}`);
    if (market.forceRegime(index, regime, durationMs)) return { instrument, regime };
    return faultProblem('OUT_OF_TRADING', `${instrument} is out of trading: no regime can begin`);
  } catch (error) {
    if (error instanceof UnreadableJson) return faultProblem('BAD_REGIME', error.message);
    throw error;
  }
}
