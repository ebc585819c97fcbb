import { once } from 'node:events';
import { EventSource } from 'eventsource';
import { afterEach, describe, expect, it } from 'vitest';
import { MirrorBook } from '../../support/second-reader-book.ts';
import type { RawMessage } from '../../support/second-reader-book.ts';
import { FakeVenue, rightsTo } from './fake-venue.ts';
import { HttpRig } from './http-rig.ts';
import type { StreamReader } from './http-rig.ts';
import type { ReadEvent } from './read-events.ts';

const BOOKS = '/v1/stream?channels=book&instruments=*';
const rigs: HttpRig[] = [];

function open(options: Parameters<HttpRig['open']>[0] = {}): Promise<HttpRig> {
  const rig = new HttpRig(new FakeVenue());
  rigs.push(rig);
  return rig.open(options);
}

afterEach(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
});

const names = (stream: StreamReader) => stream.events.map(({ event }) => event);
const opened = (stream: StreamReader) =>
  stream.until(() => names(stream).filter((name) => name === 'snapshot').length === 2, 'both snapshots');
const messageOf = ({ data }: ReadEvent) => JSON.parse(data) as RawMessage;

/** A book of subscription 1 built from events; those it has had already are recognised and left out. */
class ResumedBook {
  readonly mirror = new MirrorBook();
  duplicates = 0;

  take(event: ReadEvent): void {
    const message = messageOf(event);
    if (message.subscription !== 1) return;
    if (message.type === 'delta' && (message.sequence ?? 0) <= this.mirror.sequence) this.duplicates += 1;
    else this.mirror.receive(message);
  }
}

function expectSame(mirror: MirrorBook, venue: FakeVenue): void {
  expect(mirror.faults).toEqual([]);
  expect(new Map([...mirror.sizes].sort())).toEqual(new Map([...(venue.books[0]?.sizes ?? [])].sort()));
  expect(mirror.sequence).toBe(venue.books[0]?.sequence);
}

