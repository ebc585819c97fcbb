import { describe, expect, it } from 'vitest';
import { HEARTBEAT_INTERVAL_MS } from '../../../feed-simulator/server/session.ts';
import { OPENING_BOOK, VenueFixture, ask, bid } from './venue-fixture.ts';

const BOOK = { type: 'subscribe', instrument: 'AAA', channel: 'book' } as const;
const TRADES = { type: 'subscribe', instrument: 'AAA', channel: 'trades' } as const;

describe('Session', () => {
  it('speaks first, with a welcome', () => {
    const fixture = new VenueFixture();
    const { connection } = fixture.connect();
    expect(connection.messages).toEqual([
      {
        type: 'welcome',
        protocol: 1,
        venue: 'Fixture',
        epoch: 7,
        sentTime: fixture.clock.wallMicros(),
        heartbeatIntervalMs: 500,
        instruments: fixture.instruments,
      },
    ]);
  });

  it('acknowledges a book subscription and sends its snapshot at once', () => {
    const { connection, ask } = new VenueFixture().connect();
    connection.take();
    ask({ ...BOOK, id: 3, depth: 1 });
    const [acknowledgement, snapshot] = connection.take();
    const { subscription } = acknowledgement ?? {};
    const terms = { instrument: 'AAA', channel: 'book', depth: 1 };
    expect(acknowledgement).toEqual({
      type: 'subscribed',
      id: 3,
      epoch: 7,
      subscription,
      ...terms,
      sequence: 1,
    });
    expect(snapshot).toMatchObject({ type: 'snapshot', id: 0, sequence: 1, part: 1, parts: 1 });
    expect(snapshot?.levels).toEqual([...bid(100, 10), 203, 10]);
  });

  it('gives one subscription the same number for every client, and distinct ones distinct numbers', () => {
    const fixture = new VenueFixture();
    const numbers = [0, 1].map(() => {
      const { connection, ask } = fixture.connect();
      for (const [id, request] of [
        BOOK,
        { ...BOOK, depth: 5 },
        TRADES,
        { ...BOOK, instrument: 'BBB' },
      ].entries())
        ask({ ...request, id: id + 1 });
      return connection.ofType('subscribed').map((message) => message.subscription);
    });
    expect(numbers[0]).toEqual(numbers[1]);
    expect(new Set(numbers[0]).size).toBe(4);
  });

  it('acknowledges a second subscribe again and sends the snapshot again', () => {
    const fixture = new VenueFixture();
    const { connection, ask } = fixture.connect();
    ask({ ...BOOK, id: 1 });
    connection.take();
    fixture.change(bid(100, 11));
    ask({ ...BOOK, id: 2 });
    expect(connection.take().map((message) => [message.type, message.sequence])).toEqual([
      ['delta', 2],
      ['subscribed', 2],
      ['snapshot', 2],
    ]);
    fixture.change(bid(100, 12));
    expect(connection.take()).toHaveLength(1);
  });

  it('sends nothing more after an unsubscribe', () => {
    const fixture = new VenueFixture();
    const { connection, ask } = fixture.connect();
    ask({ ...BOOK, id: 1 });
    ask({ ...TRADES, id: 2 });
    const subscriptions = connection.ofType('subscribed').map((message) => message.subscription);
    connection.take();
    for (const subscription of subscriptions) ask({ type: 'unsubscribe', id: 9, subscription });
    expect(connection.take()).toEqual(
      subscriptions.map((subscription) => ({ type: 'unsubscribed', id: 9, subscription })),
    );
    fixture.change(bid(100, 11), [fixture.trade(100, 1)]);
    fixture.pass(500);
    expect(connection.take()).toMatchObject([{ type: 'heartbeat', sequences: [] }]);
  });

  it('sends trades from the one after the acknowledged sequence on', () => {
    const fixture = new VenueFixture();
    fixture.change([], [fixture.trade(100, 1), fixture.trade(100, 2)]);
    const { connection, ask } = fixture.connect();
    ask({ ...TRADES, id: 1 });
    fixture.change([], [fixture.trade(101, 3)]);
    expect(connection.ofType('subscribed')).toMatchObject([{ sequence: 2, depth: 0, channel: 'trades' }]);
    expect(connection.ofType('trades')).toMatchObject([
      { previousSequence: 2, sequence: 3, trades: [3, 101, 3, 1, expect.any(Number)] },
    ]);
  });

  it('gives the book as it was at a past sequence, without touching the stream', () => {
    const fixture = new VenueFixture();
    const { connection, ask } = fixture.connect();
    ask({ ...BOOK, id: 1 });
    const subscription = connection.ofType('subscribed')[0]?.subscription;
    fixture.change(bid(100, 11));
    connection.take();
    ask({ type: 'snapshot', id: 2, subscription, atSequence: 1 });
    expect(connection.take()).toMatchObject([{ type: 'snapshot', id: 2, sequence: 1, levels: OPENING_BOOK }]);
    fixture.change(bid(100, 12));
    expect(connection.take()).toMatchObject([{ type: 'delta', previousSequence: 2, sequence: 3 }]);
  });

  it('answers a history request and a ping', () => {
    const fixture = new VenueFixture();
    fixture.change([], [fixture.trade(100, 1)]);
    const { connection, ask } = fixture.connect();
    connection.take();
    ask({ type: 'trade-history', id: 1, instrument: 'AAA', from: 1, to: 10 });
    ask({ type: 'ping', id: 2, sentTime: 5 });
    expect(connection.take()).toMatchObject([
      { type: 'trade-history', id: 1, from: 1, to: 1, firstAvailable: 1, isLast: true },
      { type: 'pong', id: 2, sentTime: fixture.clock.wallMicros() },
    ]);
  });

  it.each([
    [{ type: 'subscribe', instrument: 'ZZZ', channel: 'book' }, 'UNKNOWN_INSTRUMENT'],
    [{ type: 'trade-history', instrument: 'ZZZ', from: 1, to: 2 }, 'UNKNOWN_INSTRUMENT'],
    [{ type: 'subscribe', instrument: 'AAA', channel: 'book', depth: 1_001 }, 'BAD_MESSAGE'],
    [{ type: 'subscribe', instrument: 'AAA' }, 'BAD_MESSAGE'],
    [{ type: 'unsubscribe', subscription: 1 }, 'UNKNOWN_SUBSCRIPTION'],
    [{ type: 'snapshot', subscription: 77 }, 'UNKNOWN_SUBSCRIPTION'],
    [{ type: 'trade-history', instrument: 'AAA', from: 2, to: 1 }, 'BAD_RANGE'],
    [{ type: 'trade-history', instrument: 'AAA', from: 1, to: 20_001 }, 'BAD_RANGE'],
    [{ type: 'dance' }, 'UNKNOWN_TYPE'],
  ])('refuses %j with %s', (request, code) => {
    const { connection, ask } = new VenueFixture().connect();
    connection.take();
    ask({ ...request, id: 12 });
    expect(connection.take()).toEqual([
      { type: 'error', id: 12, code, message: expect.any(String) as string },
    ]);
  });

  it('refuses a snapshot of trades, of a sequence too old and of one ahead', () => {
    const fixture = new VenueFixture();
    const { connection, ask } = fixture.connect();
    ask({ ...TRADES, id: 1 });
    ask({ ...BOOK, id: 2 });
    const [trades, book] = connection.ofType('subscribed').map((message) => message.subscription);
    connection.take();
    ask({ type: 'snapshot', id: 3, subscription: trades });
    ask({ type: 'snapshot', id: 4, subscription: book, atSequence: 0 });
    ask({ type: 'snapshot', id: 5, subscription: book, atSequence: 2 });
    expect(connection.take().map((message) => [message.id, message.code])).toEqual([
      [3, 'UNKNOWN_SUBSCRIPTION'],
      [4, 'SEQUENCE_TOO_OLD'],
      [5, 'SEQUENCE_AHEAD'],
    ]);
  });

  it('refuses requests beyond the bucket and takes them again as it refills', () => {
    const fixture = new VenueFixture();
    const { connection, ask } = fixture.connect();
    for (let id = 1; id <= 205; id += 1) ask({ type: 'ping', id, sentTime: 1 });
    expect(connection.ofType('pong')).toHaveLength(200);
    expect(connection.ofType('error').map((message) => [message.id, message.code])).toEqual(
      [201, 202, 203, 204, 205].map((id) => [id, 'RATE_LIMITED']),
    );
    fixture.clock.advance(20);
    connection.take();
    ask({ type: 'ping', id: 300, sentTime: 1 });
    expect(connection.take()).toMatchObject([{ type: 'pong', id: 300 }]);
  });

  it('closes with 1008 at the tenth bad message', () => {
    const { connection, session } = new VenueFixture().connect();
    connection.take();
    for (let i = 0; i < 9; i += 1) session.receive(Buffer.from('{'), false);
    session.receive(Buffer.from([0x80]), true);
    expect(connection.take().map((message) => message.code)).toEqual([
      ...new Array<string>(10).fill('BAD_MESSAGE'),
      'TOO_MANY_BAD_MESSAGES',
    ]);
    expect(connection.closed?.code).toBe(1008);
    expect(session.isOpen).toBe(false);
    session.receive(Buffer.from('{'), false);
    expect(connection.messages).toEqual([]);
  });

  it('does not count unknown types as bad messages', () => {
    const { connection, ask } = new VenueFixture().connect();
    for (let id = 1; id <= 20; id += 1) ask({ type: 'later-version', id });
    expect(connection.ofType('error')).toHaveLength(20);
    expect(connection.closed).toBeNull();
  });

  it('sends heartbeats within the announced interval, with the sequences that moved since the last', () => {
    const fixture = new VenueFixture();
    const { connection, ask } = fixture.connect();
    ask({ ...BOOK, id: 1 });
    ask({ ...BOOK, id: 2, instrument: 'BBB' });
    ask({ ...TRADES, id: 3 });
    const [aaa, bbb, trades] = connection.ofType('subscribed').map((message) => message.subscription);
    fixture.change(bid(100, 1), [fixture.trade(100, 1)]);
    fixture.pass(HEARTBEAT_INTERVAL_MS - 1);
    fixture.change(bid(100, 2));
    fixture.pass(HEARTBEAT_INTERVAL_MS - 1);
    fixture.pass(HEARTBEAT_INTERVAL_MS - 1);
    expect(connection.ofType('heartbeat').map((message) => message.sequences)).toEqual([
      [aaa, 2, bbb, 1, trades, 1],
      [aaa, 3],
      [],
    ]);
  });

  it('is out of the venue as soon as its connection is gone', () => {
    const fixture = new VenueFixture();
    const { connection, session, ask: request } = fixture.connect();
    request({ ...BOOK, id: 1 });
    fixture.venue.endSession(session);
    connection.take();
    fixture.change(ask(101, 1));
    fixture.pass(1_000);
    expect([connection.messages, fixture.venue.sessionCount]).toEqual([[], 0]);
  });
});
