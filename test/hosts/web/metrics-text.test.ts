import { describe, expect, it } from 'vitest';
import { metricsText } from '../../../main/hosts/web/metrics-text.ts';
import { noSocketCounts } from '../../../main/hosts/web/socket-counts.ts';
import type { HealthReport } from '../../../main/terminal/terminal-types.ts';
import { FakeTerminal } from '../../support/fake-terminal.ts';

/** Samples of the text by name and labels, read without the library that wrote it. */
async function samplesOf(changes: Partial<HealthReport> = {}): Promise<Record<string, number>> {
  const report = { ...new FakeTerminal().health(), ...changes };
  const { text } = await metricsText(report, { ...noSocketCounts(), wrongTokens: 2 });
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    samples.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice('touchline_terminal_'.length, end), Number(line.slice(end + 1))];
    }),
  );
}

describe('metricsText', () => {
  it('tells the state of the feed, how it is received and what went through it', async () => {
    expect(await samplesOf()).toMatchObject({
      'feed_state{state="live"}': 1,
      'feed_state{state="suspect"}': 0,
      'feed_path{codec="flat-msgpack",mode="fast",receive_path="quick"}': 1,
      live_books: 12,
      messages_total: 41_000,
      level_updates_total: 200_000,
      books_verified_total: 7,
      frames_published_total: 900,
      'window_troubles_total{kind="wrongTokens"}': 2,
    });
  });

  it('gives stages, latency and loop delay in seconds, and memory in bytes', async () => {
    const samples = await samplesOf({
      stages: [
        { stage: 'network', count: 3, p50: -2, p99: 0.5 },
        { stage: 'paint', count: 0, p50: null, p99: null },
      ],
    });
    expect(samples).toMatchObject({
      'stage_seconds{stage="network",quantile="0.5"}': -0.002,
      'stage_seconds{stage="network",quantile="0.99"}': 0.0005,
      'stage_samples{stage="paint"}': 0,
      'latency_seconds{quantile="0.99"}': 0.003,
      'event_loop_delay_seconds{quantile="1"}': 0.0065,
      resident_bytes: 142 * 1_048_576,
      uptime_seconds: 1,
    });
    expect(Object.keys(samples).filter((name) => name.startsWith('stage_seconds{stage="paint"'))).toEqual([]);
  });

  it('counts what was rejected by code', async () => {
    const samples = await samplesOf({ rejected: { WIRE_BAD_FIELD: 4, WIRE_TOO_LONG: 1 } });
    expect(samples).toMatchObject({
      'messages_rejected_total{code="WIRE_BAD_FIELD"}': 4,
      'messages_rejected_total{code="WIRE_TOO_LONG"}': 1,
    });
  });

  it('begins anew with each scrape', async () => {
    await samplesOf();
    expect((await samplesOf())['messages_total']).toBe(41_000);
  });

  it('leaves out the address of the feed, which may carry an access token', async () => {
    const report = new FakeTerminal().health();
    const feed = { ...report.feed, url: 'wss://venue.test/v1?access_token=secret' };
    const { text } = await metricsText({ ...report, feed }, noSocketCounts());
    expect(text).not.toContain('secret');
  });
});
