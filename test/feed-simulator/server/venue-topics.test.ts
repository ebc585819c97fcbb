import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import { Counts } from '../../../feed-simulator/server/counts.ts';
import type { AuditEntry } from '../../../feed-simulator/server/audit-entry.ts';
import type { OutgoingGate } from '../../../feed-simulator/server/connection.ts';
import type { EncodedFrame } from '../../../feed-simulator/server/shared-message.ts';
import { TradeRing } from '../../../feed-simulator/server/trade-ring.ts';
import { Venue } from '../../../feed-simulator/server/venue.ts';
import { FakeConnection, VenueFixture, ask, bid } from './venue-fixture.ts';

const AAA = instrumentId('AAA');
const BOOK = { type: 'subscribe', id: 1, instrument: 'AAA', channel: 'book' } as const;

describe('Venue for readers that pull', () => {
  it('opens a topic for each channel as given and each instrument in its order', () => {
    const { venue, rights } = new VenueFixture();
    const selection = { channels: ['trades', 'book'] as const, instruments: ['BBB', 'A*'], depth: 5 };
    const opened = venue.openTopics(rights, selection, 4);
    if ('type' in opened) throw new Error(opened.message);
    expect(opened.topics.map(({ channel, instrument }) => [channel, instrument])).toEqual([
      ['trades', 'AAA'],
      ['trades', 'BBB'],
      ['book', 'AAA'],
      ['book', 'BBB'],
    ]);
    expect(opened.instruments.map(({ id }) => id)).toEqual(['AAA', 'BBB']);
  });

  it.each([
    [{ channels: ['book'], instruments: ['ZZZ'] }, 'UNKNOWN_INSTRUMENT'],
    [{ channels: ['book', 'trades', 'ticker'], instruments: ['*'] }, 'TOO_MANY_SUBSCRIPTIONS'],
    [{ channels: ['book', 'candles'], instruments: ['AAA'] }, 'BAD_MESSAGE'],
  ] as const)('refuses %j with %s', (selection, code) => {
    const { venue, rights } = new VenueFixture();
    expect(venue.openTopics(rights, selection, 4)).toMatchObject({ type: 'refused', code });
  });

  it('gives the same number and the same stream as a subscription', () => {
    const fixture = new VenueFixture();
    const { connection, ask: request } = fixture.connect();
    request(BOOK);
    const opened = fixture.venue.openTopics(fixture.rights, { channels: ['book'], instruments: ['AAA'] }, 1);
    const topic = 'topics' in opened ? opened.topics[0] : undefined;
    expect(topic?.subscription).toBe(connection.ofType('subscribed')[0]?.subscription);
    fixture.change(bid(100, 11));
    const delta = topic?.since(1).messages[0]?.event;
    expect(delta).toMatchObject(connection.ofType('delta')[0] ?? { type: 'delta' });
  });

  it('makes room again for the topics of readers that are gone', () => {
    const { venue, rights } = new VenueFixture();
    for (let n = 0; n < 1_200; n += 1) {
      const selection = {
        channels: ['book'] as const,
        instruments: [n < 600 ? 'AAA' : 'BBB'],
        depth: n % 600,
      };
      const opened = venue.openTopics(rights, selection, 1);
      if ('type' in opened) throw new Error(opened.message);
      opened.release();
    }
  });

  it('gives history in parts as they are pulled, and throws for an instrument it does not have', () => {
    const fixture = new VenueFixture();
    for (let i = 0; i < 1_500; i += 1) fixture.change([], [fixture.trade(100, 1)]);
    const { venue } = fixture;
    expect([...venue.tradeHistory(AAA, 1, 9_999)].map(({ id, from, to }) => [id, from, to])).toEqual([
      [1, 1, 1_000],
      [1, 1_001, 1_500],
    ]);
    expect([...venue.candleHistory(AAA, 60_000, 0, 2e15)]).toMatchObject([{ id: 1, isLast: true }]);
    expect(() => venue.tradeHistory(instrumentId('ZZZ'), 1, 2)).toThrow(
      'expected an instrument of the venue',
    );
    expect(venue.judgeReading(fixture.rights, 'ZZZ')).toMatchObject({ code: 'UNKNOWN_INSTRUMENT' });
    expect(venue.judgeReading(fixture.rights, 'AAA')).toBeNull();
  });
});

