import { describe, expect, it } from 'vitest';
import { MAX_WAITING_REQUESTS } from '../../../feed-simulator/server/session.ts';
import { DEFAULT_LIMITS } from '../../../feed-simulator/server/venue-limits.ts';
import { VenueFixture, ask, bid } from './venue-fixture.ts';

const OVER = 1_048_577;
const BOOK = { type: 'subscribe', id: 1, instrument: 'AAA', channel: 'book', depth: 2 } as const;
const TRADES = { type: 'subscribe', id: 2, instrument: 'AAA', channel: 'trades' } as const;

function slowReader(): ReturnType<VenueFixture['connect']> & { fixture: VenueFixture } {
  const fixture = new VenueFixture();
  const client = fixture.connect();
  client.ask(BOOK);
  client.ask(TRADES);
  client.connection.take();
  client.connection.unsentBytes = OVER;
  return { fixture, ...client };
}

describe('Session with a slow reader', () => {
  it('sends no deltas above 1 MiB and one merged delta under 256 KiB', () => {
    const { fixture, connection } = slowReader();
    fixture.change(bid(100, 11));
    fixture.change(bid(101, 0).concat(bid(99, 21)));
    fixture.change(bid(100, 0));
    connection.unsentBytes = 262_144;
    fixture.pass(5);
    expect(connection.take()).toEqual([]);
    connection.unsentBytes = 262_143;
    fixture.pass(5);
    expect(connection.take()).toMatchObject([
      {
        type: 'delta',
        previousSequence: 1,
        sequence: 4,
        levels: [...bid(98, 30), ...bid(100, 0), ...bid(99, 21)],
      },
    ]);
    fixture.change(ask(101, 9));
    expect(connection.take()).toMatchObject([{ type: 'delta', previousSequence: 4, sequence: 5 }]);
  });

  it('sends the trades that waited, all of them, when they are at most 5,000', () => {
    const { fixture, connection } = slowReader();
    for (let i = 0; i < 5_000; i += 1) fixture.change([], [fixture.trade(100, 1)]);
    connection.unsentBytes = 0;
    fixture.pass(5);
    const trades = connection.ofType('trades');
    expect(trades.map((message) => [message.previousSequence, message.sequence])).toEqual(
      [0, 1_000, 2_000, 3_000, 4_000].map((from) => [from, from + 1_000]),
    );
    expect(connection.ofType('gap')).toEqual([]);
  });

  it('announces what it dropped beyond 5,000 trades as a gap that joins', () => {
    const { fixture, connection } = slowReader();
    for (let i = 0; i < 5_007; i += 1) fixture.change([], [fixture.trade(100, 1)]);
    connection.unsentBytes = 0;
    fixture.pass(5);
    const [gap, first] = connection.take().filter((message) => message.type !== 'delta');
    expect(gap).toEqual({ type: 'gap', epoch: 7, subscription: gap?.subscription, from: 1, to: 7 });
    expect(first).toMatchObject({ type: 'trades', previousSequence: 7, sequence: 1_007 });
  });

  it('still hears heartbeats, and is closed with 1013 after ten seconds', () => {
    const { fixture, connection } = slowReader();
    fixture.change(bid(100, 11));
    for (let passed = 0; passed < 9_900; passed += 100) fixture.pass(100);
    expect(connection.ofType('heartbeat').length).toBeGreaterThan(19);
    expect(connection.closed).toBeNull();
    fixture.pass(100);
    expect(connection.closed?.code).toBe(1013);
    expect(fixture.venue.sessionCount).toBe(0);
  });

  it('lets requests wait in order until the reader caught up', () => {
    const { fixture, connection, ask: request } = slowReader();
    request({ type: 'ping', id: 11, sentTime: 1 });
    request({ ...BOOK, id: 12 });
    expect(connection.take()).toEqual([]);
    connection.unsentBytes = 0;
    fixture.pass(5);
    expect(connection.take().map((message) => [message.type, message.id])).toEqual([
      ['pong', 11],
      ['subscribed', 12],
      ['snapshot', 0],
    ]);
  });

  it('refuses requests beyond those that may wait', () => {
    const { fixture, connection, ask: request } = slowReader();
    for (let id = 1; id <= MAX_WAITING_REQUESTS + 1; id += 1) {
      fixture.clock.advance(20);
      request({ type: 'ping', id, sentTime: 1 });
    }
    expect(connection.take()).toMatchObject([
      { type: 'error', id: MAX_WAITING_REQUESTS + 1, code: 'RATE_LIMITED' },
    ]);
  });

  it('sends the whole new book in place of deltas that new terms made void', () => {
    const { fixture, connection } = slowReader();
    fixture.change(bid(100, 11), [fixture.trade(100, 1)]);
    const [definition] = fixture.instruments;
    if (definition === undefined) throw new Error('expected an instrument');
    const levels = [...bid(20, 1), ...ask(21, 2)];
    fixture.apply({ kind: 'terms', instrument: 0, venueTime: fixture.now, definition, levels });
    expect(connection.take().map((message) => message.type)).toEqual(['trades', 'instrument']);
    fixture.change(bid(20, 3));
    connection.unsentBytes = 0;
    fixture.pass(5);
    expect(connection.take()).toMatchObject([
      { type: 'snapshot', id: 0, sequence: 4, levels: [...bid(20, 3), ...ask(21, 2)] },
    ]);
  });

  it('sends the whole book when too many prices changed to remember them', () => {
    const fixture = new VenueFixture();
    const { connection, ask: request } = fixture.connect();
    request({ ...BOOK, depth: 0 });
    connection.take();
    connection.unsentBytes = OVER;
    for (let ticks = 200; ticks <= 20_200; ticks += 1) {
      fixture.change(ask(ticks, 1));
      fixture.change(ask(ticks, 0));
    }
    connection.unsentBytes = 0;
    fixture.pass(5);
    expect(connection.take()).toMatchObject([{ type: 'snapshot', id: 0, part: 1, parts: 1 }]);
  });

  it('stops again half-way when what it owes fills the connection anew', () => {
    const { fixture, connection } = slowReader();
    fixture.change(bid(100, 11));
    for (let i = 0; i < 3; i += 1) fixture.change([], [fixture.trade(100, 1)]);
    connection.unsentBytes = 0;
    const send = connection.send.bind(connection);
    connection.send = (frame) => {
      connection.unsentBytes = OVER;
      send(frame);
    };
    fixture.pass(5);
    expect(connection.take().map((message) => message.type)).toEqual(['delta']);
    connection.send = send;
    connection.unsentBytes = 0;
    fixture.pass(5);
    expect(connection.take()).toMatchObject([{ type: 'trades', previousSequence: 0, sequence: 3 }]);
  });

  it('is cut at once when the last bound on unsent bytes is passed', () => {
    const { fixture, connection, session } = slowReader();
    connection.unsentBytes = DEFAULT_LIMITS.unsentBytes + 1;
    fixture.pass(500);
    expect([connection.closed?.code, session.isOpen]).toEqual([1013, false]);
  });
});
