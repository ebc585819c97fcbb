import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../main/core/instrument/instrument.ts';
import {
  aHeartbeat,
  anAcknowledgement,
  anInstrument,
  aWelcome,
  BOOK_SUBSCRIPTION,
  inParts,
  someHistory,
  someTrades,
  TRADES_SUBSCRIPTION,
} from '../support/market-events.ts';
import { aLiveFeed, aSubscribedFeed, MarketFeedRig, openingSnapshot } from '../support/market-feed-rig.ts';
import { joining } from '../support/pipeline-rig.ts';

const CL = anInstrument({ id: instrumentId('CLF7') });

describe('MarketFeed when messages contradict each other', () => {
  it('asks for a snapshot when the rest of an unasked one stays out, for heartbeats say nothing meanwhile', () => {
    const rig = aLiveFeed();
    const [first] = inParts(openingSnapshot({ sequence: 150 }), 2);
    if (first === undefined) throw new Error('expected a part');
    rig.say(first, aHeartbeat([BOOK_SUBSCRIPTION, 150]));
    rig.pass(1_100);
    expect(rig.take()).toMatchObject([{ type: 'snapshot', subscription: BOOK_SUBSCRIPTION }]);
  });

  it('does not believe a book that stands above what the venue has sent', () => {
    const rig = aLiveFeed();
    rig.say(joining([205, 8], { sequence: 900 }));
    rig.say(aHeartbeat([BOOK_SUBSCRIPTION, 101]));
    expect(rig.book().quality).toMatchObject({ isLive: false });
    expect(rig.take()).toMatchObject([{ type: 'snapshot', subscription: BOOK_SUBSCRIPTION }]);
    rig.say(openingSnapshot({ sequence: 101 }));
    expect(rig.book().quality.isLive).toBe(true);
  });

  it('does not take a message for a duplicate that ends within the one before', () => {
    const rig = aLiveFeed();
    rig.say(joining([205, 8], { sequence: 900 }));
    rig.say(joining([205, 9], { previousSequence: 101, sequence: 102 }));
    expect(rig.book().quality).toMatchObject({ isLive: false, reason: 'gap' });
  });

  it('takes trades again after a heartbeat that named too high a sequence', () => {
    const rig = aLiveFeed();
    rig.say(someTrades(1, 2), aHeartbeat([TRADES_SUBSCRIPTION, 900]));
    rig.pass(6_000);
    rig.take();
    rig.say(someTrades(3, 4), aHeartbeat([TRADES_SUBSCRIPTION, 4]), someTrades(5, 6));
    const [asked] = rig.take();
    expect(asked).toMatchObject({ type: 'trade-history', from: 3, to: 4 });
    rig.say(someHistory(3, 4, { id: asked?.id ?? 0 }));
    expect(rig.book().tradeSummary.last?.sequence).toBe(6);
  });

  it('never shows the book of one instrument under the name of another', () => {
    const rig = new MarketFeedRig();
    rig.say(aWelcome([anInstrument(), CL]));
    rig.say(anAcknowledgement({ id: rig.subscribeId('book'), subscription: 5 }));
    rig.say(anAcknowledgement({ id: rig.subscribeId('book', CL.id), instrument: CL.id, subscription: 5 }));
    rig.say(openingSnapshot({ subscription: 5 }));
    expect([rig.book().quality.isLive, rig.book('CLF7').quality.isLive]).toEqual([false, false]);
    expect(rig.feed.breach).toBe('subscription 5 was given to book of ESZ6 and book of CLF7');
  });

  it('subscribes again when an acknowledgement does not fit what was asked', () => {
    const rig = new MarketFeedRig();
    rig.say(aWelcome([anInstrument()]));
    rig.say(anAcknowledgement({ id: rig.subscribeId('book'), epoch: 8 }));
    rig.take();
    rig.pass(10_200);
    expect(rig.take()).toContainEqual(expect.objectContaining({ type: 'subscribe', channel: 'book' }));
  });

  it.each([
    ['of which nothing can be read', {}],
    ['of a book nobody knows', { messageType: 'delta', subscription: 99 }],
  ])('does not believe any book after a refused message %s', (_, named) => {
    const rig = aLiveFeed();
    rig.refuse('WIRE_NOT_DECODABLE', named);
    expect(rig.book().quality).toMatchObject({ isLive: false, reason: 'invalid-message' });
    expect(rig.take()).toMatchObject([{ type: 'snapshot', subscription: BOOK_SUBSCRIPTION }]);
  });

  it('gives the connection up when an unasked book tells of new terms in a frame that could not be read', () => {
    const rig = aLiveFeed();
    rig.refuse('WIRE_NOT_DECODABLE', {});
    rig.say(openingSnapshot({ sequence: 101 }));
    expect([rig.book().quality.isLive, rig.feed.breach]).toEqual([
      false,
      'an unasked book came after an unreadable frame, which may have been new terms',
    ]);
    rig.say(aWelcome([anInstrument()]));
    expect(rig.feed.breach).toBe('');
  });

  it('goes on with the book it asked for after an unreadable frame', () => {
    const rig = aLiveFeed();
    rig.refuse('WIRE_NOT_DECODABLE', {});
    const [asked] = rig.take();
    rig.say(openingSnapshot({ sequence: 101, id: asked?.id ?? 0 }));
    expect([rig.book().quality.isLive, rig.feed.breach]).toEqual([true, '']);
  });

  it('holds a bounded number of instruments, and says how many it leaves out', () => {
    const rig = aSubscribedFeed();
    for (let run = 0; run < 5; run += 1)
      rig.say(
        aWelcome(
          Array.from({ length: 1_000 }, (_, i) => anInstrument({ id: instrumentId(`R${run}-${i}`) })),
          { epoch: 10 + run },
        ),
      );
    expect(rig.feed.instruments.length).toBeLessThanOrEqual(2_000);
    expect(rig.feed.announcedCount).toBe(1_000);
    expect(rig.notes.at(-1)).toContain('left out');
  });
});
