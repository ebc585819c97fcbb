import { EventSource } from 'eventsource';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { AccessGate } from '../../../feed-simulator/access/access-gate.ts';
import { TokenDesk } from '../../../feed-simulator/access/token-desk.ts';
import type { TokenGrant } from '../../../feed-simulator/access/token-desk.ts';
import { newKeyJwk, tokenKeyOf } from '../../../feed-simulator/access/token-key.ts';
import { VenueAccess } from '../../../feed-simulator/access/venue-access.ts';
import { DEFAULT_LIMITS } from '../../../feed-simulator/server/venue-limits.ts';
import type { Venue } from '../../../feed-simulator/server/venue.ts';
import { MirrorBook } from '../../support/second-reader-book.ts';
import type { RawMessage } from '../../support/second-reader-book.ts';
import { HttpRig } from './http-rig.ts';
import { INSTRUMENTS, MarketRig, windowOf } from './market-rig.ts';

const [first] = INSTRUMENTS;
const ID = first?.terms.id ?? '';
const BOOK = `channels=book&instruments=${ID}&depth=10`;

type Opened = { readonly rig: HttpRig<Venue>; readonly market: MarketRig; readonly tokens: TokenDesk };
const rigs: HttpRig<Venue>[] = [];

/** A real venue behind real access, on a real port. */
async function open(options: { isAnonymousAllowed?: boolean } = {}): Promise<Opened> {
  const market = new MarketRig(11);
  const rig = new HttpRig<Venue>(market.venue, market.clock);
  rigs.push(rig);
  const { clock, counts } = rig;
  const key = await tokenKeyOf(await newKeyJwk());
  if (key === null) throw new Error('no key');
  let ids = 0;
  const tokens = new TokenDesk({ key, limits: DEFAULT_LIMITS, newTokenId: () => `t${(ids += 1)}` });
  const access = new VenueAccess({
    desk: tokens,
    gate: new AccessGate({ limits: DEFAULT_LIMITS, clock, counts }),
    limits: DEFAULT_LIMITS,
    isAnonymousAllowed: true,
    clock,
    counts,
    ...options,
  });
  await rig.open({ access });
  return { rig, market, tokens };
}

afterEach(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.close()));
});

/** Lets the venue and its edge step on. */
const pass = ({ rig, market }: Opened, ms: number) => market.pass(ms, () => rig.edge?.tick());

function receive(book: MirrorBook, message: RawMessage): void {
  const isNews = message.type === 'snapshot' || (message.sequence ?? 0) > book.sequence;
  if (isNews && (message.type === 'snapshot' || message.type === 'delta')) book.receive(message);
}

function expectExact({ market }: Opened, book: MirrorBook): void {
  expect(book.faults).toEqual([]);
  expect(book.verified).toBeGreaterThan(0);
  expect(windowOf(book)).toBe(market.oracle.window(0, book.sequence, 10));
}

