import { describe, expect, it } from 'vitest';
import type { RawMessage } from '../../support/second-reader-book.ts';
import { MirrorBook } from '../../support/second-reader-book.ts';
import { VenueFixture, ask, bid } from './venue-fixture.ts';
import type { Client } from './venue-fixture.ts';

const CONFLATED = {
  type: 'subscribe',
  id: 1,
  instrument: 'AAA',
  channel: 'book',
  conflationMs: 100,
} as const;

function follower(fixture: VenueFixture, request: object = CONFLATED): Client {
  const client = fixture.connect();
  client.ask({ ...request });
  return client;
}

/** The book as the client must have it, every doubt a fault. */
function mirrored(messages: readonly RawMessage[]): MirrorBook {
  const mirror = new MirrorBook();
  for (const message of messages)
    if (message.type === 'snapshot' || message.type === 'delta') mirror.receive(message);
  return mirror;
}

describe('Session with conflation', () => {
  it('merges what happened in the interval into one delta, the last size of each price', () => {
    const fixture = new VenueFixture();
    const { connection } = follower(fixture);
    expect(connection.take().slice(1)).toMatchObject([
      { conflationMs: 100 },
      { type: 'snapshot', sequence: 1 },
    ]);
    fixture.change(bid(100, 11));
    fixture.change([...bid(100, 12), ...ask(101, 0)]);
    fixture.pass(99);
    expect(connection.take()).toEqual([]);
    fixture.pass(1);
    const [delta, ...none] = connection.take();
    expect(none).toEqual([]);
    expect(delta).toMatchObject({ type: 'delta', previousSequence: 1, sequence: 3 });
    expect(new Set(String(delta?.levels).split(',')).size).toBe(4);
  });

  it('never sends two messages within the interval, however late the venue gets to it', () => {
    const fixture = new VenueFixture();
    const { connection } = follower(fixture);
    connection.take();
    const sentAt: number[] = [];
    for (let ms = 0; ms < 3_000; ms += 7) {
      fixture.change(bid(100, 1 + ms));
      fixture.pass(ms % 490 === 0 ? 60 : 7);
      if (connection.take().some((message) => message.type === 'delta'))
        sentAt.push(fixture.clock.monotonicMs());
    }
    const gaps = sentAt.slice(1).map((at, index) => at - (sentAt[index] ?? 0));
    expect([Math.min(...gaps) >= 100, gaps.length > 20]).toEqual([true, true]);
  });

  it('sends nothing when nothing is new', () => {
    const fixture = new VenueFixture();
    const { connection } = follower(fixture);
    connection.take();
    for (let i = 0; i < 20; i += 1) fixture.pass(50);
    expect(connection.take().filter((message) => message.type !== 'heartbeat')).toEqual([]);
  });

  it('gives one who joined in between its own delta, and all the others the same', () => {
    const fixture = new VenueFixture();
    const [first, second] = [follower(fixture), follower(fixture)];
    fixture.change(bid(100, 11));
    const late = follower(fixture);
    expect(late.connection.ofType('snapshot')).toMatchObject([{ sequence: 2 }]);
    fixture.change(bid(99, 21));
    fixture.pass(100);
    const deltas = [first, second, late].map(({ connection }) => connection.ofType('delta'));
    expect(deltas).toMatchObject([
      [{ previousSequence: 1, sequence: 3 }],
      [{ previousSequence: 1, sequence: 3 }],
      [{ previousSequence: 2, sequence: 3, levels: bid(99, 21) }],
    ]);
    for (const { connection } of [first, second, late])
      expect(mirrored(connection.messages).faults).toEqual([]);
  });

  it('keeps every conflation of a window and the plain one right side by side', () => {
    const fixture = new VenueFixture();
    const clients = [0, 10, 25, 50, 100, 250, 500, 1_000, 2_000, 5_000].map((conflationMs) => ({
      conflationMs,
      client: follower(fixture, { ...CONFLATED, depth: 2, conflationMs }),
    }));
    for (let i = 0; i < 200; i += 1) {
      fixture.change(bid(90 + (i % 11), i % 4));
      fixture.pass(3);
    }
    fixture.pass(5_000);
    const books = clients.map(({ client, conflationMs }) => {
      const { faults, verified } = mirrored(client.connection.messages);
      expect([conflationMs, faults]).toEqual([conflationMs, []]);
      return verified;
    });
    expect(books).toEqual([...books].sort((left, right) => right - left));
    expect(
      new Set(clients.map(({ client }) => client.connection.ofType('subscribed')[0]?.subscription)).size,
    ).toBe(10);
  });

  it('sends a snapshot where more prices changed in the interval than are remembered', () => {
    const fixture = new VenueFixture();
    const { connection } = follower(fixture, { ...CONFLATED, conflationMs: 5_000 });
    connection.take();
    for (let ticks = 200; ticks < 17_000; ticks += 1) fixture.change(ask(ticks, 1));
    fixture.pass(5_000);
    const parts = connection.take().filter(({ type }) => type !== 'heartbeat');
    expect([parts[0]?.type, parts[0]?.sequence]).toEqual(['snapshot', 16_801]);
  });

  it('merges tickers and candles, a hundred milliseconds when nothing is said', () => {
    const fixture = new VenueFixture();
    const { connection, ask: request } = fixture.connect();
    request({ ...CONFLATED, channel: 'ticker', conflationMs: undefined });
    request({ ...CONFLATED, channel: 'candles', intervalMs: 1_000, conflationMs: undefined });
    expect(connection.ofType('subscribed')).toMatchObject([{ conflationMs: 100 }, { conflationMs: 100 }]);
    connection.take();
    for (let i = 0; i < 5; i += 1) fixture.change(bid(100, 20 + i), [fixture.trade(100, 1)]);
    fixture.pass(100);
    expect(connection.take()).toMatchObject([
      { type: 'ticker', bidSize: 24, trades: 5 },
      { type: 'candles', previousSequence: 0, sequence: 5 },
    ]);
  });

  it('names in the heartbeat where a conflated stream really stands', () => {
    const fixture = new VenueFixture();
    const { connection } = follower(fixture, { ...CONFLATED, conflationMs: 5_000 });
    const subscription = connection.ofType('subscribed')[0]?.subscription;
    fixture.change(bid(100, 11));
    fixture.pass(400);
    expect(connection.ofType('heartbeat')).toMatchObject([{ sequences: [subscription, 1] }]);
  });
});
