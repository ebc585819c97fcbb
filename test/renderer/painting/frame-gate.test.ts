import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FrameGate } from '../../../renderer/painting/frame-gate.ts';

let asked: (() => void)[] = [];
const frame = (): void => {
  for (const call of asked.splice(0)) call();
};
const gateOf = (): FrameGate =>
  new FrameGate((call) => {
    asked.push(call);
    return () => (asked = asked.filter((other) => other !== call));
  });

beforeEach(() => {
  asked = [];
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

describe('FrameGate', () => {
  it('asks for one animation frame for all, and for none while nobody waits', () => {
    const gate = gateOf();
    const called: string[] = [];
    gate.beforePaint(() => called.push('acknowledge'));
    gate.beforePaint(() => called.push('paint'));
    expect(asked.length).toBe(1);
    frame();
    expect([called, asked.length]).toEqual([['acknowledge', 'paint'], 0]);
  });

  it('asks for none while the page cannot be seen, and for what waited when it can', () => {
    const gate = gateOf();
    const called: string[] = [];
    gate.beforePaint(() => called.push('before'));
    gate.open(false);
    gate.beforePaint(() => called.push('while'));
    expect(asked).toEqual([]);
    gate.open(true);
    frame();
    expect(called).toEqual(['before', 'while']);
  });

  it('does not call what was cancelled', () => {
    const gate = gateOf();
    const cancel = gate.beforePaint(() => expect.unreachable());
    cancel();
    expect(asked).toEqual([]);
  });

  it('tells how long an animation frame has not come, which is no time while none is asked for', () => {
    const gate = gateOf();
    gate.beforePaint(() => {});
    vi.advanceTimersByTime(700);
    expect(gate.waitMs).toBe(700);
    gate.open(false);
    vi.advanceTimersByTime(700);
    expect(gate.waitMs).toBe(0);
    gate.open(true);
    vi.advanceTimersByTime(10);
    expect(gate.waitMs).toBe(10);
    frame();
    expect(gate.waitMs).toBe(0);
  });
});
