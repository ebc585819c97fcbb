import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../../feed-simulator/observability/metrics.ts';
import { MAX_INSTRUMENT_SERIES } from '../../../feed-simulator/observability/metric-gauges.ts';
import type { Metrics } from '../../../feed-simulator/observability/metrics.ts';
import type { VenueSummary } from '../../../feed-simulator/server/venue-summary.ts';
import { COUNT_LABELS, Counts } from '../../../feed-simulator/server/counts.ts';
import type { CountName } from '../../../feed-simulator/server/counts.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { OBSERVED, READINGS } from './observed-venue.ts';

type Rig = { counts: Counts; clock: ManualClock; metrics: Metrics; show: (summary: VenueSummary) => void };

function rig(): Rig {
  const counts = new Counts();
  const clock = new ManualClock();
  let shown = OBSERVED;
  const metrics = createMetrics({ counts, clock, venue: () => shown, readings: () => READINGS });
  return { counts, clock, metrics, show: (summary) => (shown = summary) };
}

/** The sample lines of one metric. */
async function samples({ metrics }: Rig, name: string): Promise<string[]> {
  const lines = (await metrics.text()).split('\n');
  return lines.filter(
    (line) => line.startsWith(`touchline_${name} `) || line.startsWith(`touchline_${name}{`),
  );
}

describe('createMetrics', () => {
  it('shows every count of the venue with its labels', async () => {
    const made = rig();
    made.counts.add('messagesOut', ['websocket', 'msgpack'], 12);
    made.counts.add('messagesOut', ['event-stream', 'json'], 3);
    made.counts.add('refusals', ['RATE_LIMITED']);
    expect(await samples(made, 'messages_out_total')).toEqual([
      'touchline_messages_out_total{transport="websocket",codec="msgpack"} 12',
      'touchline_messages_out_total{transport="event-stream",codec="json"} 3',
    ]);
    expect(await samples(made, 'refusals_total')).toEqual([
      'touchline_refusals_total{code="RATE_LIMITED"} 1',
    ]);
  });

  it('shows a count as it stands at each scrape, not added to what it showed before', async () => {
    const made = rig();
    made.counts.add('trades', [], 5);
    await made.metrics.text();
    made.counts.add('trades', [], 2);
    expect(await samples(made, 'trades_total')).toEqual(['touchline_trades_total 7']);
  });

  it('has a help line and a type for every count there is', async () => {
    const text = await rig().metrics.text();
    const helped = [...text.matchAll(/^# HELP touchline_(\w+)_total \S.*\.$/gm)].map((match) => match[1]);
    const snake = (name: CountName): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    expect(helped.sort()).toEqual((Object.keys(COUNT_LABELS) as CountName[]).map(snake).sort());
    expect(text.match(/^# TYPE touchline_\w+_total counter$/gm)).toHaveLength(helped.length);
  });

  it('shows connections by transport and codec, what they hold, and forgets those that are gone', async () => {
    const made = rig();
    expect(await samples(made, 'connections')).toEqual([
      'touchline_connections{transport="websocket",codec="msgpack"} 2',
      'touchline_connections{transport="event-stream",codec="json"} 1',
    ]);
    expect(await samples(made, 'subscriptions')).toEqual(['touchline_subscriptions 7']);
    expect(await samples(made, 'buffered_bytes')).toEqual(['touchline_buffered_bytes 1024']);
    expect(await samples(made, 'buffered_bytes_max')).toEqual(['touchline_buffered_bytes_max 1000']);
    made.show({ ...OBSERVED, sessions: [] });
    expect(await samples(made, 'connections')).toEqual([]);
    expect(await samples(made, 'buffered_bytes_max')).toEqual(['touchline_buffered_bytes_max 0']);
  });

  it('shows the sequence of each instrument under the epoch, of at most 200', async () => {
    const made = rig();
    expect(await samples(made, 'epoch')).toEqual(['touchline_epoch 7']);
    expect(await samples(made, 'sequence')).toEqual([
      'touchline_sequence{instrument="AAA"} 100',
      'touchline_sequence{instrument="BBB"} 3',
    ]);
    const instruments = Array.from({ length: MAX_INSTRUMENT_SERIES + 1 }, (_, index) => ({
      id: `I${index}`,
      state: 'trading' as const,
      sequence: index,
    }));
    made.show({ ...OBSERVED, instruments });
    expect(await samples(made, 'sequence')).toHaveLength(MAX_INSTRUMENT_SERIES);
  });

  it('puts each step of the market into a bucket of its time and of its messages', async () => {
    const made = rig();
    made.metrics.observeStep(0.0004, 40);
    made.metrics.observeStep(0.0006, 0);
    made.metrics.observeStep(2, 200_000);
    expect(await samples(made, 'fan_out_seconds_count')).toEqual(['touchline_fan_out_seconds_count 3']);
    const seconds = await samples(made, 'fan_out_seconds_bucket');
    expect(seconds.filter((line) => /le="(0.00025|0.0005|0.001|1|\+Inf)"/.test(line))).toEqual([
      'touchline_fan_out_seconds_bucket{le="0.00025"} 0',
      'touchline_fan_out_seconds_bucket{le="0.0005"} 1',
      'touchline_fan_out_seconds_bucket{le="0.001"} 2',
      'touchline_fan_out_seconds_bucket{le="1"} 2',
      'touchline_fan_out_seconds_bucket{le="+Inf"} 3',
    ]);
    expect(await samples(made, 'fan_out_messages_sum')).toEqual(['touchline_fan_out_messages_sum 200040']);
  });

  it('shows uptime, memory and how late the event loop is, in seconds and bytes', async () => {
    const made = rig();
    made.clock.advance(2_500);
    expect(await samples(made, 'uptime_seconds')).toEqual(['touchline_uptime_seconds 2.5']);
    expect(await samples(made, 'event_loop_delay_seconds')).toEqual([
      'touchline_event_loop_delay_seconds{statistic="p50"} 0.0005',
      'touchline_event_loop_delay_seconds{statistic="p99"} 0.004',
      'touchline_event_loop_delay_seconds{statistic="max"} 0.02',
    ]);
    expect(await samples(made, 'process_memory_bytes')).toContain(
      'touchline_process_memory_bytes{kind="resident"} 100000000',
    );
  });

  it('keeps two venues in one process apart', async () => {
    const [one, other] = [rig(), rig()];
    one.counts.add('trades', [], 5);
    expect(await samples(other, 'trades_total')).toEqual(['touchline_trades_total 0']);
    expect(one.metrics.contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
  });
});
