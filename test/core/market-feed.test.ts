import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../main/core/instrument/instrument.ts';
import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import { priceTicks } from '../../main/core/units/price.ts';
import { bookFromText, levelsFromText, textOfBook } from '../support/book-text.ts';
import {
  aDelta,
  aHeartbeat,
  anAcknowledgement,
  anInstrument,
  aWelcome,
  BOOK_SUBSCRIPTION,
  EPOCH,
  inParts,
  someTrades,
} from '../support/market-events.ts';
import {
  acknowledge,
  aLiveFeed,
  aSubscribedFeed,
  MarketFeedRig,
  OPENING,
  openingSnapshot,
} from '../support/market-feed-rig.ts';
import { joining } from '../support/pipeline-rig.ts';

const CL = anInstrument({ id: instrumentId('CLF7') });
const SNAPSHOT_REQUEST = { type: 'snapshot', subscription: BOOK_SUBSCRIPTION };

describe('MarketFeed', () => {
  it('subscribes to book and trades of every instrument the venue announces', () => {
    const rig = new MarketFeedRig();
    rig.say(aWelcome([anInstrument(), CL]));
    expect(rig.take()).toEqual([
      { type: 'subscribe', id: 1, instrument: 'ESZ6', channel: 'book', depth: 0 },
      { type: 'subscribe', id: 2, instrument: 'ESZ6', channel: 'trades' },
      { type: 'subscribe', id: 3, instrument: 'CLF7', channel: 'book', depth: 0 },
      { type: 'subscribe', id: 4, instrument: 'CLF7', channel: 'trades' },
    ]);
    expect([rig.feed.venue, rig.feed.announcedCount, rig.feed.liveCount]).toEqual(['Test venue', 2, 0]);
    expect(rig.feed.instruments.map(({ index, pipeline }) => [index, pipeline.instrument.id])).toEqual([
      [0, 'ESZ6'],
      [1, 'CLF7'],
    ]);
  });

  it('calls a book live once its whole snapshot is there, and counts the levels it changed', () => {
    const rig = aSubscribedFeed();
    expect(rig.book().quality).toMatchObject({ isLive: false, reason: 'syncing' });
    const [first, second] = inParts(openingSnapshot(), 2);
    if (first === undefined || second === undefined) throw new Error('expected two parts');
    expect(rig.feed.accept(first, rig.now)).toBe(0);
    expect(rig.feed.liveCount).toBe(0);
    expect(rig.feed.accept(second, rig.now)).toBe(4);
    expect(rig.feed.liveCount).toBe(1);
    expect(rig.feed.accept(joining([205, 8]), rig.now)).toBe(1);
    expect(textOfBook(rig.book().book)).toBe(
      textOfBook(
        bookFromText(`
          | 102 | 8
          | 101 | 4
        9 | 100 |
        2 |  98 |`),
      ),
    );
  });

  const CROSSED = joining([2 * 103, 5]);
  const FAULTS: readonly (readonly [string, string, MarketEvent])[] = [
    ['a delta that does not join', 'gap', aDelta({ previousSequence: 101, sequence: 102 })],
    ['a hash that differs', 'hash-mismatch', joining([205, 8], { hash: [1, 2] })],
    ['a bid above the best ask', 'crossed', CROSSED],
    ['a price out of range', 'invalid-message', joining([2 * 1_000_001 + 1, 5])],
    ['a heartbeat that names a higher sequence', 'behind-heartbeat', aHeartbeat([BOOK_SUBSCRIPTION, 101])],
  ];
  it.each(FAULTS)('asks once for a snapshot after %s, and recovers with it', (_, reason, fault) => {
    const rig = aLiveFeed();
    rig.say(fault, fault);
    expect(rig.book().quality).toEqual({ isLive: false, reason, staleSinceMs: rig.now.wallMs });
    const requests = rig.take();
    expect(requests).toEqual([{ ...SNAPSHOT_REQUEST, id: requests[0]?.id }]);
    expect(textOfBook(rig.book().book)).toBe(textOfBook(bookFromText(OPENING)));
    rig.say(openingSnapshot({ id: requests[0]?.id ?? 0, sequence: 103 }));
    expect(rig.book().quality.isLive).toBe(true);
    expect(rig.book().bookStamp.sequence).toBe(103);
    rig.passQuietly(20_000);
    expect(rig.take()).toEqual([]);
  });

  it('asks again for a snapshot that does not come', () => {
    const rig = aLiveFeed();
    rig.say(aHeartbeat([BOOK_SUBSCRIPTION, 101]));
    rig.take();
    rig.pass(3_000);
    expect(rig.take()).toMatchObject([SNAPSHOT_REQUEST, SNAPSHOT_REQUEST]);
  });

  it('asks for the first snapshot when it stays out after the acknowledgement', () => {
    const rig = aSubscribedFeed();
    rig.take();
    rig.pass(1_000);
    expect(rig.take()).toMatchObject([SNAPSHOT_REQUEST]);
  });

  it('asks at once when the first snapshot is faulty', () => {
    const rig = aSubscribedFeed();
    rig.take();
    rig.say(openingSnapshot({ hash: [1, 2] }));
    expect(rig.take()).toMatchObject([SNAPSHOT_REQUEST]);
  });

  it('holds a book for lost when a message that names it was refused', () => {
    const rig = aLiveFeed();
    rig.refuse('WIRE_BAD_LEVELS', { subscription: BOOK_SUBSCRIPTION });
    expect(rig.book().quality.reason).toBe('invalid-message');
    expect(rig.take()).toMatchObject([SNAPSHOT_REQUEST]);
    expect(rig.notes.join('\n')).toContain('WIRE_BAD_LEVELS: told by a test');
  });

  it('leaves books alone when a refused message cannot have been of any of them', () => {
    const rig = aLiveFeed();
    rig.refuse('WIRE_BAD_HEARTBEAT', { messageType: 'heartbeat' });
    rig.refuse('WIRE_BAD_TRADES', { messageType: 'trades', subscription: 99 });
    expect([rig.book().quality.isLive, rig.take()]).toEqual([true, []]);
  });

  it('ignores what comes on a subscription it does not have', () => {
    const rig = aLiveFeed();
    rig.say(openingSnapshot({ subscription: 99, sequence: 500 }), someTrades(1, 3));
    rig.say({ ...someTrades(1, 3), subscription: 99 }, { ...joining([205, 8]), subscription: 99 });
    rig.say(aHeartbeat([99, 1_000]));
    expect([rig.book().quality.isLive, rig.book().bookStamp.sequence]).toEqual([true, 100]);
    expect(rig.take()).toEqual([]);
  });

  it('ignores an acknowledgement of what was not asked, and says so', () => {
    const rig = aLiveFeed();
    rig.say(anAcknowledgement({ id: 77, subscription: 9, instrument: CL.id }));
    expect(rig.notes.at(-1)).toContain('answers nothing that was asked');
    rig.say(openingSnapshot({ subscription: 9 }));
    expect(rig.feed.liveCount).toBe(1);
  });

  it('takes a snapshot sent unasked while the book is live', () => {
    const rig = aLiveFeed();
    rig.say(openingSnapshot({ sequence: 140, levels: levelsFromText('1 | 50 |') }));
    expect([rig.book().quality.isLive, rig.book().bookStamp.sequence]).toEqual([true, 140]);
    expect([rig.book().book.bestBid(), rig.book().book.bestAsk()]).toEqual([50, -1]);
  });

  it('forgets sequences and subscriptions of a run of the venue before', () => {
    const rig = aLiveFeed();
    rig.say(aWelcome([anInstrument()], { epoch: EPOCH + 1 }));
    expect(rig.book().quality).toMatchObject({ isLive: false, reason: 'syncing' });
    rig.say(joining([205, 8]), openingSnapshot({ sequence: 200 }), aHeartbeat([BOOK_SUBSCRIPTION, 900]));
    expect(rig.feed.liveCount).toBe(0);
    acknowledge(rig, 0, EPOCH + 1);
    rig.say(openingSnapshot({ sequence: 200 }));
    expect(rig.feed.liveCount).toBe(0);
    rig.say(openingSnapshot({ epoch: EPOCH + 1, sequence: 3 }));
    expect([rig.feed.liveCount, rig.book().bookStamp.sequence]).toEqual([1, 3]);
  });

  it('keeps the index of an instrument that is announced no more, and never calls it live', () => {
    const rig = aLiveFeed();
    rig.say(aWelcome([CL], { epoch: EPOCH + 1 }));
    expect(rig.feed.instruments.map(({ index, isAnnounced }) => [index, isAnnounced])).toEqual([
      [0, false],
      [1, true],
    ]);
    rig.say(openingSnapshot(), openingSnapshot({ epoch: EPOCH + 1 }));
    rig.pass(5_000);
    expect([rig.feed.announcedCount, rig.feed.liveCount, rig.book().quality.isLive]).toEqual([1, 0, false]);
    expect(rig.take().some((request) => 'instrument' in request && request.instrument === 'ESZ6')).toBe(
      false,
    );
  });

  it('keeps the last book readable, stale with the reason, when the connection is gone', () => {
    const rig = aLiveFeed();
    rig.feed.disconnected('silent', 5);
    expect(rig.book().quality).toEqual({ isLive: false, reason: 'silent', staleSinceMs: 5 });
    expect(textOfBook(rig.book().book)).toBe(textOfBook(bookFromText(OPENING)));
    rig.say(joining([205, 8]));
    expect(rig.book().bookStamp.sequence).toBe(100);
  });

  it('subscribes again when the acknowledgement stays out or was refused', () => {
    const rig = new MarketFeedRig();
    rig.say(aWelcome([anInstrument()]));
    rig.say(anAcknowledgement({ id: rig.subscribeId('trades'), channel: 'trades' }));
    rig.refuse('WIRE_BAD_FIELD', { requestId: rig.subscribeId('book') });
    rig.take();
    rig.pass(10_000);
    expect(rig.take()).toMatchObject([{ type: 'subscribe', channel: 'book', instrument: 'ESZ6' }]);
  });

  it('asks again later what the venue refused for its rate limit', () => {
    const rig = new MarketFeedRig();
    rig.say(aWelcome([anInstrument()]));
    const id = rig.subscribeId('book');
    rig.take();
    rig.say({ type: 'error', id, code: 'RATE_LIMITED', message: 'at most 200' });
    rig.pass(200);
    const again = rig.take();
    expect(again).toMatchObject([{ type: 'subscribe', channel: 'book', instrument: 'ESZ6', depth: 0 }]);
    expect(again[0]?.id).not.toBe(id);
  });

  it('leaves it at a refusal that will not change', () => {
    const rig = new MarketFeedRig();
    rig.say(aWelcome([anInstrument()]));
    const [book, trades] = rig.take();
    for (const request of [book, trades])
      rig.say({ type: 'error', id: request?.id ?? 0, code: 'UNKNOWN_INSTRUMENT', message: 'no' });
    rig.pass(30_000);
    expect(rig.take()).toEqual([]);
    expect(rig.notes.join('\n')).toContain('the venue refused subscribe: UNKNOWN_INSTRUMENT, no');
  });

  it('keeps a note for each thing that happened, at most a hundred until they are read', () => {
    const { feed, now } = aLiveFeed();
    for (let i = 0; i < 150; i += 1)
      feed.accept({ type: 'error', id: 0, code: `CODE_${i}`, message: 'no' }, now);
    expect(feed.takeNotes()).toHaveLength(100);
    expect(feed.takeNotes()).toEqual([]);
  });

  it('shows a changed state without touching the book', () => {
    const rig = aLiveFeed();
    const before = rig.feed.termsVersion;
    const status = { type: 'status', instrument: anInstrument().id, state: 'halted' } as const;
    rig.say({ ...status, epoch: EPOCH, reason: 'volatility', venueTime: openingSnapshot().venueTime });
    expect([rig.book().instrument.state, rig.book().quality.isLive]).toEqual(['halted', true]);
    expect(rig.feed.termsVersion).not.toBe(before);
    expect(rig.notes.at(-1)).toBe('ESZ6: halted, volatility');
  });

  it('empties a book whose tick changed until the venue sends the new one', () => {
    const rig = aLiveFeed();
    rig.say({ type: 'instrument', epoch: EPOCH, instrument: anInstrument({ tickUnits: 50 }) });
    expect(rig.book().quality.reason).toBe('instrument-changed');
    expect([rig.book().book.bestBid(), rig.take()]).toEqual([-1, []]);
    rig.say(openingSnapshot({ sequence: 101 }));
    expect([rig.book().quality.isLive, rig.book().instrument.tickUnits]).toEqual([true, 50]);
    rig.passQuietly(5_000);
    expect(rig.take()).toEqual([]);
  });

  it('asks for the book after new terms when it does not come by itself', () => {
    const rig = aLiveFeed();
    rig.say({ type: 'instrument', epoch: EPOCH, instrument: anInstrument({ tickUnits: 50 }) });
    rig.pass(1_000);
    expect(rig.take()).toMatchObject([SNAPSHOT_REQUEST]);
  });

  it('keeps the book when new terms leave tick and lot as they were', () => {
    const rig = aLiveFeed();
    rig.say({ type: 'instrument', epoch: EPOCH, instrument: anInstrument({ maxTicks: priceTicks(500) }) });
    expect(rig.book().quality.isLive).toBe(true);
    rig.say(joining([2 * 501 + 1, 5]));
    expect(rig.book().quality.reason).toBe('invalid-message');
  });

  it.each([
    ['under another epoch', EPOCH + 1, anInstrument({ tickUnits: 50 })],
    ['for an instrument that was not announced', EPOCH, CL],
  ])('ignores new terms %s, and says so', (_, epoch, instrument) => {
    const rig = aLiveFeed();
    const before = rig.feed.termsVersion;
    rig.say({ type: 'instrument', epoch, instrument });
    expect([rig.book().quality.isLive, rig.feed.termsVersion]).toEqual([true, before]);
    expect(rig.notes.at(-1)).toContain(`terms of ${instrument.id}, which this run`);
  });
});
