import { afterEach, describe, expect, it } from 'vitest';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { MirrorBook } from '../../support/second-reader-book.ts';
import type { RawMessage } from '../../support/second-reader-book.ts';
import { FakeVenue, rightsTo } from './fake-venue.ts';
import { HttpRig, eventually } from './http-rig.ts';

const BOOK = '/v1/poll?channels=book&instruments=AAA';
const rigs: HttpRig[] = [];

function open(options: Parameters<HttpRig['open']>[0] = {}): Promise<HttpRig> {
  const rig = new HttpRig(new FakeVenue());
  rigs.push(rig);
  return rig.open(options);
}

afterEach(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
});

type PollAnswer = { readonly cursor: string; readonly messages: readonly RawMessage[] };

async function poll(rig: HttpRig, query = '', init: RequestInit = {}): Promise<PollAnswer> {
  return (await rig.json(`${BOOK}${query}`, init)) as PollAnswer;
}

const typesOf = ({ messages }: PollAnswer) => messages.map(({ type }) => type);

/** A long poll, once it waits at the venue. Its answer is behind a function, because a promise of a promise is one. */
async function longPoll(rig: HttpRig, cursor: string, waitMs = 1_000): Promise<() => Promise<Response>> {
  const answer = rig.ask(`${BOOK}&since=${cursor}&wait=${waitMs}`);
  await eventually(() => rig.venue.open === 2, 'the poll to wait');
  return () => answer;
}

