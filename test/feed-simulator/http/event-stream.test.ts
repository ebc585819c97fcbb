import { describe, expect, it } from 'vitest';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { EventStream } from '../../../feed-simulator/http/event-stream.ts';
import type { EventSink } from '../../../feed-simulator/http/event-stream.ts';
import { FollowedTopics } from '../../../feed-simulator/http/followed-topics.ts';
import type { Channel } from '../../../main/core/market-data/channel.ts';
import type { SubscribedList } from '../../../main/core/market-data/market-event.ts';
import type { OutgoingGate } from '../../../feed-simulator/server/connection.ts';
import { Counts } from '../../../feed-simulator/server/counts.ts';
import type { Rights } from '../../../feed-simulator/server/rights.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { FakeVenue, rightsTo } from './fake-venue.ts';
import { EventReader } from './read-events.ts';

class FakeSink implements EventSink {
  readonly reader = new EventReader();
  writes = 0;
  isBlocked = false;
  frozen = false;
  hasEnded = false;

  write(text: string): void {
    if (this.hasEnded) throw new Error('written after the end');
    this.writes += 1;
    this.reader.feed(text);
  }

  needsDrain(): boolean {
    return this.isBlocked;
  }

  isFrozen(): boolean {
    return this.frozen;
  }

  end(): void {
    this.hasEnded = true;
  }
}

class Rig {
  readonly clock = new ManualClock();
  readonly venue = new FakeVenue();
  readonly sink = new FakeSink();
  readonly counts = new Counts();
  readonly stream: EventStream;

  constructor(options: { rights?: Rights; gate?: OutgoingGate; channels?: Channel[] } = {}) {
    const { rights = rightsTo(['*']), gate = null, channels = ['book'] } = options;
    const followed = FollowedTopics.open(this.venue, rights, { channels, instruments: ['*'] }, null);
    if ('code' in followed) throw new Error(followed.code);
    const { clock, counts, sink } = this;
    const limits = { batchMs: 50, slowForMs: 10_000 };
    this.stream = new EventStream({ followed, rights, gate, clock, counts, sink, ...limits });
  }

  /** The venue's steps for so long; the names of the events that came. */
  pass(ms: number, stepMs = 5): string[] {
    const before = this.sink.reader.events.length;
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.clock.advance(stepMs);
      this.stream.tick();
    }
    return this.sink.reader.events.slice(before).map(({ event }) => event);
  }

  change(lots: number): void {
    this.venue.books[0]?.change([200, lots]);
  }

  actions(): Record<string, number> {
    const entries = this.counts.entries('slowReaderActions');
    return Object.fromEntries(entries.map(({ labels, value }) => [labels.join(), value]));
  }
}