describe('a venue over HTTP', () => {
  it('keeps the book of a standard event source exact, also through a cut', async () => {
    const opened = await open();
    const book = new MirrorBook();
    const source = new EventSource(opened.rig.url(`/v1/stream?${BOOK}&batchMs=10`));
    const welcomes: string[] = [];
    let wake: () => void = () => undefined;
    for (const type of ['welcome', 'snapshot', 'delta', 'instrument'])
      source.addEventListener(type, ({ data }) => {
        if (type === 'welcome') welcomes.push(String(data));
        else receive(book, JSON.parse(String(data)) as RawMessage);
        wake();
      });
    const news = () => new Promise<void>((resolve) => (wake = resolve));
    const follow = async () => {
      for (let round = 0; round < 20; round += 1) {
        const before = book.sequence;
        while (book.sequence === before) {
          const came = news();
          pass(opened, 20);
          await came;
        }
        expectExact(opened, book);
      }
    };
    await news();
    await follow();
    const cut = once(source, 'error');
    opened.rig.edge?.cutStreams();
    await cut;
    pass(opened, 2_000);
    await news();
    await follow();
    source.close();
    expect(welcomes).toHaveLength(2);
  });

  it('keeps the book of a reader that polls exact', async () => {
    const opened = await open();
    const book = new MirrorBook();
    let query = BOOK;
    for (let round = 0; round < 30; round += 1) {
      const { cursor, messages } = (await opened.rig.json(`/v1/poll?${query}`)) as never as {
        cursor: string;
        messages: RawMessage[];
      };
      for (const message of messages) receive(book, message);
      expectExact(opened, book);
      query = `${BOOK}&since=${cursor}`;
      pass(opened, (round * 35) % 200);
    }
  });

  it('sends every trade it holds as one history, and the candles made of them', async () => {
    const opened = await open();
    pass(opened, 10_000);
    const lines = async (path: string) => {
      const text = await (await opened.rig.ask(path)).text();
      return text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as RawMessage);
    };
    const parts = await lines(`/v1/history/trades?instrument=${ID}`);
    const trades = parts.flatMap((part) => part.trades ?? []);
    const real = opened.market.oracle.trades[0] ?? [];
    const pairs = trades.flatMap((_, i) => (i % 5 === 0 ? [trades[i + 1], trades[i + 2]] : []));
    expect(pairs).toEqual(real);
    expect(real.length).toBeGreaterThan(0);
    const candles = (await lines(`/v1/history/candles?instrument=${ID}&intervalMs=1000`)).flatMap(
      (part) => (part.candles ?? []) as number[],
    );
    const volume = candles.reduce((sum, value, place) => (place % 8 === 5 ? sum + value : sum), 0);
    expect(volume).toBe(real.reduce((sum, value, place) => (place % 2 === 1 ? sum + value : sum), 0));
    const some = await lines(`/v1/history/trades?instrument=${ID}&from=2&to=3`);
    expect(some).toMatchObject([{ type: 'trade-history', id: 1, from: 2, to: 3, isLast: true }]);
  });

  it('announces new terms before the book that they make', async () => {
    const opened = await open();
    const stream = await opened.rig.stream(`/v1/stream?${BOOK}`);
    await stream.until(() => stream.events.length === 3, 'the book');
    opened.market.changeTerms(0, 2);
    pass(opened, 50);
    await stream.until(() => stream.events.length >= 5, 'the new book');
    const [change, snapshot] = stream.events.slice(3).map(({ data }) => JSON.parse(data) as RawMessage);
    expect(change).toMatchObject({ type: 'instrument', instrument: { id: ID, tickUnits: 2 } });
    const book = new MirrorBook();
    receive(book, snapshot ?? { type: 'none' });
    expectExact(opened, book);
  });

  const GRANT: TokenGrant = {
    subject: 'desk 7',
    scopes: ['market-data'],
    instruments: [ID],
    lifeSeconds: 100,
    refreshForSeconds: 1_000,
  };

  it('lets a token read what it names and nothing else, and nobody in without one if told so', async () => {
    const opened = await open({ isAnonymousAllowed: false });
    const { rig, tokens, market } = opened;
    const { token } = await tokens.issue(GRANT, market.clock.wallMicros());
    const statusOf = async (path: string, bearer: string | null = token) =>
      (await rig.ask(path, { headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` } })).status;
    expect(await statusOf(`/v1/poll?${BOOK}`)).toBe(200);
    expect(await statusOf(`/v1/poll?${BOOK}`, null)).toBe(401);
    expect(await statusOf(`/v1/poll?${BOOK}`, `${token.slice(0, -4)}AAAA`)).toBe(401);
    expect(await statusOf(`/v1/poll?channels=book&instruments=${INSTRUMENTS[1]?.terms.id}`)).toBe(403);
    expect(await statusOf(`/v1/history/trades?instrument=${INSTRUMENTS[1]?.terms.id}`)).toBe(403);
    expect(
      (await rig.json('/v1/instruments', { headers: { authorization: `Bearer ${token}` } })).length,
    ).toBe(1);
    market.clock.advance(100_000);
    const expired = await rig.ask(`/v1/poll?${BOOK}&access_token=${token}`);
    expect(expired.status).toBe(401);
    expect(await expired.json()).toMatchObject({ code: 'TOKEN_EXPIRED' });
  });

  it('gives a token a new life while it holds, and warns a stream before it ends', async () => {
    const opened = await open();
    const { rig, tokens, market } = opened;
    const { token } = await tokens.issue(GRANT, market.clock.wallMicros());
    const stream = await rig.stream(`/v1/stream?${BOOK}&access_token=${token}`);
    market.clock.advance(79_990);
    rig.edge?.tick();
    const renewed = await rig.json('/v1/token/refresh', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(Object.keys(renewed)).toEqual(['token', 'expiresAt']);
    rig.pass(10);
    await stream.until(() => stream.events.some(({ event }) => event === 'token-expiring'), 'the warning');
    rig.pass(20_000);
    await stream.until(() => stream.isClosed, 'the end');
    expect(stream.events.at(-1)?.data).toContain('TOKEN_EXPIRED');
    expect((await rig.ask(`/v1/poll?${BOOK}&access_token=${String(renewed.token)}`)).status).toBe(200);
    const again = await rig.ask('/v1/token/refresh', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(again.status).toBe(401);
  });
});
