import { describe, expect, it } from 'vitest';
import { FollowedTopics } from '../../../feed-simulator/http/followed-topics.ts';
import type { TopicSelection } from '../../../feed-simulator/server/topic-selection.ts';
import { AAA, ConflatedTopic, FakeVenue, rightsTo } from './fake-venue.ts';

const BOOKS: TopicSelection = { channels: ['book'], instruments: ['*'] };

function follow(venue: FakeVenue, selection = BOOKS, cursor: string | null = null): FollowedTopics {
  const followed = FollowedTopics.open(venue, rightsTo(['*']), selection, cursor);
  if ('code' in followed) throw new Error(followed.code);
  return followed;
}

/** Type and subscription of each message that is taken now. */
const taken = (followed: FollowedTopics) =>
  followed
    .take()
    .messages.map(({ event }) => [event.type, 'subscription' in event ? event.subscription : null]);

describe('FollowedTopics', () => {
  it('begins with the whole state, channel by channel, each in the order of the venue', () => {
    const followed = follow(new FakeVenue(), { channels: ['status', 'book'], instruments: ['*'] });
    expect(followed.hasPosition).toBe(false);
    expect(taken(followed)).toEqual([
      ['status', 11],
      ['status', 12],
      ['snapshot', 1],
      ['snapshot', 2],
    ]);
    expect([followed.hasNews, followed.take().messages.length]).toEqual([false, 0]);
  });

  it('says in one list a channel what each number means, and where a reader began', () => {
    const venue = new FakeVenue();
    const selection: TopicSelection = { channels: ['trades', 'book'], instruments: ['*'] };
    const first = follow(venue, selection);
    first.take();
    const listed = (followed: FollowedTopics) => followed.lists.map(({ event }) => event);
    expect(listed(first)).toMatchObject([
      { type: 'subscribed-list', id: 1, epoch: 1, channel: 'trades', depth: 0 },
      {
        channel: 'book',
        subscriptions: [
          { instrument: 'AAA', subscription: 1, sequence: 2 },
          { instrument: 'BBB', subscription: 2, sequence: 2 },
        ],
      },
    ]);
    venue.books[0]?.change([200, 5]);
    const second = follow(venue, selection, first.cursor);
    second.take();
    expect(listed(second)[1]).toMatchObject({ subscriptions: [{ sequence: 2 }, { sequence: 2 }] });
    const third = follow(venue, selection);
    third.take();
    expect(listed(third)[1]).toMatchObject({ subscriptions: [{ sequence: 3 }, { sequence: 2 }] });
  });

  it('goes on from a cursor with what was missed and nothing else', () => {
    const venue = new FakeVenue();
    const first = follow(venue);
    first.take();
    venue.books[1]?.change([200, 5]);
    venue.books[1]?.change([200, 6]);
    const second = follow(venue, BOOKS, first.cursor);
    expect(second.hasPosition).toBe(true);
    expect(second.take().messages.map(({ event }) => event)).toMatchObject([
      { type: 'delta', subscription: 2, previousSequence: 2, sequence: 4, levels: [200, 6] },
    ]);
  });

  it.each([
    [
      'another epoch',
      (venue: FakeVenue) => follow(new FakeVenue(2)).cursor.replace(/^2/, `${venue.epoch + 1}`),
    ],
    ['other topics', (venue: FakeVenue) => follow(venue, { ...BOOKS, instruments: ['AAA'] }).cursor],
    [
      'another order of topics',
      (venue: FakeVenue) => follow(venue, { ...BOOKS, channels: ['status'] }).cursor,
    ],
    ['no cursor at all', () => '17'],
  ])('begins anew under a cursor of %s', (_what, cursorOf) => {
    const venue = new FakeVenue();
    const followed = follow(venue, BOOKS, cursorOf(venue));
    expect(followed.hasPosition).toBe(false);
    expect(taken(followed)).toEqual([
      ['snapshot', 1],
      ['snapshot', 2],
    ]);
  });

  it('announces the terms before a topic that falls back to its whole state', () => {
    const venue = new FakeVenue();
    const followed = follow(venue);
    followed.take();
    for (let lots = 1; lots < 20; lots += 1) venue.books[0]?.change([200, lots]);
    expect(taken(followed)).toEqual([
      ['instrument', null],
      ['snapshot', 1],
    ]);
  });

  it('announces new terms to a reader that did not select them, before what they apply to, once', () => {
    const venue = new FakeVenue();
    const followed = follow(venue);
    followed.take();
    const [terms] = venue.terms;
    if (terms !== undefined) terms.sequence += 1;
    venue.books[0]?.change([200, 1]);
    expect(followed.take().messages.map(({ event }) => event)).toMatchObject([
      { type: 'instrument', instrument: { id: 'AAA', tickUnits: 2 } },
      { type: 'delta', subscription: 1 },
    ]);
    expect(followed.hasNews).toBe(false);
  });

  it('announces new terms also to a reader that comes back after them', () => {
    const venue = new FakeVenue();
    const first = follow(venue);
    first.take();
    const [terms] = venue.terms;
    if (terms !== undefined) terms.sequence += 1;
    expect(taken(follow(venue, BOOKS, first.cursor))).toEqual([['instrument', null]]);
  });

  it('sends selected terms with their numbers, before other channels whatever the order', () => {
    const venue = new FakeVenue();
    const followed = follow(venue, { channels: ['book', 'instruments'], instruments: ['AAA'] });
    expect(taken(followed)).toEqual([
      ['snapshot', 1],
      ['instrument', 21],
    ]);
    const [terms] = venue.terms;
    if (terms !== undefined) terms.sequence += 1;
    venue.books[0]?.change([200, 1]);
    expect(taken(followed)).toEqual([
      ['instrument', 21],
      ['delta', 1],
    ]);
  });

  it('names for a heartbeat what moved since the last one, by the last sequence taken', () => {
    const venue = new FakeVenue();
    const followed = follow(venue);
    followed.take();
    expect(followed.takeMoved()).toEqual([1, 2, 2, 2]);
    venue.books[1]?.change([200, 1]);
    expect(followed.takeMoved()).toEqual([]);
    followed.take();
    expect(followed.takeMoved()).toEqual([2, 3]);
    expect(followed.takeMoved()).toEqual([]);
  });

  it('does not ask a conflated topic before it has something to say, nor call its reader lost', () => {
    const venue = new FakeVenue();
    const topic = new ConflatedTopic(99, AAA, 'ticker');
    const { instruments } = venue;
    venue.openTopics = () => ({ topics: [topic], instruments, release: () => undefined });
    topic.newest = 5;
    const followed = follow(venue);
    expect(taken(followed)).toEqual([['status', 99]]);
    topic.newest = 6;
    expect([followed.hasNews, taken(followed)]).toEqual([false, []]);
    const again = follow(venue, BOOKS, followed.cursor);
    expect([again.hasPosition, again.hasNews, taken(again)]).toEqual([true, false, []]);
    topic.sequence = 6;
    expect(taken(again)).toEqual([['status', 99]]);
  });

  it('gives the whole state to a reader whose cursor is ahead of the venue', () => {
    const venue = new FakeVenue();
    const followed = follow(venue);
    followed.take();
    const ahead = followed.cursor.replace(/-2-2-/, '-2-zz-');
    expect(taken(follow(venue, BOOKS, ahead))).toEqual([['snapshot', 2]]);
  });

  it('passes on why nothing can be opened, and leaves nothing open', () => {
    const venue = new FakeVenue();
    const open = (ids: readonly string[], selection: TopicSelection, maxSubscriptions = 64) =>
      FollowedTopics.open(venue, rightsTo(ids, { maxSubscriptions }), selection, null);
    expect(open(['*'], { ...BOOKS, instruments: ['NONE'] })).toMatchObject({ code: 'UNKNOWN_INSTRUMENT' });
    expect(open(['AAA'], BOOKS)).toMatchObject({ code: 'NOT_ENTITLED' });
    expect(open(['*'], BOOKS, 1)).toMatchObject({ code: 'TOO_MANY_SUBSCRIPTIONS' });
    expect(venue.open).toBe(0);
  });

  it('leaves every topic once, however often it is released', () => {
    const venue = new FakeVenue();
    const followed = follow(venue);
    expect(venue.open).toBe(2);
    followed.release();
    followed.release();
    expect(venue.open).toBe(0);
  });
});
