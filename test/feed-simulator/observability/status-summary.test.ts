import { describe, expect, it } from 'vitest';
import {
  MAX_LISTED_CONNECTIONS,
  statusSummary,
  summaryTotals,
} from '../../../feed-simulator/observability/status-summary.ts';
import type { StatusSummary, SummarySources } from '../../../feed-simulator/observability/status-summary.ts';
import { Counts } from '../../../feed-simulator/server/counts.ts';
import { OBSERVED, OPENED_AT, READINGS, session } from './observed-venue.ts';

function summarised(changed: Partial<SummarySources> = {}): StatusSummary {
  return statusSummary({
    venue: OBSERVED,
    counts: new Counts(),
    faults: [],
    state: 'ok',
    readings: READINGS,
    nowMicros: OPENED_AT + 61_500_000,
    uptimeSeconds: 90,
    rateOf: () => null,
    showsWho: true,
    ...changed,
  });
}

describe('statusSummary', () => {
  it('lists connections with who they are and what they hold', () => {
    expect(summarised().connections).toEqual({
      open: 3,
      subscriptions: 7,
      bufferedBytes: 1_024,
      byKind: [
        { name: 'websocket msgpack', count: 2 },
        { name: 'event-stream json', count: 1 },
      ],
      listed: [
        {
          number: 1,
          transport: 'websocket',
          codec: 'msgpack',
          address: '192.0.2.7',
          subject: 'desk',
          subscriptions: 5,
          bufferedBytes: 1_000,
          openSeconds: 61.5,
        },
        expect.objectContaining({ number: 2, subject: '' }),
        expect.objectContaining({ number: 4, transport: 'event-stream', codec: 'json' }),
      ],
    });
  });

  it('tells strangers neither subjects nor addresses, only that one connection has a token', () => {
    const text = JSON.stringify(summarised({ showsWho: false }));
    expect(text).not.toContain('desk');
    expect(text).not.toContain('192.0.2.7');
    const { listed } = summarised({ showsWho: false }).connections;
    expect(listed.map(({ subject, address }) => [subject, address])).toEqual([
      ['hidden', 'hidden'],
      ['', 'hidden'],
      ['', 'hidden'],
    ]);
  });

  it('lists those with most unsent bytes when there are too many, by their numbers', () => {
    const sessions = Array.from({ length: MAX_LISTED_CONNECTIONS + 20 }, (_, index) =>
      session(index + 1, { bufferedBytes: index < 20 ? 0 : 1_000 - index }),
    );
    const { open, listed } = summarised({ venue: { ...OBSERVED, sessions } }).connections;
    expect(open).toBe(MAX_LISTED_CONNECTIONS + 20);
    expect(listed.map(({ number }) => number)).toEqual(
      Array.from({ length: MAX_LISTED_CONNECTIONS }, (_, index) => index + 21),
    );
  });

  it('names refusals most first and equal ones by name', () => {
    const counts = new Counts();
    counts.add('refusals', ['NOT_ENTITLED'], 2);
    counts.add('refusals', ['RATE_LIMITED'], 9);
    counts.add('refusals', ['BAD_MESSAGE'], 2);
    expect(summarised({ counts }).refusals).toEqual([
      { name: 'RATE_LIMITED', count: 9 },
      { name: 'BAD_MESSAGE', count: 2 },
      { name: 'NOT_ENTITLED', count: 2 },
    ]);
  });

  it('shows totals over all transports, with their rates', () => {
    const counts = new Counts();
    counts.add('messagesOut', ['websocket', 'json'], 10);
    counts.add('messagesOut', ['event-stream', 'json'], 5);
    const rateOf = (name: string): number | null => (name === 'messagesOut' ? 7.5 : null);
    const { activity } = summarised({ counts, rateOf });
    expect(activity.messagesOut).toEqual({ total: 15, perSecond: 7.5 });
    expect(activity.trades).toEqual({ total: 0, perSecond: null });
  });

  it('asks for the rate of a book under its epoch, so that a restart is no rate', () => {
    const asked: string[] = [];
    summarised({ rateOf: (name) => (asked.push(name), 1) });
    const totals = summaryTotals(OBSERVED, new Counts());
    expect(asked.filter((name) => !totals.has(name))).toEqual([]);
    expect(totals.get('7/AAA')).toBe(100);
    expect(summaryTotals({ ...OBSERVED, epoch: 8 }, new Counts()).has('7/AAA')).toBe(false);
  });

  it('shows faults that are on or wait, and nothing of how they were asked for', () => {
    const fault = { id: 1, kind: 'drop', scenario: '', state: 'on', applied: 3, remainingMs: null };
    const faults = [
      { ...fault, spec: { seed: 7 } },
      { ...fault, id: 2, state: 'ended' },
      { ...fault, id: 3, state: 'waiting' },
    ];
    expect(summarised({ faults }).faults).toEqual([fault, { ...fault, id: 3, state: 'waiting' }]);
  });

  it('is plain JSON', () => {
    const summary = summarised();
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });
});
