import { describe, expect, it } from 'vitest';
import { FollowedTopics } from '../../../feed-simulator/http/followed-topics.ts';
import { WaitingPolls } from '../../../feed-simulator/http/waiting-polls.ts';
import { FakeVenue, rightsTo } from './fake-venue.ts';

class Rig {
  readonly venue = new FakeVenue();
  readonly polls = new WaitingPolls();
  woken = 0;
  giveUp: () => void = () => undefined;

  constructor(deadlineMs = 100) {
    const followed = FollowedTopics.open(
      this.venue,
      rightsTo(['*']),
      { channels: ['book'], instruments: ['AAA'] },
      null,
    );
    if ('code' in followed) throw new Error(followed.code);
    followed.take();
    void this.polls
      .wait(followed, deadlineMs, (giveUp) => (this.giveUp = giveUp))
      .then(() => (this.woken += 1));
  }

  async tick(nowMs: number, venue = this.venue): Promise<number> {
    this.polls.tick(nowMs, venue);
    await Promise.resolve();
    return this.woken;
  }
}

describe('WaitingPolls', () => {
  it('wakes a poll at the change, once', async () => {
    const rig = new Rig();
    expect(await rig.tick(50)).toBe(0);
    rig.venue.books[0]?.change([200, 1]);
    expect(await rig.tick(55)).toBe(1);
    expect([await rig.tick(60), rig.polls.count]).toEqual([1, 0]);
  });

  it('wakes a poll at its deadline, not before', async () => {
    const rig = new Rig();
    expect(await rig.tick(99)).toBe(0);
    expect(await rig.tick(100)).toBe(1);
  });

  it('wakes a poll when the venue goes, and when it is another', async () => {
    const going = new Rig();
    going.venue.leaving = { reason: 'shutdown', reconnectAfterMs: 5 };
    expect(await going.tick(1)).toBe(1);
    const replaced = new Rig();
    expect(await replaced.tick(1, new FakeVenue(2))).toBe(1);
  });

  it('forgets a poll whose caller gave up', async () => {
    const rig = new Rig();
    rig.giveUp();
    expect([await rig.tick(1), rig.polls.count]).toEqual([1, 0]);
  });
});
