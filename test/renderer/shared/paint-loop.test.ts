import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onPaint } from '../../../renderer/shared/paint-loop.ts';

let due: FrameRequestCallback[] = [];
const frame = (): void => {
  const calls = due;
  due = [];
  for (const call of calls) call(0);
};

beforeEach(() => {
  due = [];
  vi.stubGlobal('requestAnimationFrame', (call: FrameRequestCallback) => due.push(call));
  vi.stubGlobal('cancelAnimationFrame', () => (due = []));
});
afterEach(() => vi.unstubAllGlobals());

describe('onPaint', () => {
  it('paints once a frame, however often it was asked, and all painters in one frame', () => {
    const painted: string[] = [];
    const ladder = onPaint(() => painted.push('ladder'));
    const tape = onPaint(() => painted.push('tape'));
    ladder.request();
    tape.request();
    ladder.request();
    expect(due.length).toBe(1);
    frame();
    frame();
    expect(painted).toEqual(['ladder', 'tape']);
    ladder.dispose();
    tape.dispose();
  });

  it('asks for no frame while nobody wants to paint', () => {
    const seat = onPaint(() => {});
    expect(due).toEqual([]);
    seat.request();
    seat.dispose();
    seat.request();
    expect(due).toEqual([]);
  });

  it('lets a painter ask for the next frame', () => {
    let left = 3;
    const seat = onPaint(() => {
      left -= 1;
      if (left > 0) seat.request();
    });
    seat.request();
    for (let step = 0; step < 5; step++) frame();
    expect(left).toBe(0);
    seat.dispose();
  });

  it('paints the others when one throws, and reports the fault', () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    let isPainted = false;
    const broken = onPaint(() => {
      throw new Error('no ink');
    });
    const whole = onPaint(() => (isPainted = true));
    broken.request();
    whole.request();
    frame();
    expect([isPainted, String(reported[0])]).toEqual([true, 'Error: no ink']);
    broken.dispose();
    whole.dispose();
  });
});
