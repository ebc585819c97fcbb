import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../main/core/instrument/instrument.ts';
import {
  aHeartbeat,
  anAcknowledgement,
  anInstrument,
  aWelcome,
  BOOK_SUBSCRIPTION,
  EPOCH,
  inParts,
} from '../support/market-events.ts';
import { acknowledge, aLiveFeed, MarketFeedRig, openingSnapshot } from '../support/market-feed-rig.ts';
import { joining } from '../support/pipeline-rig.ts';

/** Three intervals of the welcome's 500 ms. */
const DOUBT_MS = 1_500;
const SNAPSHOT_REQUEST = { type: 'snapshot', subscription: BOOK_SUBSCRIPTION };
const QUIET = anInstrument({ id: instrumentId('CLF7') });
const QUIET_BOOK = 5;

/** Two live books. */
function twoBooks(): MarketFeedRig {
  const rig = new MarketFeedRig();
  rig.say(aWelcome([anInstrument(), QUIET]));
  acknowledge(rig);
  const id = rig.subscribeId('book', QUIET.id);
  rig.say(anAcknowledgement({ id, instrument: QUIET.id, subscription: QUIET_BOOK }));
  rig.say(openingSnapshot(), openingSnapshot({ subscription: QUIET_BOOK }));
  rig.take();
  return rig;
}

describe('BookProofs', () => {
  it('doubts a book that is silent while heartbeats stay out, and asks for its snapshot', () => {
    const rig = aLiveFeed();
    rig.pass(DOUBT_MS - 100);
    expect([rig.book().quality.isLive, rig.take()]).toEqual([true, []]);
    rig.pass(100);
    const { wallMs } = rig.now;
    expect(rig.book().quality).toEqual({ isLive: false, reason: 'silent', staleSinceMs: wallMs - DOUBT_MS });
    expect(rig.take()).toMatchObject([SNAPSHOT_REQUEST]);
    expect(rig.notes.at(-1)).toBe('expected a heartbeat or a message for ESZ6, received none for 1.5 s');
  });

  it('believes a quiet book for as long as heartbeats come', () => {
    const rig = aLiveFeed();
    for (let i = 0; i < 20; i += 1) {
      rig.pass(DOUBT_MS - 100);
      rig.say(aHeartbeat([]));
    }
    expect([rig.book().quality.isLive, rig.take()]).toEqual([true, []]);
  });

  it('believes the book whose own deltas come and doubts only the silent one beside it', () => {
    const rig = twoBooks();
    for (let sequence = 101; sequence <= 104; sequence += 1) {
      rig.pass(400);
      rig.say({ ...joining([205, sequence]), previousSequence: sequence - 1, sequence });
    }
    const qualities = ['ESZ6', QUIET.id].map((id) => rig.book(id).quality.reason);
    expect(qualities).toEqual(['none', 'silent']);
    expect(rig.take()).toMatchObject([{ type: 'snapshot', subscription: QUIET_BOOK }]);
  });

  it('takes the snapshot for a proof, and doubts anew when nothing comes after it', () => {
    const rig = aLiveFeed();
    rig.pass(DOUBT_MS);
    const [{ id } = { id: 0 }] = rig.take();
    rig.say(openingSnapshot({ id }));
    expect(rig.book().quality.isLive).toBe(true);
    rig.pass(DOUBT_MS - 100);
    expect(rig.book().quality.isLive).toBe(true);
    rig.pass(100);
    expect([rig.book().quality.reason, rig.take().length]).toEqual(['silent', 1]);
  });

  it('is not appeased by a late heartbeat, which does not name what moved before', () => {
    const rig = aLiveFeed();
    rig.pass(DOUBT_MS);
    rig.say(aHeartbeat([]));
    expect(rig.book().quality.reason).toBe('silent');
  });

  it('gives no credit for a heartbeat of another epoch', () => {
    const rig = aLiveFeed();
    rig.pass(DOUBT_MS - 100);
    rig.say(aHeartbeat([], { epoch: EPOCH + 1 }));
    rig.pass(100);
    expect(rig.book().quality.reason).toBe('silent');
  });

  it('waits while parts of a long snapshot come, behind which heartbeats stand', () => {
    const rig = twoBooks();
    const parts = inParts(openingSnapshot({ subscription: QUIET_BOOK, sequence: 101 }), 1);
    for (const part of parts.slice(0, -1)) {
      rig.pass(DOUBT_MS - 100);
      rig.say(part);
    }
    expect(rig.book().quality.isLive).toBe(true);
    rig.pass(DOUBT_MS);
    expect(rig.book().quality.reason).toBe('silent');
  });
});