describe('GET /v1/stream', () => {
  it('is an event stream that no cache and no proxy holds back, open to any origin', async () => {
    const rig = await open();
    const { response } = await rig.stream(BOOKS, { origin: 'https://example.org' });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    });
  });

  it('streams what is new in batches', async () => {
    const rig = await open();
    const stream = await rig.stream(BOOKS);
    await opened(stream);
    rig.venue.books[0]?.change([200, 1]);
    rig.pass(50);
    await stream.until(() => names(stream).includes('delta'), 'the delta');
    expect(names(stream)).toEqual(['welcome', 'subscribed-list', 'snapshot', 'snapshot', 'delta']);
  });

  it('goes on where a reader was cut in the middle of a batch, and what it had twice is recognisable', async () => {
    const rig = await open();
    const book = new ResumedBook();
    const first = await rig.stream(BOOKS);
    await opened(first);
    rig.venue.books[0]?.change([200, 1]);
    rig.pass(50);
    await first.until(() => names(first).includes('delta'), 'the delta');
    const { lastEventId } = first.reader;
    for (const event of first.events) book.take(event);
    // The batch of the cut: its first event arrived, the id at its end did not.
    rig.venue.books[0]?.change([200, 2]);
    const events = first.events.length;
    rig.venue.books[1]?.change([200, 9]);
    rig.pass(50);
    await first.until(() => first.events.length === events + 2, 'both deltas');
    for (const event of first.events.slice(events, events + 1)) book.take(event);
    first.cut();
    const second = await rig.stream(BOOKS, { 'last-event-id': lastEventId });
    await second.until(() => second.events.length === 4, 'what was missed');
    expect(names(second)).toEqual(['welcome', 'subscribed-list', 'delta', 'delta']);
    for (const event of second.events) book.take(event);
    expect(book.duplicates).toBe(1);
    expectSame(book.mirror, rig.venue);
  });

  it('takes the last event id from the query, and believes the header before it', async () => {
    const rig = await open();
    const first = await rig.stream(BOOKS);
    await opened(first);
    const { lastEventId } = first.reader;
    rig.venue.books[0]?.change([200, 1]);
    const byQuery = await rig.stream(`${BOOKS}&lastEventId=${lastEventId}`);
    await byQuery.until(() => byQuery.events.length === 3, 'what was missed');
    expect(names(byQuery)).toEqual(['welcome', 'subscribed-list', 'delta']);
    const byHeader = await rig.stream(`${BOOKS}&lastEventId=1-2-3`, { 'last-event-id': lastEventId });
    await byHeader.until(() => byHeader.events.length === 3, 'what was missed');
    expect(names(byHeader)).toEqual(['welcome', 'subscribed-list', 'delta']);
    const unreadable = await rig.stream(BOOKS, { 'last-event-id': 'something else' });
    await opened(unreadable);
  });

  it('is read by the standard client, which comes back by itself and stays right', async () => {
    const rig = await open();
    const book = new ResumedBook();
    const source = new EventSource(rig.url(BOOKS));
    const types = ['snapshot', 'delta'] as const;
    const waiting = new Set<() => void>();
    for (const type of types)
      source.addEventListener(type, ({ data, lastEventId }) => {
        book.take({ event: type, data: String(data), id: lastEventId });
        for (const wake of waiting) wake();
      });
    const reached = (sequence: number) =>
      new Promise<void>((resolve) => {
        const wake = () => book.mirror.sequence >= sequence && resolve();
        waiting.add(wake);
        wake();
      });
    await reached(2);
    rig.venue.books[0]?.change([200, 5]);
    rig.pass(50);
    await reached(3);
    const cut = once(source, 'error');
    rig.edge?.cutStreams();
    await cut;
    rig.venue.books[0]?.change([203, 0, 205, 4]);
    await reached(4);
    rig.venue.books[0]?.change([207, 4]);
    rig.pass(50);
    await reached(5);
    source.close();
    expectSame(book.mirror, rig.venue);
    expect(book.mirror.verified).toBe(4);
  });

  it('begins anew under the epoch of a venue that was replaced', async () => {
    const rig = await open();
    const first = await rig.stream(BOOKS);
    await opened(first);
    rig.venue = new FakeVenue(2);
    rig.pass(5);
    await first.until(() => first.isClosed, 'the cut');
    const second = await rig.stream(BOOKS, { 'last-event-id': first.reader.lastEventId });
    await opened(second);
    expect(messageOf(second.events[0] ?? { event: '', data: '{}', id: '' })).toMatchObject({ epoch: 2 });
  });

  it('tells its readers when the venue goes, and is gone within a second', async () => {
    const rig = await open();
    const stream = await rig.stream(BOOKS);
    await opened(stream);
    rig.venue.leaving = { reason: 'shutdown', reconnectAfterMs: 700 };
    const startedAt = performance.now();
    await rig.edge?.closeStreams();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await stream.until(() => stream.isClosed, 'the end');
    expect(messageOf(stream.events.at(-1) ?? { event: '', data: '{}', id: '' })).toMatchObject({
      type: 'going-away',
      reason: 'shutdown',
      reconnectAfterMs: 700,
    });
  });

  it('is written down when it opens and when it closes', async () => {
    const rig = await open();
    rig.access.tokens.set('good', rightsTo(['*'], { subject: 'desk 7', tokenId: '1' }));
    const stream = await rig.stream(`${BOOKS}&access_token=good`);
    await opened(stream);
    rig.clock.advance(2_000);
    rig.edge?.cutStreams();
    await stream.until(() => stream.isClosed, 'the cut');
    const connection = { number: 1, transport: 'event-stream', codec: 'json', address: '127.0.0.1' };
    expect(rig.audited).toMatchObject([
      { event: 'session-opened', connection, subject: 'desk 7' },
      { event: 'session-closed', connection, subject: 'desk 7', durationMs: 2_000, messagesOut: 4 },
    ]);
  });
});
