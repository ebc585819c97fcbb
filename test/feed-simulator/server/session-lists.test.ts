import { describe, expect, it } from 'vitest';
import { MAX_BOOK_WINDOWS } from '../../../feed-simulator/server/feed-shelf.ts';
import type { Rights } from '../../../feed-simulator/server/rights.ts';
import { FakeConnection, VenueFixture, bid, instrument } from './venue-fixture.ts';
import type { Client } from './venue-fixture.ts';

const LIST = { type: 'subscribe-list', id: 4, channel: 'trades' } as const;
const IDS = ['BTC-USD', 'BTC-EUR', 'ETH-USD', 'SOL-USD'];

function fourInstruments(rights: Partial<Rights> = {}): Client & { fixture: VenueFixture } {
  const instruments = IDS.map(instrument);
  const market = { instruments, now: new VenueFixture().now, levels: () => bid(100, 1) };
  const fixture = new VenueFixture({ market });
  const client = fixture.connect(new FakeConnection(), { ...fixture.rights, ...rights });
  client.connection.take();
  return { fixture, ...client };
}

/** The instruments that one list gives. */
function chosen(instruments: readonly string[], rights: Partial<Rights> = {}): unknown {
  const { connection, ask } = fourInstruments(rights);
  ask({ ...LIST, instruments });
  const [answer] = connection.take();
  if (answer?.type === 'error') return answer.code;
  return (answer?.['subscriptions'] as { instrument: string }[]).map((entry) => entry.instrument);
}

describe('A list of instruments', () => {
  it('covers names and patterns, each instrument once, in the order of the venue', () => {
    expect(chosen(['SOL-USD', 'BTC-*', 'BTC-USD'])).toEqual(['BTC-USD', 'BTC-EUR', 'SOL-USD']);
    expect(chosen(['*'])).toEqual(IDS);
    expect(chosen(['*-USD'])).toEqual(['BTC-USD', 'ETH-USD', 'SOL-USD']);
  });

  it('covers by pattern only what the client may read, and refuses a plain name it may not', () => {
    const mayRead = (id: string) => id.startsWith('BTC');
    expect(chosen(['*'], { mayRead })).toEqual(['BTC-USD', 'BTC-EUR']);
    expect(chosen(['*', 'ETH-USD'], { mayRead })).toBe('NOT_ENTITLED');
    expect(chosen(['ETH-*'], { mayRead })).toBe('UNKNOWN_INSTRUMENT');
    expect(chosen(['*'], { scopes: ['control'] })).toBe('SCOPE_MISSING');
  });

  it('is refused whole for one name that is unknown, or when it would be too many', () => {
    expect(chosen(['BTC-USD', 'XRP-USD'])).toBe('UNKNOWN_INSTRUMENT');
    const { connection, ask, session } = fourInstruments({ maxSubscriptions: 3 });
    ask({ ...LIST, instruments: ['*'] });
    expect(connection.take()).toMatchObject([{ id: 4, code: 'TOO_MANY_SUBSCRIPTIONS' }]);
    expect(session.subscriptionCount).toBe(0);
  });

  it('leaves no window open when the venue has no room for all of them', () => {
    const { fixture, connection, ask, session } = fourInstruments();
    const others = Array.from({ length: 2 }, () => fixture.connect());
    const depths = Array.from({ length: MAX_BOOK_WINDOWS - 2 }, (_, depth) => depth);
    for (const depth of depths) {
      fixture.clock.advance(50);
      const { ask: request } = others[depth % 2] ?? fixture.connect();
      const of = IDS[depth >= 1_000 ? 1 : 0] ?? '';
      request({ type: 'subscribe', id: 1, instrument: of, channel: 'book', depth: depth % 1_000 });
    }
    expect(others.flatMap((other) => other.connection.ofType('error'))).toEqual([]);
    ask({ ...LIST, instruments: ['SOL-USD', 'ETH-USD', 'BTC-EUR'], channel: 'book', depth: 999 });
    expect(connection.take()).toMatchObject([{ id: 4, code: 'TOO_MANY_SUBSCRIPTIONS' }]);
    expect(session.subscriptionCount).toBe(0);
    ask({ ...LIST, instruments: ['SOL-USD', 'ETH-USD'], channel: 'book', depth: 999 });
    expect(connection.take()[0]).toMatchObject({ type: 'subscribed-list' });
  });

  it('is followed by what each channel begins with, in its order, also when asked again', () => {
    const { connection, ask } = fourInstruments();
    for (const id of [4, 5]) {
      ask({ ...LIST, id, instruments: ['*-USD'], channel: 'book', depth: 3, conflationMs: 50 });
      const [answer, ...snapshots] = connection.take();
      expect(answer).toMatchObject({
        type: 'subscribed-list',
        id,
        channel: 'book',
        depth: 3,
        conflationMs: 50,
      });
      const entries = answer?.['subscriptions'] as { subscription: number; sequence: number }[];
      expect(snapshots.map(({ type, subscription, sequence }) => [type, subscription, sequence])).toEqual(
        entries.map(({ subscription, sequence }) => ['snapshot', subscription, sequence]),
      );
    }
  });

  it('makes the rest wait when what it begins with fills the connection', () => {
    const { fixture, connection, ask } = fourInstruments();
    connection.send = (frame) => {
      connection.unsentBytes += 700_000;
      FakeConnection.prototype.send.call(connection, frame);
    };
    ask({ ...LIST, instruments: ['*'], channel: 'book' });
    expect(connection.take().map(({ type }) => type)).toEqual(['subscribed-list', 'snapshot']);
    connection.unsentBytes = 0;
    fixture.pass(1);
    expect(connection.take().map(({ type }) => type)).toEqual(['snapshot', 'snapshot']);
    connection.unsentBytes = 0;
    fixture.pass(1);
    expect(connection.take().map(({ type }) => type)).toEqual(['snapshot']);
  });
});
