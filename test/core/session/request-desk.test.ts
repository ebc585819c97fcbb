import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import type { RequestId } from '../../../main/core/market-data/market-event.ts';
import type { VenueRequest } from '../../../main/core/market-data/venue-request.ts';
import { RequestDesk } from '../../../main/core/session/request-desk.ts';
import { anAcknowledgement, BOOK_SUBSCRIPTION } from '../../support/market-events.ts';

const ES = instrumentId('ESZ6');
const subscribe = (id: RequestId): VenueRequest => ({
  type: 'subscribe',
  id,
  instrument: ES,
  channel: 'book',
});
const history = (id: RequestId): VenueRequest => ({
  type: 'trade-history',
  id,
  instrument: ES,
  from: 1,
  to: 9,
});

/** What the desk gives to send while time passes in ticks of 100 ms, as `[ms, request]`. */
function passing(desk: RequestDesk, fromMs: number, toMs: number): [number, VenueRequest][] {
  const sent: [number, VenueRequest][] = [];
  for (let ms = fromMs; ms <= toMs; ms += 100) {
    desk.tick(ms);
    for (const request of desk.take()) sent.push([ms, request]);
  }
  return sent;
}

describe('RequestDesk', () => {
  it('numbers requests from 1 and gives each to send once, in order', () => {
    const desk = new RequestDesk();
    desk.ask(subscribe, 0);
    desk.ask(history, 0);
    expect(desk.take()).toEqual([subscribe(1), history(2)]);
    expect(desk.take()).toEqual([]);
  });

  it('knows a request until it is answered, also while parts of the answer come', () => {
    const desk = new RequestDesk();
    desk.ask(history, 0);
    expect(desk.pending(1, 0)).toEqual(history(1));
    expect(desk.answered(1)).toEqual(history(1));
    expect([desk.pending(1, 0), desk.answered(1)]).toEqual([null, null]);
  });

  it('knows a subscription by number and by instrument once it is acknowledged', () => {
    const desk = new RequestDesk();
    desk.ask(subscribe, 0);
    expect([desk.find(BOOK_SUBSCRIPTION), desk.findBook(ES)]).toEqual([null, null]);
    const subscription = desk.acknowledge(anAcknowledgement());
    expect(subscription).toEqual({ id: BOOK_SUBSCRIPTION, instrument: ES, channel: 'book' });
    expect(desk.find(BOOK_SUBSCRIPTION)).toEqual(subscription);
    expect(desk.findBook(ES)).toEqual(subscription);
    expect(desk.acknowledge(anAcknowledgement())).toBeNull();
  });

  it('asks at once for the snapshot of a book that broke, and again when none comes', () => {
    const desk = new RequestDesk();
    desk.askSnapshot(5, 0);
    expect(desk.take()).toEqual([{ type: 'snapshot', id: 1, subscription: 5 }]);
    expect(passing(desk, 100, 4_000).map(([ms]) => ms)).toEqual([1_000, 3_000]);
  });

  it('asks for an expected snapshot only when it does not come within a second', () => {
    const desk = new RequestDesk();
    desk.awaitSnapshot(5, 0);
    desk.awaitSnapshot(6, 0);
    desk.snapshotTaken(6);
    expect(passing(desk, 0, 1_500)).toEqual([[1_000, { type: 'snapshot', id: 1, subscription: 5 }]]);
  });

  it('asks at once when the snapshot that was expected came and was no good', () => {
    const desk = new RequestDesk();
    desk.awaitSnapshot(5, 0);
    desk.askSnapshot(5, 10);
    desk.askSnapshot(5, 20);
    expect(desk.take()).toHaveLength(1);
  });

  it('asks put-off requests again, 25 a second, under new numbers', () => {
    const desk = new RequestDesk();
    for (let i = 0; i < 100; i += 1) desk.askLater(subscribe(7));
    const sent = passing(desk, 10_000, 11_000);
    expect(sent.length).toBeGreaterThanOrEqual(25);
    expect(sent.length).toBeLessThanOrEqual(32);
    expect(new Set(sent.map(([, { id }]) => id)).size).toBe(sent.length);
    expect(sent[0]).toEqual([10_000, subscribe(1)]);
  });

  it('asks nothing again before the time that the venue named, at most a minute', () => {
    const desk = new RequestDesk();
    desk.askLater(subscribe(7));
    desk.waitFor(1_500, 0);
    desk.waitFor(200, 0);
    desk.askSnapshot(5, 100);
    expect(desk.isPaused(1_499)).toBe(true);
    expect(passing(desk, 100, 2_000)).toEqual([
      [1_500, { type: 'snapshot', id: 1, subscription: 5 }],
      [1_500, subscribe(2)],
    ]);
    desk.snapshotTaken(5);
    desk.waitFor(3_600_000, 2_000);
    expect(passing(desk, 2_100, 63_000)).toEqual([[62_000, subscribe(3)]]);
  });

  it('subscribes again when the acknowledgement stays out for ten seconds', () => {
    const desk = new RequestDesk();
    desk.ask(subscribe, 0);
    desk.take();
    expect(passing(desk, 100, 12_000)).toEqual([[10_000, subscribe(2)]]);
    expect(desk.acknowledge(anAcknowledgement({ id: 2 }))).not.toBeNull();
    expect(passing(desk, 12_100, 40_000)).toEqual([]);
  });

  it('forgets other requests that stay unanswered, but not while parts of the answer come', () => {
    const desk = new RequestDesk();
    desk.ask(history, 0);
    desk.ask(history, 0);
    desk.take();
    passing(desk, 100, 9_000);
    desk.pending(1, 9_000);
    expect(passing(desk, 9_100, 15_000)).toEqual([]);
    expect(desk.answered(1)).toEqual(history(1));
    expect(desk.answered(2)).toBeNull();
  });

  it('makes no more requests than may be under way, and goes on when they were given up', () => {
    const desk = new RequestDesk();
    for (let i = 0; i < 10_001; i += 1) desk.ask(history, 0);
    expect(desk.take()).toHaveLength(10_000);
    desk.tick(10_000);
    desk.ask(history, 10_000);
    expect(desk.take()).toHaveLength(1);
  });

  it('forgets everything asked on a connection that is gone', () => {
    const desk = new RequestDesk();
    desk.ask(subscribe, 0);
    desk.acknowledge(anAcknowledgement());
    desk.ask(history, 0);
    desk.askSnapshot(5, 0);
    desk.askLater(subscribe(9));
    desk.waitFor(60_000, 0);
    desk.reset();
    expect(desk.isPaused(1)).toBe(false);
    expect(desk.take()).toEqual([]);
    expect([desk.find(BOOK_SUBSCRIPTION), desk.answered(2)]).toEqual([null, null]);
    expect(passing(desk, 0, 20_000)).toEqual([]);
  });
});
