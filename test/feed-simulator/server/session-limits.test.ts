import { describe, expect, it } from 'vitest';
import { Counts } from '../../../feed-simulator/server/counts.ts';
import { DEFAULT_LIMITS } from '../../../feed-simulator/server/venue-limits.ts';
import { VenueFixture } from './venue-fixture.ts';

const BOOK = { type: 'subscribe', instrument: 'AAA', channel: 'book' } as const;
const PING = { type: 'ping', id: 9, sentTime: 1 } as const;

describe('Session within limits', () => {
  it('allows as many subscriptions as the rights say and refuses the next', () => {
    const fixture = new VenueFixture({ limits: { ...DEFAULT_LIMITS, subscriptions: 64 } });
    const { connection, ask } = fixture.connect();
    for (let depth = 0; depth <= 64; depth += 1) ask({ ...BOOK, id: depth + 1, depth });
    expect(connection.ofType('subscribed')).toHaveLength(64);
    expect(connection.ofType('error')).toMatchObject([{ id: 65, code: 'TOO_MANY_SUBSCRIPTIONS' }]);
    ask({ ...BOOK, id: 99, depth: 3 });
    expect(connection.ofType('subscribed').at(-1)).toMatchObject({ id: 99, depth: 3 });
  });

  it('keeps at most 1,024 distinct books over all clients, and makes room when one is left', () => {
    const fixture = new VenueFixture();
    const askFor = (instrument: string, from: number, count: number) => {
      const { connection, session, ask } = fixture.connect();
      for (let depth = from; depth < from + count; depth += 1) {
        fixture.clock.advance(50);
        ask({ ...BOOK, id: 1, instrument, depth });
      }
      return { session, refused: connection.ofType('error').map((message) => message.code) };
    };
    const full = [0, 250, 500, 750].map((from) => askFor('AAA', from, 250));
    expect(full.flatMap((client) => client.refused)).toEqual([]);
    expect(askFor('BBB', 0, 26).refused).toEqual(['TOO_MANY_SUBSCRIPTIONS', 'TOO_MANY_SUBSCRIPTIONS']);
    for (const { session } of full) fixture.venue.endSession(session);
    expect(askFor('BBB', 100, 250).refused).toEqual([]);
  });

  it('is closed when nothing was subscribed in time, but not when all was unsubscribed later', () => {
    const fixture = new VenueFixture();
    const [idle, left] = [fixture.connect(), fixture.connect()];
    left.ask({ type: 'subscribe', id: 1, instrument: 'AAA', channel: 'trades' });
    const subscription = left.connection.ofType('subscribed')[0]?.subscription;
    left.ask({ type: 'unsubscribe', id: 2, subscription });
    fixture.pass(DEFAULT_LIMITS.subscribeWithinMs - 1);
    expect(idle.connection.closed).toBeNull();
    fixture.pass(1);
    expect(idle.connection.ofType('error')).toMatchObject([{ id: 0, code: 'SUBSCRIBE_DEADLINE' }]);
    expect([idle.connection.closed?.code, left.connection.closed]).toEqual([1008, null]);
  });

  it('waits for ever where the limit is 0', () => {
    const fixture = new VenueFixture({ limits: { ...DEFAULT_LIMITS, subscribeWithinMs: 0 } });
    const { connection } = fixture.connect();
    fixture.pass(3_600_000);
    expect(connection.closed).toBeNull();
  });

  it('closes a connection that goes on asking after a thousand refusals, and none that heeds them', () => {
    const fixture = new VenueFixture();
    const [flooding, heeding] = [fixture.connect(), fixture.connect()];
    for (let asked = 0; asked < 1_200; asked += 1) flooding.ask(PING);
    expect(flooding.connection.closed).toBeNull();
    flooding.ask(PING);
    expect(flooding.connection.closed?.code).toBe(1008);
    for (let asked = 0; asked < 3_000; asked += 1) {
      heeding.ask(PING);
      fixture.clock.advance(12);
    }
    expect(heeding.connection.closed).toBeNull();
  });

  it('says when to ask again, of its own bucket and of those over several connections', () => {
    let limit: { code: 'ADDRESS_RATE_LIMITED'; message: string; retryAfterMs: number } | null = null;
    const counts = new Counts();
    const limits = { ...DEFAULT_LIMITS, messageBurst: 2, messagesPerSecond: 4 };
    const { connection, ask } = new VenueFixture({ limits, counts, mayMessage: () => limit }).connect();
    connection.take();
    limit = { code: 'ADDRESS_RATE_LIMITED', message: 'too many', retryAfterMs: 70 };
    ask(PING);
    limit = null;
    ask(PING);
    ask(PING);
    expect(connection.take()).toMatchObject([
      { type: 'error', id: 9, code: 'ADDRESS_RATE_LIMITED', retryAfterMs: 70 },
      { type: 'pong' },
      { type: 'error', id: 9, code: 'RATE_LIMITED', retryAfterMs: 250 },
    ]);
    expect(counts.entries('refusals')).toEqual([
      { labels: ['ADDRESS_RATE_LIMITED'], value: 1 },
      { labels: ['RATE_LIMITED'], value: 1 },
    ]);
  });

  it('names at most 512 streams in one heartbeat and all of them in as many as it takes', () => {
    const fixture = new VenueFixture();
    const { connection, ask } = fixture.connect();
    for (let depth = 0; depth < 600; depth += 1) {
      fixture.clock.advance(20);
      ask({ type: 'subscribe', id: 1, instrument: 'AAA', channel: 'book', depth });
    }
    fixture.pass(400);
    const beats = connection.ofType('heartbeat').map(({ sequences = [] }) => sequences);
    expect(beats.map((pairs) => pairs.length / 2)).toEqual([512, 88]);
    expect(new Set(beats.flat().filter((_, place) => place % 2 === 0)).size).toBe(600);
  });
});
