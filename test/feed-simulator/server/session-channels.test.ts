import { describe, expect, it } from 'vitest';
import { priceTicks } from '../../../main/core/units/price.ts';
import { validateServerMessage } from '../../../main/wire/validate-message.ts';
import { OPENING_BOOK, VenueFixture, ask, bid } from './venue-fixture.ts';

const AAA = { type: 'subscribe', id: 1, instrument: 'AAA' } as const;

function halt(fixture: VenueFixture, state: 'halted' | 'trading', index = 0): void {
  fixture.apply({ kind: 'state', instrument: index, venueTime: fixture.now, state, reason: 'moved 5 %' });
}

function newTerms(fixture: VenueFixture): void {
  const [old] = fixture.instruments;
  if (old === undefined) throw new Error('expected an instrument');
  const definition = { ...old, tickUnits: 5, maxTicks: priceTicks(200_000) };
  fixture.apply({ kind: 'terms', instrument: 0, venueTime: fixture.now, definition, levels: bid(20, 1) });
}

describe('Session on the channel', () => {
  it('ticker: one of now, then one at each change', () => {
    const fixture = new VenueFixture();
    const { connection, ask: request } = fixture.connect();
    request({ ...AAA, channel: 'ticker', conflationMs: 0 });
    const [acknowledgement, first] = connection.take().slice(1);
    expect(acknowledgement).toMatchObject({ type: 'subscribed', channel: 'ticker', depth: 0, sequence: 1 });
    expect(first).toMatchObject({
      previousSequence: 0,
      sequence: 1,
      bid: 100,
      bidSize: 10,
      ask: 101,
      last: null,
    });
    fixture.change(bid(98, 1));
    fixture.change(bid(100, 4), [fixture.trade(100, 6)]);
    expect(connection.take()).toMatchObject([
      { type: 'ticker', previousSequence: 1, sequence: 2, bidSize: 4, last: 100, volume: 6, trades: 1 },
    ]);
  });

  it('candles: those there are, then each that changed', () => {
    const fixture = new VenueFixture();
    fixture.change([], [fixture.trade(100, 6), fixture.trade(102, 1)]);
    const { connection, ask: request } = fixture.connect();
    request({ ...AAA, channel: 'candles', intervalMs: 5_000, conflationMs: 0 });
    const [acknowledgement, first] = connection.take().slice(1);
    expect(acknowledgement).toMatchObject({ channel: 'candles', intervalMs: 5_000, sequence: 2 });
    const start = 1_600_000_000_000_000;
    expect(first).toMatchObject({
      ...{ type: 'candles', isSnapshot: true, previousSequence: 0, sequence: 2, intervalMs: 5_000 },
      candles: [start, 100, 102, 100, 102, 7, 7, 2],
    });
    fixture.change([], [fixture.trade(99, 2)]);
    expect(connection.take()).toMatchObject([
      { isSnapshot: false, previousSequence: 2, sequence: 3, candles: [start, 100, 102, 99, 99, 9, 9, 3] },
    ]);
  });

  it('status and instruments: one of now, then each change once, numbered; others get it plain', () => {
    const fixture = new VenueFixture();
    const [subscribed, other] = [fixture.connect(), fixture.connect()];
    subscribed.ask({ ...AAA, channel: 'status' });
    subscribed.ask({ ...AAA, channel: 'instruments' });
    expect(subscribed.connection.take().slice(1)).toMatchObject([
      { type: 'subscribed', channel: 'status', sequence: 1 },
      { type: 'status', state: 'trading', previousSequence: 0, sequence: 1 },
      { type: 'subscribed', channel: 'instruments', sequence: 1 },
      { type: 'instrument', instrument: { id: 'AAA' }, previousSequence: 0, sequence: 1 },
    ]);
    other.connection.take();
    halt(fixture, 'halted');
    newTerms(fixture);
    halt(fixture, 'trading', 1);
    expect(subscribed.connection.take()).toMatchObject([
      { type: 'status', state: 'halted', previousSequence: 1, sequence: 2 },
      { type: 'instrument', instrument: { tickUnits: 5 }, previousSequence: 1, sequence: 2 },
      { type: 'status', instrument: 'BBB' },
    ]);
    const plain = other.connection.take();
    expect(plain.map((message) => [message.type, message.sequence])).toEqual([
      ['status', undefined],
      ['instrument', undefined],
      ['status', undefined],
    ]);
  });

  it('status, to a reader that is held back: at once, for without it the rest is misread', () => {
    const fixture = new VenueFixture();
    const { connection, ask: request } = fixture.connect();
    request({ ...AAA, channel: 'status' });
    connection.take();
    connection.unsentBytes = 2_000_000;
    halt(fixture, 'halted');
    expect(connection.take()).toMatchObject([{ type: 'status', state: 'halted', sequence: 2 }]);
  });

  it('ticker and candles: begin anew under new terms, after the word of them', () => {
    const fixture = new VenueFixture();
    const { connection, ask: request } = fixture.connect();
    fixture.change([], [fixture.trade(100, 6)]);
    request({ ...AAA, channel: 'ticker', conflationMs: 0 });
    request({ ...AAA, channel: 'candles', intervalMs: 1_000, conflationMs: 5_000 });
    connection.take();
    newTerms(fixture);
    expect(connection.take()).toMatchObject([
      { type: 'instrument' },
      {
        type: 'ticker',
        sequence: 2,
        bid: 20,
        ask: null,
        last: null,
        trades: 0,
        volume: 0,
        dayStart: fixture.now,
      },
      { type: 'candles', isSnapshot: true, previousSequence: 0, sequence: 1, candles: [] },
    ]);
  });

  it('candles, to a reader held back at new terms: anew as soon as it has read', () => {
    const fixture = new VenueFixture();
    const { connection, ask: request } = fixture.connect();
    fixture.change([], [fixture.trade(100, 6)]);
    request({ ...AAA, channel: 'candles', intervalMs: 1_000, conflationMs: 0 });
    connection.take();
    connection.unsentBytes = 2_000_000;
    fixture.change([], []);
    newTerms(fixture);
    connection.unsentBytes = 0;
    fixture.pass(1);
    expect(connection.take()).toMatchObject([
      { type: 'instrument' },
      { type: 'candles', isSnapshot: true, candles: [] },
    ]);
  });

  it('every one: only with messages that the protocol allows', () => {
    const fixture = new VenueFixture();
    const { connection, ask: request } = fixture.connect();
    const raw: unknown[] = [];
    const receive = connection.send.bind(connection);
    connection.send = (frame) => {
      if (typeof frame === 'string') raw.push(JSON.parse(frame));
      receive(frame);
    };
    const channels = [
      ['book'],
      ['trades'],
      ['ticker'],
      ['candles', { intervalMs: 1_000 }],
      ['status'],
      ['instruments'],
    ];
    for (const [channel, more] of channels as [string, object?][])
      request({ type: 'subscribe-list', id: 5, instruments: ['*'], channel, ...more });
    fixture.change([...bid(100, 4), ...ask(105, 1)], [fixture.trade(100, 6)]);
    request({ type: 'candle-history', id: 6, instrument: 'AAA', intervalMs: 1_000, from: 0, to: 2e15 });
    halt(fixture, 'halted');
    newTerms(fixture);
    fixture.venue.goAway('the test ends');
    fixture.pass(500);
    expect(new Set(raw.map((message) => (message as { type: string }).type)).size).toBe(11);
    for (const message of raw)
      expect(validateServerMessage(message)).not.toMatchObject({ type: 'wire-error' });
  });

  it('candle-history: the candles of a range, or why not', () => {
    const fixture = new VenueFixture();
    fixture.change(OPENING_BOOK, [fixture.trade(100, 6)]);
    const { connection, ask: request } = fixture.connect();
    connection.take();
    const wanted = { type: 'candle-history', instrument: 'AAA', intervalMs: 60_000 } as const;
    request({ ...wanted, id: 1, from: 0, to: 2_000_000_000_000_000 });
    request({ ...wanted, id: 2, from: 5, to: 5 });
    request({ ...wanted, id: 3, instrument: 'ZZZ', from: 0, to: 1 });
    expect(connection.take()).toMatchObject([
      {
        type: 'candle-history',
        id: 1,
        sequence: 1,
        isLast: true,
        candles: [1_599_999_960_000_000, 100, 100, 100, 100, 6, 6, 1],
      },
      { type: 'error', id: 2, code: 'BAD_RANGE' },
      { type: 'error', id: 3, code: 'UNKNOWN_INSTRUMENT' },
    ]);
  });
});
