import { describe, expect, it } from 'vitest';
import { priceTicks } from '../../../main/core/units/price.ts';
import { FakeConnection, VenueFixture, ask, bid } from './venue-fixture.ts';
import type { EncodedFrame } from '../../../feed-simulator/server/shared-message.ts';

const BOOK = { type: 'subscribe', id: 1, instrument: 'AAA', channel: 'book' } as const;
const TRADES = { type: 'subscribe', id: 2, instrument: 'AAA', channel: 'trades' } as const;

/** Keeps the very frames it was given. */
class FrameConnection extends FakeConnection {
  readonly frames: EncodedFrame[] = [];

  override send(frame: EncodedFrame): void {
    this.frames.push(frame);
  }
}

describe('Venue', () => {
  it('tells every connection of a new state, and later ones in their welcome', () => {
    const fixture = new VenueFixture();
    const { connection } = fixture.connect();
    connection.take();
    const venueTime = fixture.now;
    fixture.apply({ kind: 'state', instrument: 1, venueTime, state: 'halted', reason: 'moved 5 %' });
    expect(connection.take()).toEqual([
      { type: 'status', epoch: 7, instrument: 'BBB', state: 'halted', reason: 'moved 5 %', venueTime },
    ]);
    const later = fixture.connect().connection.messages[0]?.['instruments'];
    expect(later).toMatchObject([{ state: 'trading' }, { state: 'halted' }]);
  });

  it('announces new terms after the last old trade and before the new books', () => {
    const fixture = new VenueFixture();
    const { connection, ask: request } = fixture.connect();
    request(BOOK);
    request(TRADES);
    fixture.change([], [fixture.trade(100, 1)]);
    connection.take();
    const [old] = fixture.instruments;
    if (old === undefined) throw new Error('expected an instrument');
    const definition = { ...old, tickUnits: 5, maxTicks: priceTicks(200_000) };
    const levels = [...bid(20, 1), ...ask(21, 2)];
    fixture.apply({ kind: 'terms', instrument: 0, venueTime: fixture.now, definition, levels });
    expect(connection.take()).toMatchObject([
      { type: 'instrument', instrument: { id: 'AAA', tickUnits: 5 } },
      { type: 'snapshot', id: 0, sequence: 3, levels },
    ]);
    fixture.change(bid(20, 2), [fixture.trade(21, 1)]);
    expect(connection.take()).toMatchObject([
      { type: 'trades', previousSequence: 1, sequence: 2 },
      { type: 'delta', previousSequence: 3, sequence: 4, levels: bid(20, 2) },
    ]);
    request({ type: 'trade-history', id: 9, instrument: 'AAA', from: 1, to: 2 });
    expect(connection.take()).toMatchObject([{ from: 2, to: 2, firstAvailable: 2 }]);
  });

  it('numbers trades over all instruments, so that an id is never given twice', () => {
    const fixture = new VenueFixture();
    const { connection, ask: request } = fixture.connect();
    request(TRADES);
    request({ ...TRADES, instrument: 'BBB' });
    fixture.change([], [fixture.trade(100, 1)]);
    fixture.change([], [fixture.trade(100, 1)], 1);
    expect(connection.ofType('trades').map((message) => message.trades?.[0])).toEqual([1, 2]);
  });

  it('encodes a message once for all connections of a codec', () => {
    const fixture = new VenueFixture();
    const connections = ['json', 'json', 'msgpack', 'msgpack'].map((codec) => {
      const connection = new FrameConnection(codec === 'json' ? 'json' : 'msgpack');
      const { session } = fixture.connect(connection);
      session.receive(codec === 'json' ? Buffer.from(JSON.stringify(BOOK)) : PACKED_BOOK, codec !== 'json');
      return connection;
    });
    fixture.change(bid(100, 11));
    const [first, second, third, fourth] = connections.map((connection) => connection.frames.at(-1));
    expect(first).toContain('"delta"');
    expect(third).toBeInstanceOf(Uint8Array);
    expect([first === second, third === fourth]).toEqual([true, true]);
  });

  it('drops a session that closed itself', () => {
    const fixture = new VenueFixture();
    const { session } = fixture.connect();
    for (let i = 0; i < 10; i += 1) session.receive(Buffer.from('['), false);
    fixture.pass(1);
    expect(fixture.venue.sessionCount).toBe(0);
  });

  it('throws for a change of an instrument it does not have', () => {
    const fixture = new VenueFixture();
    expect(() => fixture.change([], [], 2)).toThrow('expected the place of an instrument, received 2');
  });
});

/** `{type: "subscribe", id: 1, instrument: "AAA", channel: "book"}`, written by hand. */
const PACKED_BOOK = Buffer.from(
  '84a474797065a9737562736372696265a26964' + '01aa696e737472756d656e74a3414141a76368616e6e656ca4626f6f6b',
  'hex',
);
