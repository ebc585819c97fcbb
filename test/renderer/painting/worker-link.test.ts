import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClientFault } from '../../../renderer/api/client-fault.ts';
import {
  PAINTER_BEAT_DEADLINE_MS,
  PAINTER_START_DEADLINE_MS,
} from '../../../renderer/painting/painting-messages.ts';
import { WorkerLink } from '../../../renderer/painting/worker-link.ts';
import { FakeWorker } from './fake-worker.ts';

let worker: FakeWorker;
let gone: ClientFault[];
let frames: (() => void)[];

beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (call: () => void) => frames.push(call));
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
  worker = new FakeWorker();
  gone = [];
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function link(): WorkerLink {
  return new WorkerLink(worker, {
    onReport: () => {},
    onTerminal: () => {},
    onFault: () => {},
    onGone: (fault) => gone.push(fault),
  });
}
const codes = (): string[] => gone.map(({ code }) => code);
const beatFor = (ms: number, isPainting = true): void => {
  for (let passed = 0; passed < ms; passed += 250) {
    worker.say({ kind: 'beat', isPainting });
    vi.advanceTimersByTime(250);
  }
};

describe('WorkerLink', () => {
  it('keeps a worker that gives signs of life', () => {
    link();
    beatFor(10_000);
    expect([codes(), worker.isTerminated]).toEqual([[], false]);
  });

  it('gives a silent worker up, once, and ends it', () => {
    link();
    worker.say({ kind: 'beat', isPainting: true });
    vi.advanceTimersByTime(PAINTER_BEAT_DEADLINE_MS - 1);
    expect(codes()).toEqual([]);
    vi.advanceTimersByTime(250);
    expect([codes(), worker.isTerminated]).toEqual([['PAINTER_SILENT'], true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives a worker longer to be loaded, and up when it never speaks', () => {
    link();
    vi.advanceTimersByTime(PAINTER_START_DEADLINE_MS - 1);
    expect(codes()).toEqual([]);
    vi.advanceTimersByTime(250);
    expect(codes()).toEqual(['PAINTER_SILENT']);
  });

  it('gives up a worker that fails or cannot be read', () => {
    link();
    worker.fail('SyntaxError: no worker');
    expect(gone).toEqual([
      {
        code: 'PAINTER_FAILED',
        message: 'the painting worker was given up: SyntaxError: no worker; the page paints now',
      },
    ]);
    worker.fail('again');
    expect(codes()).toEqual(['PAINTER_FAILED']);
  });

  it('does not blame the worker for beats that wait behind a busy page', () => {
    link();
    worker.say({ kind: 'beat', isPainting: true });
    vi.advanceTimersByTime(PAINTER_BEAT_DEADLINE_MS);
    // The timer came first; the beats of that time are next in the queue.
    worker.say({ kind: 'beat', isPainting: true });
    vi.advanceTimersByTime(500);
    expect(codes()).toEqual([]);
    worker.say({ kind: 'beat', isPainting: true });
  });

  it('does not blame the worker for a machine that slept', () => {
    link();
    worker.say({ kind: 'beat', isPainting: true });
    const now = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(now + 3_600_000);
    vi.advanceTimersByTime(PAINTER_BEAT_DEADLINE_MS + 200);
    expect(codes()).toEqual([]);
    clock.mockRestore();
  });

  it('gives up a worker that gets no animation frames while the page does', () => {
    link();
    beatFor(500, false);
    expect([codes(), frames.length]).toEqual([[], 1]);
    frames[0]?.();
    beatFor(500, false);
    expect(codes()).toEqual(['PAINTER_STALLED']);
  });

  it('keeps a worker that paints again, or that stands still like the page itself', () => {
    link();
    beatFor(5_000, false);
    expect(codes()).toEqual([]);
    beatFor(5_000, true);
    frames[0]?.();
    beatFor(5_000, true);
    expect(codes()).toEqual([]);
  });

  it('hears and says nothing any more once it is disposed of', () => {
    const open = link();
    open.dispose();
    open.post({ kind: 'seen', isSeen: true });
    worker.fail('late');
    vi.advanceTimersByTime(10_000);
    expect([worker.heard, codes(), vi.getTimerCount()]).toEqual([[], [], 0]);
  });
});
