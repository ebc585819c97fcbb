import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import type { ProcessReadings } from '../../../feed-simulator/observability/process-readings.ts';
import type { SessionSummary, VenueSummary } from '../../../feed-simulator/server/venue-summary.ts';

export const OPENED_AT = timestampMicros(1_700_000_000_000_000);

export function session(number: number, fields: Partial<SessionSummary> = {}): SessionSummary {
  return {
    facts: { number, transport: 'websocket', codec: 'msgpack', address: '192.0.2.7' },
    subject: '',
    subscriptions: 1,
    bufferedBytes: 0,
    openedAt: OPENED_AT,
    ...fields,
  };
}

/** Two instruments and three connections. */
export const OBSERVED: VenueSummary = {
  name: 'Fixture',
  epoch: 7,
  instruments: [
    { id: 'AAA', state: 'trading', sequence: 100 },
    { id: 'BBB', state: 'halted', sequence: 3 },
  ],
  sessions: [
    session(1, { subject: 'desk', subscriptions: 5, bufferedBytes: 1_000 }),
    session(2, { bufferedBytes: 24 }),
    session(4, { facts: { number: 4, transport: 'event-stream', codec: 'json', address: '::1' } }),
  ],
};

export const READINGS: ProcessReadings = {
  loopDelay: { p50: 0.0005, p99: 0.004, max: 0.02 },
  residentBytes: 100_000_000,
  heapUsedBytes: 40_000_000,
  externalBytes: 5_000_000,
  cpuSeconds: 1.5,
};
