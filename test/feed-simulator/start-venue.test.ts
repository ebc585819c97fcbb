import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFaultSpec } from '../../feed-simulator/faults/read-fault-spec.ts';
import { startVenue } from '../../feed-simulator/start-venue.ts';
import type { RunningVenue } from '../../feed-simulator/start-venue.ts';
import { SecondReader, mirrorOf, readBookAt } from '../support/second-reader.ts';
import type { ReaderCodec } from '../support/second-reader.ts';
import type { RawMessage } from '../support/second-reader-book.ts';

type Terms = { readonly id: string };

let running: RunningVenue;
beforeAll(async () => {
  running = await startVenue({ port: 0, seed: 3, rate: 4_000 });
});
afterAll(async () => {
  await running.close();
});

/** Connects and subscribes to every book at the depth and to all trades. */
async function subscribed(codec: ReaderCodec, depth: number): Promise<SecondReader> {
  const reader = new SecondReader(running.url, codec);
  const welcome = await reader.next('the welcome', (message) => message.type === 'welcome');
  const instruments = welcome['instruments'] as readonly Terms[];
  for (const { id } of instruments) {
    reader.request({ type: 'subscribe', instrument: id, channel: 'book', depth });
    reader.request({ type: 'subscribe', instrument: id, channel: 'trades' });
  }
  await reader.until(
    () => ofType(reader, 'subscribed').length === instruments.length * 2,
    'all acknowledgements',
  );
  return reader;
}

const ofType = (reader: SecondReader, type: string): RawMessage[] =>
  reader.messages.filter((message) => message.type === type);

function booksOf(reader: SecondReader): ReturnType<typeof mirrorOf>[] {
  return ofType(reader, 'subscribed')
    .filter((message) => message.channel === 'book')
    .map((message) => mirrorOf(reader.messages, message.subscription ?? 0));
}

describe('startVenue', () => {
  it.each([
    ['json', 0],
    ['msgpack', 0],
    ['msgpack', 10],
    ['flat-json', 10],
    ['flat-msgpack', 0],
  ] as const)(
    'is followed without a fault by a reader that shares no code with it, in %s at depth %i',
    async (codec, depth) => {
      const reader = await subscribed(codec, depth);
      await reader.until(() => ofType(reader, 'delta').length >= 500, '500 deltas');
      await reader.close();
      const books = booksOf(reader);
      expect(books.flatMap((book) => book.faults)).toEqual([]);
      expect(books).toHaveLength(12);
      expect(books.reduce((sum, book) => sum + book.verified, 0)).toBeGreaterThanOrEqual(512);
      const counts = books.flatMap((book) => [book.sides().bids.length, book.sides().asks.length]);
      if (depth > 0) expect(new Set(counts)).toEqual(new Set([depth]));
      else expect(Math.min(...counts)).toBeGreaterThanOrEqual(200);
    },
  );

  it('is found out by that reader when one size on the way is wrong', async () => {
    const reader = await subscribed('json', 0);
    await reader.until(() => ofType(reader, 'delta').length >= 50, '50 deltas');
    await reader.close();
    const [victim] = ofType(reader, 'delta');
    const tampered = reader.messages.map((message) =>
      message === victim ? withOneLotMore(message) : message,
    );
    const honest = mirrorOf(reader.messages, victim?.subscription ?? 0);
    const book = mirrorOf(tampered, victim?.subscription ?? 0);
    expect(honest.faults).toEqual([]);
    expect(book.faults[0]).toContain(`delta ${victim?.sequence} has another hash`);
  });

  it('gives the book at a sequence that was seen on the stream', async () => {
    const reader = await subscribed('msgpack', 0);
    await reader.until(() => ofType(reader, 'delta').length >= 100, '100 deltas');
    const [first] = ofType(reader, 'subscribed');
    const [welcome] = reader.messages;
    const id = (welcome?.['instruments'] as readonly Terms[])[0]?.id ?? '';
    const seen = mirrorOf(reader.messages, first?.subscription ?? 0);
    await reader.until(() => ofType(reader, 'delta').length >= 200, '200 deltas');
    expect(await readBookAt(running.url, id, seen.sequence)).toEqual({
      sequence: seen.sequence,
      ...seen.sides(),
    });
    await expect(readBookAt(running.url, id, 2 ** 40)).rejects.toThrow('SEQUENCE_AHEAD');
    await reader.close();
  });

  it('names each run anew, also one that begins within the second of the run before', async () => {
    const venues = await Promise.all([1, 2].map((seed) => startVenue({ port: 0, seed, rate: 200 })));
    await Promise.all(venues.map((each) => each.close()));
    const [first, second] = venues.map((each) => each.venue().epoch);
    expect(second).not.toBe(first);
  });

  it('comes back once from two restarts at once, after the pause of the later', async () => {
    const venue = await startVenue({ port: 0, seed: 1, rate: 200, isControlled: true });
    const { epoch } = venue.venue();
    for (const pauseMs of [50, 500]) {
      const restart = readFaultSpec({ kind: 'server-restart', pauseMs });
      if ('type' in restart) throw new Error(restart.message);
      venue.faults.start(restart);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(venue.venue().epoch).toBe(epoch);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(venue.venue().epoch).toBeGreaterThan(epoch);
    await venue.close();
  });

  it('has two hours of trades behind it, none missing', async () => {
    const reader = await subscribed('json', 1);
    const [acknowledged] = ofType(reader, 'subscribed').filter((message) => message.channel === 'trades');
    const last = acknowledged?.sequence ?? 0;
    const instrument = String(acknowledged?.instrument);
    const id = reader.request({ type: 'trade-history', instrument, from: 1, to: Math.min(last, 20_000) });
    await reader.next('the last part', (message) => message.id === id && message['isLast'] === true);
    await reader.close();
    const trades = ofType(reader, 'trade-history').flatMap((message) => message.trades ?? []);
    expect(trades.length / 5).toBe(Math.min(last, 20_000));
    const times = trades.filter((_, index) => index % 5 === 4);
    expect(times).toEqual([...times].sort((left, right) => left - right));
    const ageMinutes = (Number(reader.messages[0]?.['sentTime']) - (times[0] ?? 0)) / 60_000_000;
    expect(ageMinutes).toBeGreaterThan(110);
    expect(ageMinutes).toBeLessThan(121);
  });
});

/** The first level of the message with one lot too many. */
function withOneLotMore(message: RawMessage): RawMessage {
  const [key = 0, lots = 0, ...rest] = message.levels ?? [];
  return { ...message, levels: [key, lots + 1, ...rest] };
}