describe('EventStream', () => {
  it('opens with a retry time, a comment, the welcome, the lists and the whole state, in one write after the opening', () => {
    const { sink } = new Rig();
    expect(sink.reader.retryMs).toBe(1_000);
    expect(sink.reader.events.map(({ event }) => event)).toEqual([
      'welcome',
      'subscribed-list',
      'snapshot',
      'snapshot',
    ]);
    expect(sink.writes).toBe(2);
  });

  it('names a cursor on the last event of a batch alone', () => {
    const { sink } = new Rig();
    const [welcome, list, first, last] = sink.reader.events;
    expect([welcome?.id, list?.id, first?.id]).toEqual(['', '', '']);
    expect(last?.id).toMatch(/^1-[0-9a-z]+-2-2-1-1$/);
  });

  it('says whose number each subscription is, with a cursor when nothing follows', () => {
    const { sink } = new Rig({ channels: ['trades'] });
    const [, list] = sink.reader.events;
    expect(sink.reader.events).toHaveLength(2);
    const { channel, subscriptions } = JSON.parse(list?.data ?? '') as SubscribedList;
    expect([channel, ...subscriptions.map((each) => each.subscription)]).toEqual(['trades', 31, 32]);
    expect(list?.id).toMatch(/^1-[0-9a-z]+-1-1-1-1$/);
  });

  it('sends what is new in batches, one write each, at most one every batchMs', () => {
    const rig = new Rig();
    const before = rig.sink.writes;
    rig.change(1);
    expect(rig.pass(45)).toEqual([]);
    rig.change(2);
    rig.venue.books[1]?.change([200, 3]);
    expect(rig.pass(5)).toEqual(['delta', 'delta']);
    expect(rig.sink.writes - before).toBe(1);
    expect(rig.sink.reader.events.at(-2)?.data).toContain('"levels":[200,2]');
  });

  it('sends a heartbeat in time that names what moved, also while nothing moves', () => {
    const rig = new Rig();
    expect(rig.pass(400)).toEqual(['heartbeat']);
    expect(rig.sink.reader.events.at(-1)?.data).toContain('"sequences":[1,2,2,2]');
    rig.change(1);
    expect(rig.pass(400)).toEqual(['delta', 'heartbeat']);
    expect(rig.sink.reader.events.at(-1)?.data).toContain('"sequences":[1,3]');
    expect(rig.pass(400)).toEqual(['heartbeat']);
    expect(rig.sink.reader.events.at(-1)?.data).toContain('"sequences":[]');
  });

  it('sends a comment every five seconds', () => {
    const rig = new Rig();
    rig.pass(10_000);
    expect(rig.sink.reader.comments.filter((comment) => comment === 'keep-alive')).toHaveLength(2);
  });

  it('writes nothing while the reader has not drained, then one merged delta', () => {
    const rig = new Rig();
    rig.sink.isBlocked = true;
    for (let lots = 1; lots <= 5; lots += 1) {
      rig.change(lots);
      expect(rig.pass(50)).toEqual([]);
    }
    rig.sink.isBlocked = false;
    expect(rig.pass(5)).toEqual(['delta']);
    expect(rig.sink.reader.events.at(-1)?.data).toContain('"levels":[200,5]');
    expect(rig.actions()).toEqual({ held: 1, conflated: 1 });
  });

  it('gives a reader that fell too far behind its terms and the whole state', () => {
    const rig = new Rig();
    rig.sink.isBlocked = true;
    for (let lots = 1; lots < 20; lots += 1) rig.change(lots);
    rig.pass(100);
    rig.sink.isBlocked = false;
    expect(rig.pass(5)).toEqual(['instrument', 'snapshot']);
    expect(rig.actions()).toEqual({ held: 1, conflated: 1, snapshot: 1 });
  });

  it('does not call a reader slow that takes a long snapshot before the next batch is due', () => {
    const rig = new Rig();
    rig.sink.isBlocked = true;
    rig.pass(45);
    rig.sink.isBlocked = false;
    rig.pass(50);
    expect(rig.actions()).toEqual({});
  });

  it('ends a reader that takes nothing for too long, with the reason', () => {
    const rig = new Rig();
    rig.sink.isBlocked = true;
    expect(rig.pass(10_045, 45)).toEqual([]);
    expect(rig.pass(100)).toEqual(['error']);
    expect(rig.sink.reader.events.at(-1)?.data).toContain('"code":"SLOW_READER"');
    expect([rig.sink.hasEnded, rig.stream.isOpen, rig.venue.open]).toEqual([true, false, 0]);
    expect(rig.actions()).toEqual({ held: 1, cut: 1 });
  });

  it('forgives a reader that drains now and then', () => {
    const rig = new Rig();
    for (let round = 0; round < 4; round += 1) {
      rig.sink.isBlocked = true;
      rig.pass(6_000, 50);
      rig.sink.isBlocked = false;
      rig.pass(50);
    }
    expect(rig.stream.isOpen).toBe(true);
  });

  it('warns before its token ends, once, and ends with it', () => {
    const expiresAt = timestampMicros(new ManualClock().wallMicros() + 10_000_000);
    const rig = new Rig({ rights: rightsTo(['*'], { expiresAt }) });
    const ofToken = (names: string[]) => names.filter((name) => name !== 'heartbeat');
    expect(ofToken(rig.pass(7_995))).toEqual([]);
    expect(ofToken(rig.pass(5))).toEqual(['token-expiring']);
    expect(ofToken(rig.pass(1_995))).toEqual([]);
    expect(ofToken(rig.pass(5))).toEqual(['error']);
    expect(rig.sink.reader.events.at(-1)?.data).toContain('"code":"TOKEN_EXPIRED"');
    expect([rig.sink.hasEnded, rig.venue.open]).toEqual([true, 0]);
  });

  it('warns a minute before the end of a long life', () => {
    const expiresAt = timestampMicros(new ManualClock().wallMicros() + 3_600_000_000);
    const rig = new Rig({ rights: rightsTo(['*'], { expiresAt }) });
    expect(rig.pass(3_539_900, 100)).not.toContain('token-expiring');
    expect(rig.pass(100)).toContain('token-expiring');
  });

  it('says when the venue goes, how long to wait, and ends', () => {
    const rig = new Rig();
    rig.venue.leaving = { reason: 'shutdown', reconnectAfterMs: 1_234 };
    expect(rig.pass(5)).toEqual(['going-away']);
    expect(rig.sink.reader.events.at(-1)?.data).toContain('"reconnectAfterMs":1234');
    expect([rig.sink.hasEnded, rig.venue.open]).toEqual([true, 0]);
    expect(rig.pass(1_000)).toEqual([]);
  });

  it('does nothing while it is frozen, and goes on where it was', () => {
    const rig = new Rig();
    rig.sink.frozen = true;
    rig.sink.isBlocked = true;
    rig.change(1);
    expect(rig.pass(20_000, 50)).toEqual([]);
    rig.sink.frozen = false;
    rig.sink.isBlocked = false;
    expect(rig.pass(5)).toContain('delta');
  });

  it('sends through the gate, which may hold, change and drop what passes', () => {
    const held: (() => void)[] = [];
    let isClosed = false;
    const gate: OutgoingGate = {
      pass: (message, deliver) => {
        if (message.event.type !== 'heartbeat') held.push(() => deliver(`changed ${message.event.type}`));
      },
      close: () => (isClosed = true),
    };
    const rig = new Rig({ gate });
    expect(rig.pass(450)).toEqual([]);
    for (const deliver of held) deliver();
    expect(rig.sink.reader.events.map(({ data }) => data)).toEqual([
      'changed welcome',
      'changed subscribed-list',
      'changed snapshot',
      'changed snapshot',
    ]);
    expect(rig.sink.reader.lastEventId).not.toBe('');
    rig.stream.close();
    for (const deliver of held) deliver();
    expect([isClosed, rig.sink.reader.events.length]).toEqual([true, 4]);
  });
});
