import { describe, expect, it } from 'vitest';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { refusal } from '../../../feed-simulator/server/access-refusal.ts';
import type { AccessRefusal } from '../../../feed-simulator/server/access-refusal.ts';
import type { Rights } from '../../../feed-simulator/server/rights.ts';
import { MAX_WAITING_REQUESTS } from '../../../feed-simulator/server/session.ts';
import { FakeConnection, VenueFixture, bid } from './venue-fixture.ts';
import type { Client } from './venue-fixture.ts';

const PING = { type: 'ping', id: 9, sentTime: 1 } as const;
const TOKEN = { type: 'authenticate', id: 3, token: 'a.b.c' } as const;

/** A client whose tokens are judged when the test says so. */
function judged(): Client & {
  fixture: VenueFixture;
  tokens: string[];
  rightsUntil: (seconds: number | null, more?: Partial<Rights>) => Rights;
  settle: (outcome: Rights | AccessRefusal) => Promise<void>;
} {
  const tokens: string[] = [];
  const answers: ((outcome: Rights | AccessRefusal) => void)[] = [];
  const fixture = new VenueFixture({
    authenticate: (token) => {
      tokens.push(token);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  const client = fixture.connect();
  client.connection.take();
  const rightsUntil = (seconds: number | null, more: Partial<Rights> = {}): Rights => ({
    ...fixture.rights,
    ...{ subject: 'ann', tokenId: 'jti-1' },
    expiresAt: seconds === null ? null : timestampMicros(fixture.clock.wallMicros() + seconds * 1_000_000),
    ...more,
  });
  const settle = async (outcome: Rights | AccessRefusal): Promise<void> => {
    answers.shift()?.(outcome);
    await Promise.resolve();
  };
  return { fixture, tokens, rightsUntil, settle, ...client };
}

describe('Session with tokens', () => {
  it('answers an authenticate with what the token allows, and what came behind it after that', async () => {
    const { connection, ask, settle, tokens, rightsUntil } = judged();
    ask(TOKEN);
    ask(PING);
    expect([connection.take(), tokens]).toEqual([[], ['a.b.c']]);
    const rights = rightsUntil(600);
    await settle(rights);
    expect(connection.take()).toEqual([
      {
        ...{ type: 'authenticated', id: 3, subject: 'ann', scopes: ['market-data'], instruments: ['*'] },
        expiresAt: rights.expiresAt,
      },
      { type: 'pong', id: 9, sentTime: expect.any(Number) as number },
    ]);
  });

  it('answers a token that is refused with its code, and stays what it was', async () => {
    const { connection, ask, settle, session } = judged();
    ask(TOKEN);
    await settle(refusal('TOKEN_WRONG_AUDIENCE', 'for another venue'));
    expect(connection.take()).toEqual([
      { type: 'error', id: 3, code: 'TOKEN_WRONG_AUDIENCE', message: 'for another venue' },
    ]);
    expect([session.rights.subject, session.isOpen]).toEqual(['', true]);
  });

  it('accepts no token where the venue was given no way to judge one', async () => {
    const { connection, ask } = new VenueFixture().connect();
    connection.take();
    ask(TOKEN);
    await Promise.resolve();
    expect(connection.take()).toMatchObject([{ id: 3, code: 'TOKEN_INVALID' }]);
  });

  it('lets only so many requests wait for the answer', () => {
    const { connection, ask, fixture } = judged();
    ask(TOKEN);
    for (let id = 1; id <= MAX_WAITING_REQUESTS + 1; id += 1) {
      fixture.clock.advance(20);
      ask({ ...PING, id });
    }
    expect(connection.take()).toMatchObject([{ id: MAX_WAITING_REQUESTS + 1, code: 'RATE_LIMITED' }]);
  });

  it('refuses a token that is not judged in five seconds, and ignores a judgement that comes later', async () => {
    const { connection, ask, settle, fixture, rightsUntil, session } = judged();
    ask(TOKEN);
    fixture.pass(5_000);
    expect(connection.take().filter(({ type }) => type !== 'heartbeat')).toMatchObject([
      { id: 3, code: 'TOKEN_INVALID' },
    ]);
    await settle(rightsUntil(600));
    expect([connection.take(), session.rights.subject]).toEqual([[], '']);
  });

  it('says nothing to a client that left while its token was judged', async () => {
    const { connection, ask, settle, fixture, session, rightsUntil } = judged();
    ask(TOKEN);
    ask(PING);
    fixture.venue.endSession(session);
    await settle(rightsUntil(600));
    expect(connection.take()).toEqual([]);
  });

  it('ends the subscriptions that the new rights do not cover, with a word for each', async () => {
    const { connection, ask, settle, fixture, rightsUntil } = judged();
    for (const instrument of ['AAA', 'BBB']) ask({ type: 'subscribe', id: 1, instrument, channel: 'trades' });
    ask({ type: 'subscribe', id: 1, instrument: 'AAA', channel: 'book' });
    ask(TOKEN);
    connection.take();
    await settle(rightsUntil(600, { mayRead: (id) => id === 'BBB' }));
    expect(connection.take()).toMatchObject([
      { type: 'authenticated' },
      { type: 'error', id: 0, code: 'NOT_ENTITLED', message: 'trades of AAA has ended' },
      { type: 'error', id: 0, code: 'NOT_ENTITLED', message: 'book of AAA has ended' },
    ]);
    fixture.change(bid(100, 11), [fixture.trade(100, 1)]);
    fixture.change([], [fixture.trade(100, 1)], 1);
    fixture.apply({ kind: 'state', instrument: 0, venueTime: fixture.now, state: 'halted', reason: '' });
    expect(connection.take().map(({ type }) => type)).toEqual(['trades']);
  });

  it.each([
    [20, 16_000],
    [3_600, 3_540_000],
  ])(
    'warns when a fifth of a life of %i s, at most a minute, is left, and closes with 4001 at its end',
    (life, warnsAfterMs) => {
      const fixture = new VenueFixture();
      const expiresAt = timestampMicros(fixture.clock.wallMicros() + life * 1_000_000);
      const { connection, ask } = fixture.connect(new FakeConnection(), { ...fixture.rights, expiresAt });
      ask({ type: 'subscribe', id: 1, instrument: 'AAA', channel: 'trades' });
      const heard = () => connection.take().filter(({ type }) => type !== 'heartbeat');
      heard();
      fixture.pass(warnsAfterMs - 1);
      expect(heard()).toEqual([]);
      fixture.pass(1);
      expect(heard()).toEqual([{ type: 'token-expiring', expiresAt, sentTime: fixture.clock.wallMicros() }]);
      fixture.pass(life * 1_000 - warnsAfterMs - 1);
      expect([heard(), connection.closed]).toEqual([[], null]);
      fixture.pass(1);
      expect(heard()).toMatchObject([{ type: 'error', id: 0, code: 'TOKEN_EXPIRED' }]);
      expect([connection.closed?.code, fixture.venue.sessionCount]).toEqual([4001, 0]);
    },
  );

  it.each([600, null])(
    'goes on past the end of a token that was replaced in time by one of %s s',
    async (life) => {
      const { connection, ask, settle, fixture, rightsUntil } = judged();
      ask({ type: 'subscribe', id: 1, instrument: 'AAA', channel: 'trades' });
      ask(TOKEN);
      await settle(rightsUntil(60));
      fixture.pass(50_000);
      ask({ ...TOKEN, id: 4 });
      await settle(rightsUntil(life));
      fixture.pass(100_000);
      expect([connection.closed, connection.ofType('token-expiring').length]).toEqual([null, 1]);
      expect(connection.ofType('authenticated')).toHaveLength(2);
    },
  );

  it('welcomes with the instruments that the client may read, and tells it of no other', () => {
    const fixture = new VenueFixture();
    const mayRead = (id: string) => id === 'BBB';
    const { connection } = fixture.connect(new FakeConnection(), { ...fixture.rights, mayRead });
    expect(connection.take()).toMatchObject([{ type: 'welcome', instruments: [{ id: 'BBB' }] }]);
    for (const instrument of [0, 1])
      fixture.apply({ kind: 'state', instrument, venueTime: fixture.now, state: 'halted', reason: '' });
    expect(connection.take()).toMatchObject([{ type: 'status', instrument: 'BBB' }]);
  });

  it.each([
    ['subscribe', { channel: 'book' }],
    ['trade-history', { from: 1, to: 1 }],
    ['candle-history', { intervalMs: 1_000, from: 0, to: 1 }],
  ])('refuses a %s of what it may not read', (type, more) => {
    const fixture = new VenueFixture();
    const codes = [{ mayRead: () => false }, { scopes: ['control'] as const }].map((less) => {
      const { connection, ask } = fixture.connect(new FakeConnection(), { ...fixture.rights, ...less });
      ask({ type, id: 1, instrument: 'AAA', ...more });
      return connection.messages.at(-1)?.code;
    });
    expect(codes).toEqual(['NOT_ENTITLED', 'SCOPE_MISSING']);
  });
});
