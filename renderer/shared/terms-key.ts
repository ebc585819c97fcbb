import type { InstrumentSummary } from '../../main/contract/terminal-api.ts';

/** Text that is another for another instrument or other terms of it, and the same while only its state changes. */
export function termsKey(instrument: InstrumentSummary): string {
  const { id, index, tickUnits, priceDigits, lotUnits, sizeDigits } = instrument;
  return [id, index, tickUnits, priceDigits, lotUnits, sizeDigits].join(' ');
}
