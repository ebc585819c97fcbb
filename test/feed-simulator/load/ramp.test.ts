import { describe, expect, it } from 'vitest';
import { Ramp } from '../../../feed-simulator/load/ramp.ts';

describe('Ramp', () => {
  it('brings up all, never more than 32 of them unserved, and tells how far it is', async () => {
    const waiting: (() => void)[] = [];
    const told: number[] = [];
    let most = 0;
    const ramp = new Ramp({
      count: 100,
      connect: (_index, onStarted) => {
        waiting.push(onStarted);
        most = Math.max(most, waiting.length);
      },
      progress: (started) => told.push(started),
    });
    const done = ramp.run();
    for (let served = waiting.shift(); served !== undefined; served = waiting.shift()) {
      served();
      served(); // a client that says so twice counts once
    }
    await done;
    expect(most).toBe(32);
    expect(told).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('has nothing to do for nobody', async () => {
    await expect(
      new Ramp({ count: 0, connect: () => expect.fail(), progress: () => undefined }).run(),
    ).resolves.toBe(undefined);
  });

  it('stops at the first that fails', async () => {
    const connected: number[] = [];
    const starts: (() => void)[] = [];
    const connect = (index: number, onStarted: () => void): void => {
      connected.push(index);
      starts.push(onStarted);
    };
    const ramp = new Ramp({ count: 100, connect, progress: () => undefined });
    const done = ramp.run();
    ramp.fail(new Error('refused'));
    for (const start of starts) start();
    await expect(done).rejects.toThrow('refused');
    expect(connected).toHaveLength(32);
  });

  it('gives up when the time is over', async () => {
    const ramp = new Ramp({ count: 2, connect: () => undefined, progress: () => undefined, limitMs: 10 });
    await expect(ramp.run()).rejects.toThrow('only 0 of 2 clients were served in 0.01 s');
  });
});
