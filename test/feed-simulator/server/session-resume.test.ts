import { describe, expect, it } from 'vitest';
import { CHANGES_KEPT } from '../../../feed-simulator/server/venue-book.ts';
import { LINGER_MS } from '../../../feed-simulator/server/feed-shelf.ts';
import { VenueFixture, bid } from './venue-fixture.ts';
import type { RawMessage } from '../../support/second-reader-book.ts';

const BOOK = { type: 'subscribe', id: 1, instrument: 'AAA', channel: 'book' } as const;

/** What a client that comes back is told after its welcome. */
function comeBack(fixture: VenueFixture, request: object, sequence: number, epoch = 7): RawMessage[] {
  const { connection, ask } = fixture.connect();
  ask({ ...request, id: 2, resume: { epoch, sequence } });
  return connection.take().slice(1);
}

describe('Session asked to resume', () => {
  it('sends one merged delta of what a book missed', () => {
    const fixture = new VenueFixture();
    const { session, ask } = fixture.connect();
    ask(BOOK);
    fixture.venue.endSession(session);
    for (const lots of [11, 12, 13]) fixture.change(bid(100, lots));
    expect(comeBack(fixture, BOOK, 2)).toMatchObject([
      { type: 'subscribed', id: 2, resumed: true, sequence: 2 },
      { type: 'delta', previousSequence: 2, sequence: 4, levels: bid(100, 13) },
    ]);
  });

  it('sends nothing to a book that missed nothing', () => {
    expect(comeBack(new VenueFixture(), BOOK, 1)).toMatchObject([
      { type: 'subscribed', resumed: true, sequence: 1 },
    ]);
  });

  it('compares with the past book where nobody followed the window meanwhile', () => {
    const fixture = new VenueFixture();
    const { session, ask } = fixture.connect();
    ask({ ...BOOK, depth: 2 });
    fixture.venue.endSession(session);
    fixture.pass(LINGER_MS);
    fixture.change([...bid(100, 0), ...bid(97, 5)]);
    expect(comeBack(fixture, { ...BOOK, depth: 2 }, 1)).toMatchObject([
      { type: 'subscribed', resumed: true, sequence: 1 },
      { type: 'delta', previousSequence: 1, sequence: 2, levels: [...bid(100, 0), ...bid(98, 30)] },
    ]);
    fixture.pass(LINGER_MS);
  });

  it.each([
    ['of another epoch', 1, 6],
    ['ahead of the venue', 9_999, 7],
    ['older than the ring', 1, 7],
  ])('sends a book whole to a client that stands at a sequence %s', (_, sequence, epoch) => {
    const fixture = new VenueFixture();
    for (let i = 0; i <= CHANGES_KEPT; i += 1) fixture.change(bid(100, 1 + (i % 2)));
    const [acknowledgement, snapshot] = comeBack(fixture, BOOK, sequence, epoch);
    expect(acknowledgement).not.toHaveProperty('resumed');
    expect([acknowledgement?.sequence, snapshot?.sequence]).toEqual([CHANGES_KEPT + 2, CHANGES_KEPT + 2]);
    expect(snapshot?.type).toBe('snapshot');
  });

  it('does not take a sequence that the window never stood at for its own', () => {
    const fixture = new VenueFixture();
    const { connection, ask } = fixture.connect();
    ask({ ...BOOK, depth: 1 });
    fixture.change(bid(98, 31));
    connection.take();
    ask({ ...BOOK, depth: 1, resume: { epoch: 7, sequence: 2 } });
    expect(connection.take()).toMatchObject([
      { type: 'subscribed', sequence: 1 },
      { type: 'snapshot', sequence: 1 },
    ]);
  });

  it('replays to a living connection that found a gap', () => {
    const fixture = new VenueFixture();
    const { connection, ask } = fixture.connect();
    ask(BOOK);
    fixture.change(bid(100, 11));
    fixture.change(bid(99, 22));
    connection.take();
    ask({ ...BOOK, resume: { epoch: 7, sequence: 1 } });
    expect(connection.take()).toMatchObject([
      { type: 'subscribed', resumed: true, sequence: 1 },
      { type: 'delta', previousSequence: 1, sequence: 3 },
    ]);
    fixture.change(bid(99, 23));
    expect(connection.take()).toMatchObject([{ type: 'delta', previousSequence: 3, sequence: 4 }]);
  });

  it('sends every trade missed, the candles changed since, and the newest of what is whole by itself', () => {
    const fixture = new VenueFixture();
    fixture.change([], [fixture.trade(100, 1), fixture.trade(101, 2)]);
    const channels = [
      ['trades'],
      ['candles', { intervalMs: 1_000 }],
      ['ticker'],
      ['status'],
      ['instruments'],
    ] as const;
    for (const [channel, more] of channels) comeBack(fixture, { ...BOOK, channel, ...more }, 0);
    fixture.change([], [fixture.trade(102, 3)]);
    fixture.apply({ kind: 'state', instrument: 0, venueTime: fixture.now, state: 'halted', reason: '' });
    const told = channels.map(([channel, more]) =>
      comeBack(fixture, { ...BOOK, channel, ...more }, channel === 'trades' ? 2 : 1).map((message) => [
        message.type,
        message['resumed'] ?? message.previousSequence,
        message.sequence,
      ]),
    );
    expect(told).toEqual([
      [
        ['subscribed', true, 2],
        ['trades', 2, 3],
      ],
      [
        ['subscribed', true, 1],
        ['candles', 1, 3],
      ],
      [
        ['subscribed', true, 1],
        ['ticker', 1, 2],
      ],
      [
        ['subscribed', true, 1],
        ['status', 1, 2],
      ],
      [['subscribed', true, 1]],
    ]);
  });
});
