import { describe, expect, it } from 'vitest';
import { ResyncSchedule } from '../../../main/core/session/resync-schedule.ts';

describe('ResyncSchedule', () => {
  it('asks at once for the first fault of a book, and once', () => {
    const schedule = new ResyncSchedule();
    schedule.need(7, 0);
    schedule.need(7, 1);
    expect(schedule.takeDue(1)).toEqual([7]);
    expect(schedule.takeDue(2)).toEqual([]);
  });

  it('asks again with doubling waits while no snapshot comes', () => {
    const schedule = new ResyncSchedule();
    schedule.need(7, 0);
    const askedAt: number[] = [];
    for (let now = 0; now <= 20_000; now += 100) if (schedule.takeDue(now).length > 0) askedAt.push(now);
    expect(askedAt).toEqual([0, 1_000, 3_000, 7_000, 15_000]);
  });

  it('spaces the requests of a book that breaks again and again', () => {
    const schedule = new ResyncSchedule();
    let asked = 0;
    for (let now = 0; now < 1_000; now += 1) {
      schedule.need(7, now);
      asked += schedule.takeDue(now).length;
      schedule.settled(7);
    }
    expect(asked).toBeLessThanOrEqual(10);
  });

  it('forgets what was asked on a connection that is gone', () => {
    const schedule = new ResyncSchedule();
    schedule.need(7, 0);
    schedule.reset();
    expect(schedule.takeDue(9_999)).toEqual([]);
  });
});
