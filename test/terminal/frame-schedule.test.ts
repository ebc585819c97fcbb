import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameSchedule } from '../../main/terminal/frame-schedule.ts';

/** Time by hand; tasks run when it passes them, late by `lateMs`. */
class Rig {
  nowMs = 1_000;
  lateMs = 0;
  readonly published: number[] = [];
  readonly schedule = new FrameSchedule({
    monotonicMs: () => this.nowMs,
    after: (delayMs, task) => {
      this.#task = { atMs: this.nowMs + delayMs + this.lateMs, task };
      return () => (this.#task = null);
    },
    publish: () => this.published.push(this.nowMs),
  });
  #task: { readonly atMs: number; readonly task: () => void } | null = null;

  get isWaiting(): boolean {
    return this.#task !== null;
  }

  /** A request every millisecond, or none. */
  pass(ms: number, isRequesting = true): void {
    for (let passed = 0; passed < ms; passed += 1) {
      if (isRequesting) this.schedule.request();
      this.#runDue();
      this.nowMs += 1;
      this.#runDue();
    }
  }

  #runDue(): void {
    const due = this.#task;
    if (due === null || due.atMs > this.nowMs) return;
    this.#task = null;
    due.task();
  }
}

describe('FrameSchedule', () => {
  it('publishes at once what is requested after a pause', () => {
    const rig = new Rig();
    rig.schedule.request();
    rig.pass(1, false);
    expect(rig.published).toEqual([1_000]);
    rig.pass(500, false);
    rig.schedule.request();
    rig.pass(1, false);
    expect(rig.published).toEqual([1_000, 1_501]);
  });

  it('runs nothing while nothing is requested', () => {
    const rig = new Rig();
    rig.schedule.request();
    rig.pass(100, false);
    expect([rig.published.length, rig.isWaiting]).toEqual([1, false]);
  });

  it('publishes 60 times a second while requests go on, however late each frame is', () => {
    for (const lateMs of [0, 1, 9]) {
      const rig = new Rig();
      rig.lateMs = lateMs;
      rig.pass(10_000);
      expect(rig.published.length).toBeGreaterThanOrEqual(595);
      expect(rig.published.length).toBeLessThanOrEqual(601);
    }
  });

  it('does not catch up on frames that were missed', () => {
    const rig = new Rig();
    rig.pass(100);
    const before = rig.published.length;
    rig.nowMs += 1_000;
    rig.pass(17);
    expect(rig.published.length - before).toBeLessThanOrEqual(2);
  });

  it('never publishes more than 60 times a second, whenever it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 20, maxLength: 200 }), (pauses) => {
        const rig = new Rig();
        for (const pauseMs of pauses) {
          rig.schedule.request();
          rig.pass(pauseMs, false);
        }
        for (const [i, atMs] of rig.published.entries()) {
          const second = rig.published.slice(i).filter((otherMs) => otherMs < atMs + 1_000);
          expect(second.length).toBeLessThanOrEqual(61);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('publishes what was asked for within one frame', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 40 }), (pauses) => {
        const rig = new Rig();
        for (const pauseMs of pauses) {
          rig.schedule.request();
          rig.pass(pauseMs, false);
        }
        const askedMs = rig.nowMs;
        rig.schedule.request();
        rig.pass(18, false);
        expect(rig.published.at(-1)).toBeGreaterThanOrEqual(askedMs);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('publishes nothing more once it has ended', () => {
    const rig = new Rig();
    rig.schedule.request();
    rig.schedule.end();
    rig.pass(100);
    expect(rig.published).toEqual([]);
  });
});