describe('Venue', () => {
  it('spreads evenly over time when clients are to come back', () => {
    const fixture = new VenueFixture({ spreadMs: 1_000, random: () => 0.5 });
    const clients = Array.from({ length: 4 }, () => fixture.connect());
    expect(fixture.venue.goingAway()).toBeNull();
    fixture.venue.goAway('maintenance');
    expect(clients.map(({ connection }) => connection.ofType('going-away')[0])).toMatchObject(
      [125, 375, 625, 875].map((reconnectAfterMs) => ({ epoch: 7, reason: 'maintenance', reconnectAfterMs })),
    );
    expect(fixture.venue.goingAway()).toEqual({ reason: 'maintenance', reconnectAfterMs: 500 });
    expect(fixture.connect().connection.messages.map(({ type }) => type)).toEqual(['welcome', 'going-away']);
  });

  it('passes everything it sends through the gate of the connection, and tells it the end', () => {
    const held: ((frame: EncodedFrame) => void)[] = [];
    let closed = 0;
    const gate: OutgoingGate = {
      pass: (message, deliver) => {
        if (message.event.type === 'delta') held.push(deliver);
        else deliver(message.encoded('json'));
      },
      close: () => (closed += 1),
    };
    const counts = new Counts();
    const fixture = new VenueFixture({ gates: () => gate, counts });
    const { connection, session, ask: request } = fixture.connect();
    request(BOOK);
    fixture.change(bid(100, 11));
    expect(connection.ofType('delta')).toEqual([]);
    held[0]?.('{"type":"late"}');
    expect(connection.messages.at(-1)).toEqual({ type: 'late' });
    expect(counts.total('messagesOut')).toBe(4);
    fixture.venue.endSession(session);
    fixture.venue.endSession(session);
    expect(closed).toBe(1);
  });

  it('counts what it makes and what it sends, by transport and codec, in bytes of the wire', () => {
    const counts = new Counts();
    const fixture = new VenueFixture({ counts });
    const sent = { json: 0, msgpack: 0 };
    for (const codec of ['json', 'msgpack'] as const) {
      const connection = new FakeConnection(codec);
      connection.send = (frame) => {
        sent[codec] += Buffer.byteLength(frame);
      };
      fixture.connect(connection).ask(BOOK);
    }
    fixture.change([...bid(100, 11), ...ask(101, 9)], [fixture.trade(100, 1)]);
    expect([counts.total('levelUpdates'), counts.total('trades')]).toEqual([2, 1]);
    expect(counts.entries('bytesOut')).toEqual([
      { labels: ['websocket', 'json'], value: sent.json },
      { labels: ['websocket', 'msgpack'], value: sent.msgpack },
    ]);
    expect(counts.entries('messagesOut').map(({ value }) => value)).toEqual([4, 4]);
  });

  it('counts what it does to slow readers', () => {
    const counts = new Counts();
    const fixture = new VenueFixture({ counts });
    const { connection, ask: request } = fixture.connect();
    request(BOOK);
    request({ ...BOOK, channel: 'trades' });
    connection.unsentBytes = 2_000_000;
    for (let i = 0; i < 5_001; i += 1) fixture.change(bid(100, 1 + (i % 2)), [fixture.trade(100, 1)]);
    connection.unsentBytes = 0;
    fixture.pass(1);
    connection.unsentBytes = 20_000_000;
    fixture.pass(400);
    const actions = counts.entries('slowReaderActions').map(({ labels, value }) => [labels[0], value]);
    expect(Object.fromEntries(actions)).toEqual({ held: 1, conflated: 1, snapshot: 0, gap: 1, cut: 1 });
    expect(connection.ofType('error')).toMatchObject([{ id: 0, code: 'SLOW_READER' }]);
  });

  it('shows who is connected, and writes down who came and went', () => {
    const audit: AuditEntry[] = [];
    const fixture = new VenueFixture({ audit: (entry) => audit.push(entry) });
    const { session, ask: request, connection } = fixture.connect();
    request(BOOK);
    expect(fixture.venue.summary()).toEqual({
      ...{ name: 'Fixture', epoch: 7 },
      instruments: [
        { id: 'AAA', state: 'trading', sequence: 1 },
        { id: 'BBB', state: 'trading', sequence: 1 },
      ],
      sessions: [
        {
          ...{ facts: connection.facts, subject: '', subscriptions: 1, bufferedBytes: 0 },
          openedAt: fixture.clock.wallMicros(),
        },
      ],
    });
    request({ type: 'ping', id: 2, sentTime: 1 });
    fixture.clock.advance(1_500);
    fixture.venue.endSession(session, { code: 1000, reason: 'bye' });
    expect(audit).toEqual([
      { event: 'session-opened', connection: connection.facts, subject: '' },
      {
        ...{ event: 'session-closed', connection: connection.facts, subject: '', code: 1000, reason: 'bye' },
        ...{ durationMs: 1_500, messagesIn: 2, messagesOut: 4 },
      },
    ]);
  });

  it('begins with the trades, candles and day of the history it is given', () => {
    const before = new VenueFixture();
    for (const price of [100, 103, 99]) before.change([], [before.trade(price, 2)]);
    const market = { instruments: before.instruments, now: before.now, levels: () => [] };
    const { history } = before.venue;
    const venue = new Venue({ name: 'Next', epoch: 8, market, clock: before.clock, history });
    const opened = venue.openTopics(
      before.rights,
      { channels: ['ticker', 'candles', 'trades'], instruments: ['AAA'], intervalMs: 60_000 },
      3,
    );
    if ('type' in opened) throw new Error(opened.message);
    const [ticker, candles] = opened.topics.map((topic) => topic.since(null).messages[0]?.event);
    expect(ticker).toMatchObject({ epoch: 8, open: 100, high: 103, low: 99, last: 99, volume: 6 });
    expect(candles).toMatchObject({ sequence: 3, candles: [{ open: 100, high: 103, low: 99, trades: 3 }] });
    expect(opened.topics[2]?.sequence).toBe(3);
  });

  it('counts of a history that has lost its beginning what is left', () => {
    const before = new VenueFixture();
    const ring = new TradeRing(2);
    for (const price of [100, 103, 99]) ring.append({ tradeId: price, ...before.trade(price, 2) });
    const fixture = new VenueFixture({ history: [ring] });
    const { connection, ask: request } = fixture.connect();
    request({ ...BOOK, channel: 'candles', intervalMs: 60_000, resume: { epoch: 7, sequence: 0 } });
    expect(connection.ofType('candles')).toMatchObject([
      { isSnapshot: true, sequence: 3, candles: [expect.any(Number), 103, 103, 99, 99, 4, 4, 2] },
    ]);
  });
});
