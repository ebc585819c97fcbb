import { describe, expect, it } from 'vitest';
import { FeedSession } from '../../../main/core/session/feed-session.ts';

const HALF = 0.5;

/** A session whose books are live at time 0, heartbeats every 500 ms. */
function liveSession(): FeedSession {
  const session = new FeedSession({ baseMs: 500, capMs: 30_000 });
  session.start(0);
  session.heard(0);
  session.welcomed(500, 0);
  session.booksStand(12, 12);
  return session;
}

describe('FeedSession', () => {
  it('opens a connection when it starts', () => {
    const session = new FeedSession();
    expect(session.start(0)).toEqual({ kind: 'open', connection: 1 });
    expect(session.state).toBe('connecting');
  });

  it('is syncing from the welcome until every book is live', () => {
    const session = new FeedSession();
    session.start(0);
    session.welcomed(500, 0);
    session.booksStand(3, 12);
    expect([session.state, session.reason]).toEqual(['syncing', '3 of 12 books are live']);
    session.booksStand(12, 12);
    expect([session.state, session.reason]).toEqual(['live', '']);
  });

  it('is suspect while one book of a live feed is not proved', () => {
    const session = liveSession();
    session.booksStand(11, 12);
    expect([session.state, session.reason]).toEqual(['suspect', '1 of 12 books are not live']);
  });

  it('is not live when the venue announced no instrument', () => {
    const session = new FeedSession();
    session.start(0);
    session.welcomed(500, 0);
    session.booksStand(0, 0);
    expect(session.state).toBe('syncing');
  });

  it('pings once at half of three silent heartbeat intervals and ends the connection at three', () => {
    const session = liveSession();
    expect(session.tick(700)).toBeNull();
    expect(session.tick(750)).toEqual({ kind: 'ping' });
    expect(session.tick(800)).toBeNull();
    expect(session.tick(1_500)).toEqual({
      kind: 'terminate',
      reason: 'no message within 1.5 s',
      cause: 'silent',
    });
  });

  it('counts any byte as a sign of life', () => {
    const session = liveSession();
    session.tick(750);
    session.heard(900);
    expect(session.tick(1_500)).toBeNull();
    expect(session.silenceMs(1_500)).toBe(600);
  });

  it('lets the age of the data grow while there is no connection', () => {
    const session = liveSession();
    session.heard(900);
    session.lost('gone', 1_000, 0.5);
    expect([session.silenceMs(2_400), session.dataAgeMs(2_400)]).toEqual([-1, 1_500]);
    expect(new FeedSession().dataAgeMs(5)).toBe(-1);
  });

  it('gives up a connection that never says welcome', () => {
    const session = new FeedSession();
    session.start(0);
    expect(session.tick(9_999)).toBeNull();
    expect(session.tick(10_000)).toEqual({
      kind: 'terminate',
      reason: 'no welcome within 10.0 s',
      cause: 'silent',
    });
  });

  it('waits a random part of a doubling delay before it tries again', () => {
    const session = new FeedSession({ baseMs: 500, capMs: 30_000 });
    session.start(0);
    session.lost('refused', 0, HALF);
    expect([session.state, session.nextAttemptMs(0)]).toEqual(['backing-off', 250]);
    expect(session.tick(249)).toBeNull();
    expect(session.tick(250)).toEqual({ kind: 'open', connection: 2 });
    session.lost('refused', 250, HALF);
    expect(session.nextAttemptMs(250)).toBe(500);
  });

  it('forgets its attempts when the books are live, not when a socket opens', () => {
    const session = new FeedSession({ baseMs: 500, capMs: 30_000 });
    session.start(0);
    for (let attempt = 0; attempt < 4; attempt += 1) {
      session.lost('accepted and closed', 0, 0);
      session.tick(0);
      session.heard(0);
      session.welcomed(500, 0);
    }
    expect(session.attempts).toBe(5);
    session.booksStand(12, 12);
    expect(session.attempts).toBe(0);
    session.lost('gone', 0, HALF);
    expect(session.nextAttemptMs(0)).toBeLessThanOrEqual(250);
  });

  it('stays away as long as a venue that goes away asks, once and at most 30 s', () => {
    for (const [asked, away] of [
      [1_731, 1_731],
      [0, 0],
      [60_000, 30_000],
    ] as const) {
      const session = liveSession();
      session.goingAway(asked);
      session.lost('going away', 0, 0.99);
      expect(session.nextAttemptMs(0)).toBe(away);
      session.tick(away);
      session.lost('refused', away, HALF);
      expect(session.nextAttemptMs(away)).toBe(250);
    }
  });

  it('comes back no sooner than a refusal says, at most 30 s later, and later where the back-off is longer', () => {
    const session = new FeedSession({ baseMs: 500, capMs: 30_000 });
    session.start(0);
    session.lost('too many', 0, HALF, 2_000);
    expect(session.nextAttemptMs(0)).toBe(2_000);
    session.tick(2_000);
    session.lost('too many', 2_000, HALF, 3_600_000);
    expect(session.nextAttemptMs(2_000)).toBe(30_000);
    session.tick(32_000);
    session.lost('too many', 32_000, HALF, 10);
    expect(session.nextAttemptMs(32_000)).toBe(1_000);
  });

  it('tries at once when the user asks, though the venue said when to come back', () => {
    const session = liveSession();
    session.goingAway(20_000);
    session.retry(100);
    session.lost('retry asked for', 100, HALF);
    expect(session.nextAttemptMs(100)).toBe(0);
  });

  it('replaces a connection that stands at once when the user asks', () => {
    const session = liveSession();
    session.retry(100);
    session.lost('retry asked for', 100, 0.99);
    expect(session.tick(100)).toEqual({ kind: 'open', connection: 2 });
  });

  it('tries at once when the user asks, and ends a connection that stands', () => {
    const session = new FeedSession();
    session.start(0);
    session.lost('refused', 0, 0.99);
    expect(session.retry(1)).toEqual({ kind: 'open', connection: 2 });
    expect(session.retry(2)).toEqual({ kind: 'terminate', reason: 'retry asked for', cause: 'disconnected' });
  });

  it('does nothing more once closed', () => {
    const session = liveSession();
    session.close();
    expect([session.tick(99_999), session.retry(0), session.state]).toEqual([null, null, 'closed']);
    session.lost('late', 0, 0);
    expect(session.state).toBe('closed');
  });
});
