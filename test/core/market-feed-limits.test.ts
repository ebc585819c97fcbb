import { describe, expect, it } from 'vitest';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import { aFarewell, aTicker, someCandleHistory, someCandles } from '../support/channel-events.ts';
import {
  aHeartbeat,
  anInstrument,
  aWelcome,
  BOOK_SUBSCRIPTION,
  EPOCH,
  someTrades,
} from '../support/market-events.ts';
import { aLiveFeed, openingSnapshot } from '../support/market-feed-rig.ts';

const SNAPSHOT_REQUEST = { type: 'snapshot', subscription: BOOK_SUBSCRIPTION };

describe('MarketFeed', () => {
  it.each(['ADDRESS_RATE_LIMITED', 'TOKEN_RATE_LIMITED'])(
    'asks again, and for a snapshot too, when the time is over that came with %s',
    (code) => {
      const rig = aLiveFeed();
      rig.say(aWelcome([anInstrument()]));
      const refused = rig.take();
      for (const { id } of refused)
        rig.say({ type: 'error', id, code, message: 'at most 500', retryAfterMs: 3_000 });
      rig.pass(2_900);
      expect(rig.take()).toEqual([]);
      rig.pass(200);
      expect(rig.take().map((request) => ({ ...request, id: 0 }))).toEqual(
        refused.map((request) => ({ ...request, id: 0 })),
      );
    },
  );

  it('asks for no history while the venue would refuse it', () => {
    const rig = aLiveFeed();
    rig.say(aHeartbeat([BOOK_SUBSCRIPTION, 101]));
    const [snapshot] = rig.take();
    const limit = {
      type: 'error',
      code: 'RATE_LIMITED',
      message: 'at most 200',
      retryAfterMs: 2_000,
    } as const;
    rig.say({ ...limit, id: snapshot?.id ?? 0 }, someTrades(5, 6));
    rig.pass(1_900);
    expect(rig.take()).toEqual([]);
    rig.pass(200);
    expect(rig.take()).toMatchObject([SNAPSHOT_REQUEST, { type: 'trade-history', from: 1, to: 4 }]);
  });

  it('notes that the venue goes away or a token ends, and shows its books live until then', () => {
    const rig = aLiveFeed();
    const { sentTime } = openingSnapshot();
    rig.say(aFarewell(1_000), {
      type: 'token-expiring',
      sentTime,
      expiresAt: timestampMicros(sentTime + 45_000_000),
    });
    expect(rig.notes.slice(-2)).toEqual([
      'the venue is going away: restart',
      'the access token of this connection ends in 45 s',
    ]);
    expect([rig.feed.liveCount, rig.feed.breach, rig.take()]).toEqual([1, '', []]);
  });

  it('leaves its books alone when a channel speaks that it did not ask for', () => {
    const rig = aLiveFeed();
    rig.say(
      aTicker({ subscription: BOOK_SUBSCRIPTION }),
      someCandles(3, { subscription: BOOK_SUBSCRIPTION }),
      someCandleHistory(3),
      {
        type: 'subscribed-list',
        id: 1,
        epoch: EPOCH,
        channel: 'book',
        depth: 0,
        subscriptions: [{ instrument: anInstrument().id, subscription: BOOK_SUBSCRIPTION, sequence: 900 }],
      },
      aHeartbeat([3, 900, 4, 900]),
    );
    expect([rig.feed.liveCount, rig.book().bookStamp.sequence, rig.take()]).toEqual([1, 100, []]);
  });
});