describe('GET /v1/poll', () => {
  it('answers a reader that has nothing with the welcome, the lists and the whole state', async () => {
    const rig = await open();
    const answer = await poll(rig);
    expect(typesOf(answer)).toEqual(['welcome', 'subscribed-list', 'snapshot']);
    expect(answer.messages[0]).toMatchObject({ epoch: 1, instruments: [{ id: 'AAA' }] });
    expect(rig.venue.open).toBe(0);
  });

  it('keeps an exact book for a reader that asks since its cursor', async () => {
    const rig = await open();
    const mirror = new MirrorBook();
    let cursor: string | null = null;
    for (let round = 1; round <= 30; round += 1) {
      const answer: PollAnswer = await poll(rig, cursor === null ? '' : `&since=${cursor}`);
      for (const message of answer.messages)
        if (message.type === 'snapshot' || message.type === 'delta') mirror.receive(message);
      ({ cursor } = answer);
      // Sometimes nothing, sometimes more than is kept.
      for (let change = 0; change < (round * 7) % 12; change += 1)
        rig.venue.books[0]?.change([2 * (80 + ((round + change) % 20)), (round * change) % 3]);
    }
    await poll(rig, `&since=${cursor}`).then(({ messages }) => {
      for (const message of messages)
        if (message.type === 'snapshot' || message.type === 'delta') mirror.receive(message);
    });
    expect(mirror.faults).toEqual([]);
    expect(new Map([...mirror.sizes].sort())).toEqual(new Map([...(rig.venue.books[0]?.sizes ?? [])].sort()));
    expect(mirror.sequence).toBe(rig.venue.books[0]?.sequence);
  });

  it('names its cursor as entity tag, and answers 304 while that is the latest', async () => {
    const rig = await open();
    const first = await rig.ask(BOOK);
    const { cursor } = (await first.json()) as PollAnswer;
    const etag = first.headers.get('etag') ?? '';
    expect([etag, first.headers.get('cache-control')]).toEqual([`"${cursor}"`, 'no-cache']);
    const known = { headers: { 'if-none-match': etag } };
    const same = await rig.ask(BOOK, known);
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await rig.ask(BOOK, { headers: { 'if-none-match': `W/${etag}` } })).status).toBe(304);
    rig.venue.books[0]?.change([200, 1]);
    expect(typesOf(await poll(rig, '', known))).toEqual(['delta']);
    expect(typesOf(await poll(rig, '', { headers: { 'if-none-match': '"another"' } }))).toEqual([
      'welcome',
      'subscribed-list',
      'snapshot',
    ]);
  });

  it('answers at once and with nothing when nothing is new and no wait was asked for', async () => {
    const rig = await open();
    const { cursor } = await poll(rig);
    expect(await poll(rig, `&since=${cursor}`)).toEqual({ cursor, messages: [] });
  });

  it('wakes at the change', async () => {
    const rig = await open();
    const { cursor } = await poll(rig);
    const answer = await longPoll(rig, cursor, 25_000);
    rig.pass(24_000);
    rig.venue.books[0]?.change([200, 1]);
    rig.pass(5);
    expect(typesOf((await (await answer()).json()) as PollAnswer)).toEqual(['delta']);
    expect(rig.venue.open).toBe(0);
  });

  it('wakes at its deadline with nothing', async () => {
    const rig = await open();
    const { cursor } = await poll(rig);
    const answer = await longPoll(rig, cursor);
    rig.pass(999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(rig.venue.open).toBe(2);
    rig.pass(1);
    expect(await (await answer()).json()).toEqual({ cursor, messages: [] });
  });

  it('waits no longer than its token lives', async () => {
    const rig = await open();
    const { cursor } = await poll(rig);
    const expiresAt = timestampMicros(rig.clock.wallMicros() + 100_000);
    rig.access.stranger = rightsTo(['*'], { expiresAt });
    const answer = await longPoll(rig, cursor);
    rig.pass(100);
    expect((await answer()).status).toBe(200);
  });

  it('wakes when the venue goes, and says so', async () => {
    const rig = await open();
    const { cursor } = await poll(rig);
    const answer = await longPoll(rig, cursor);
    rig.venue.leaving = { reason: 'shutdown', reconnectAfterMs: 10 };
    rig.pass(5);
    expect((await (await answer()).json()) as PollAnswer).toMatchObject({
      messages: [{ type: 'going-away', reconnectAfterMs: 10 }],
    });
  });

  it('still answers polls that wait when the venue closes, and is gone within a second', async () => {
    const rig = await open();
    const { cursor } = await poll(rig);
    const answer = await longPoll(rig, cursor, 25_000);
    rig.venue.leaving = { reason: 'shutdown', reconnectAfterMs: 10 };
    const startedAt = performance.now();
    await rig.edge?.close();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(typesOf((await (await answer()).json()) as PollAnswer)).toEqual(['going-away']);
  });

  it('answers a poll that waited through a new epoch with the whole state of it', async () => {
    const rig = await open();
    const { cursor } = await poll(rig);
    const answer = await longPoll(rig, cursor);
    const [old, next] = [rig.venue, new FakeVenue(2)];
    rig.venue = next;
    rig.pass(5);
    expect((await (await answer()).json()) as PollAnswer).toMatchObject({
      messages: [{ type: 'welcome', epoch: 2 }, { type: 'subscribed-list' }, { type: 'snapshot' }],
    });
    expect([old.open, next.open]).toEqual([0, 0]);
  });

  it('answers a cursor of another epoch with the whole state', async () => {
    const rig = await open();
    const { cursor } = await poll(rig);
    rig.venue = new FakeVenue(2);
    expect(typesOf(await poll(rig, `&since=${cursor}&wait=1000`))).toEqual([
      'welcome',
      'subscribed-list',
      'snapshot',
    ]);
  });

  it('lets go at once of a caller that gave up, and of 500 of them', async () => {
    const rig = await open();
    const { cursor } = await poll(rig);
    for (let round = 0; round < 50; round += 1) {
      const cancel = new AbortController();
      const { signal } = cancel;
      const answers = Array.from({ length: 10 }, () =>
        rig.ask(`${BOOK}&since=${cursor}&wait=25000`, { signal }).catch(() => 'gone'),
      );
      await eventually(() => rig.venue.open === 20, 'the polls to wait');
      cancel.abort();
      expect(new Set(await Promise.all(answers))).toEqual(new Set(['gone']));
      await eventually(() => rig.venue.open === 0, 'the polls to be let go');
    }
  });

  it('bounds the polls that wait, by address and in all, and says when to come again', async () => {
    const rig = await open({ limit: { connectionsPerAddress: 1 } });
    const { cursor } = await poll(rig);
    const first = await longPoll(rig, cursor);
    const second = await rig.ask(`${BOOK}&since=${cursor}&wait=1000`);
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await second.json()).toMatchObject({ code: 'ADDRESS_CONNECTION_LIMIT' });
    rig.pass(1_000);
    expect((await first()).status).toBe(200);
    expect(rig.venue.open).toBe(0);
  });
});
