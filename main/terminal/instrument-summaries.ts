import type { FedInstrument } from '../core/market-feed.ts';
import type { InstrumentSummary } from '../contract/terminal-api.ts';

/** What the renderer is told of each instrument, in the order of their indices. */
export function instrumentSummaries(instruments: readonly FedInstrument[]): readonly InstrumentSummary[] {
  return instruments.map(({ index, pipeline: { instrument } }) => ({
    index,
    id: instrument.id,
    name: instrument.name,
    kind: instrument.kind,
    currency: instrument.currency,
    tickUnits: instrument.tickUnits,
    priceDigits: instrument.priceDigits,
    lotUnits: instrument.lotUnits,
    sizeDigits: instrument.sizeDigits,
    state: instrument.state,
  }));
}
