import { instrumentId, type InstrumentKind } from '../../main/core/instrument/instrument.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import type { InstrumentSpec } from './instrument-spec.ts';

type Terms = { tickUnits: number; priceDigits: number; lotUnits: number; sizeDigits: number };
type Behaviour = Pick<
  InstrumentSpec,
  'startTicks' | 'updatesPerSecond' | 'volatility' | 'sizeUnit' | 'oddSizes256' | 'marketOrders1024' | 'depth'
>;

/** Rare by design: the busiest of the twelve moves about half a percent in five minutes. */
const HALT = { moveBasisPoints: 500, windowMicros: 300_000_000, haltMicros: 15_000_000 };

/** Prices are valid from an eighth of the start price to eight times it. */
const PRICE_LIMIT_FACTOR = 8;

function spec(
  kind: InstrumentKind,
  id: string,
  name: string,
  terms: Terms,
  behaviour: Behaviour,
): InstrumentSpec {
  return {
    terms: {
      id: instrumentId(id),
      name,
      kind,
      currency: 'USD',
      ...terms,
      minTicks: priceTicks(Math.ceil(behaviour.startTicks / PRICE_LIMIT_FACTOR)),
      maxTicks: priceTicks(behaviour.startTicks * PRICE_LIMIT_FACTOR),
      state: 'trading',
    },
    ...behaviour,
    halt: HALT,
  };
}

const crypto = (
  id: string,
  name: string,
  terms: Terms,
  behaviour: Omit<Behaviour, 'oddSizes256' | 'marketOrders1024' | 'depth'>,
): InstrumentSpec =>
  spec('crypto', id, name, terms, {
    ...behaviour,
    oddSizes256: 180,
    marketOrders1024: 18,
    depth: { least: 440, most: 620 },
  });

const CENT = { tickUnits: 1, priceDigits: 2, lotUnits: 1, sizeDigits: 0 };
const equity = (
  id: string,
  name: string,
  behaviour: Pick<Behaviour, 'startTicks' | 'updatesPerSecond' | 'volatility'>,
): InstrumentSpec =>
  spec('equity', id, name, CENT, {
    ...behaviour,
    sizeUnit: 100,
    oddSizes256: 60,
    marketOrders1024: 22,
    depth: { least: 240, most: 320 },
  });

const future = (
  id: string,
  name: string,
  terms: Pick<Terms, 'tickUnits' | 'priceDigits'>,
  behaviour: Pick<Behaviour, 'startTicks' | 'updatesPerSecond' | 'volatility' | 'sizeUnit'>,
): InstrumentSpec =>
  spec(
    'future',
    id,
    name,
    { ...terms, lotUnits: 1, sizeDigits: 0 },
    { ...behaviour, oddSizes256: 40, marketOrders1024: 28, depth: { least: 220, most: 300 } },
  );

const QUARTER = { tickUnits: 25, priceDigits: 2 };

/**
 * The twelve instruments of the simulated venue: four like crypto pairs (small ticks, fractional lots), four like
 * equities (0.01 ticks, invented companies), four like futures (two with 0.25 ticks). Together about 2,000 level
 * updates a second at rate 1. Volatilities are those of real markets, or somewhat below.
 */
// prettier-ignore
export const TWELVE_INSTRUMENTS: readonly InstrumentSpec[] = [
  crypto('BTC-USD', 'Bitcoin', { tickUnits: 5, priceDigits: 1, lotUnits: 1, sizeDigits: 4 },
    { startTicks: 128_500, updatesPerSecond: 420, volatility: 760, sizeUnit: 200 }),
  crypto('ETH-USD', 'Ether', { tickUnits: 5, priceDigits: 2, lotUnits: 1, sizeDigits: 3 },
    { startTicks: 62_840, updatesPerSecond: 330, volatility: 700, sizeUnit: 200 }),
  crypto('SOL-USD', 'Solana', { tickUnits: 1, priceDigits: 2, lotUnits: 1, sizeDigits: 2 },
    { startTicks: 14_832, updatesPerSecond: 230, volatility: 560, sizeUnit: 500 }),
  crypto('XRP-USD', 'XRP', { tickUnits: 1, priceDigits: 4, lotUnits: 1, sizeDigits: 1 },
    { startTicks: 5_234, updatesPerSecond: 140, volatility: 240, sizeUnit: 1_000 }),
  equity('ARVN', 'Arven Semiconductor', { startTicks: 18_742, updatesPerSecond: 150, volatility: 560 }),
  equity('KELP', 'Kelpwater Foods', { startTicks: 9_416, updatesPerSecond: 100, volatility: 260 }),
  equity('NOVA', 'Novaline Robotics', { startTicks: 31_285, updatesPerSecond: 80, volatility: 560 }),
  equity('TRNS', 'Transhaven Rail', { startTicks: 5_127, updatesPerSecond: 70, volatility: 140 }),
  future('ESZ6', 'E-mini 500 Dec 2026', QUARTER,
    { startTicks: 23_604, updatesPerSecond: 190, volatility: 260, sizeUnit: 2 }),
  future('NQZ6', 'E-mini Tech 100 Dec 2026', QUARTER,
    { startTicks: 84_310, updatesPerSecond: 140, volatility: 760, sizeUnit: 1 }),
  future('CLZ6', 'Crude Oil Dec 2026', { tickUnits: 1, priceDigits: 2 },
    { startTicks: 7_134, updatesPerSecond: 85, volatility: 180, sizeUnit: 1 }),
  future('GCZ6', 'Gold Dec 2026', { tickUnits: 10, priceDigits: 2 },
    { startTicks: 26_518, updatesPerSecond: 75, volatility: 300, sizeUnit: 1 }),
];
