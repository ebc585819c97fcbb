import type { Gauge } from 'prom-client';
import type { ProcessReadings } from './process-readings.ts';
import type { VenueSummary } from '../server/venue-summary.ts';

/** Instruments with a sequence of their own in the metrics: each is one more series for who stores them. */
export const MAX_INSTRUMENT_SERIES = 200;

export type VenueGauges = {
  setVenue(summary: VenueSummary, uptimeSeconds: number): void;
  setProcess(readings: ProcessReadings): void;
};

/** Registers a gauge of that name, which is without `touchline_`. */
export type MakeGauge = (name: string, help: string, ...labelNames: string[]) => Gauge;

/** What stands at a moment, in contrast to what is counted. */
export function venueGauges(gauge: MakeGauge): VenueGauges {
  const connections = gauge('connections', 'Open connections.', 'transport', 'codec');
  const subscriptions = gauge('subscriptions', 'Subscriptions over all connections.');
  const buffered = gauge('buffered_bytes', 'Bytes handed over and not yet sent, over all connections.');
  const mostBuffered = gauge('buffered_bytes_max', 'The same of the connection that has most.');
  const sequence = gauge('sequence', 'Sequence of the book of an instrument under this epoch.', 'instrument');
  const epoch = gauge('epoch', 'Number of this run of the venue.');
  const uptime = gauge('uptime_seconds', 'Time since the venue opened.');
  const setProcess = processGauges(gauge);
  return {
    setVenue: (summary, uptimeSeconds) => {
      epoch.set(summary.epoch);
      uptime.set(uptimeSeconds);
      // Emptied first: a pair of labels that nobody has any more, an instrument of the run before.
      connections.reset();
      for (const { facts } of summary.sessions)
        connections.inc({ transport: facts.transport, codec: facts.codec });
      const unsent = summary.sessions.map((session) => session.bufferedBytes);
      buffered.set(unsent.reduce((sum, bytes) => sum + bytes, 0));
      mostBuffered.set(unsent.reduce((most, bytes) => Math.max(most, bytes), 0));
      subscriptions.set(summary.sessions.reduce((sum, session) => sum + session.subscriptions, 0));
      sequence.reset();
      for (const instrument of summary.instruments.slice(0, MAX_INSTRUMENT_SERIES))
        sequence.set({ instrument: instrument.id }, instrument.sequence);
    },
    setProcess,
  };
}

function processGauges(gauge: MakeGauge): (readings: ProcessReadings) => void {
  const loopDelay = gauge(
    'event_loop_delay_seconds',
    'How much later than planned the event loop came round, over the last 10 seconds or more.',
    'statistic',
  );
  const memory = gauge('process_memory_bytes', 'Memory of the process, by what it is.', 'kind');
  const cpu = gauge('process_cpu_seconds', 'User and system time since the process began.');
  return (readings) => {
    for (const [statistic, seconds] of Object.entries(readings.loopDelay))
      loopDelay.set({ statistic }, seconds);
    memory.set({ kind: 'resident' }, readings.residentBytes);
    memory.set({ kind: 'heap-used' }, readings.heapUsedBytes);
    memory.set({ kind: 'external' }, readings.externalBytes);
    cpu.set(readings.cpuSeconds);
  };
}
