import { describe, expect, it } from 'vitest';
import { CALM_READ_MS } from '../../../main/core/market-data/feed-mode.ts';
import { ReadPacer, SLICE_MS } from '../../../main/feed/receive/read-pacer.ts';

/** A pacer whose time, event loop and socket are the test's. */
class Rig {
  readonly did: string[] = [];
  readonly pacer: ReadPacer;
  isOpen = true;
  nowMs = 0;
  /** What is left each time the pacer goes on, milliseconds of work. */
  readonly left: number[] = [];
  #turn: (() => void) | null = null;
  #timer: { readonly ms: number; readonly callback: () => void } | null = null;

  constructor() {
    this.pacer = new ReadPacer(
      {
        open: () => this.#does('open', true),
        close: () => this.#does('close', false),
        takeLeft: () => {
          const ms = this.left.shift();
          if (ms !== undefined) this.read(ms, this.left.length > 0);
        },
      },
      {
        nowMs: () => this.nowMs,
        afterTurn: (callback) => {
          this.#turn = callback;
          return () => (this.#turn = null);
        },
        afterMs: (ms, callback) => {
          this.#timer = { ms, callback };
          return () => (this.#timer = null);
        },
      },
    );
  }

  get waitsFor(): string {
    return [this.#turn === null ? '' : 'turn', this.#timer === null ? '' : `${this.#timer.ms} ms`].join('');
  }

  read(ms: number, isLeft = false): void {
    this.pacer.readStarts();
    this.nowMs += ms;
    this.pacer.readEnds(isLeft);
  }

  turn(): void {
    const callback = this.#turn;
    this.#turn = null;
    callback?.();
  }

  timeIsUp(): void {
    const timer = this.#timer;
    this.#timer = null;
    this.nowMs += timer?.ms ?? 0;
    timer?.callback();
  }

  #does(what: string, isOpen: boolean): void {
    this.did.push(what);
    this.isOpen = isOpen;
  }
}

describe('ReadPacer', () => {
  it('reads at once in fast mode and waits for nothing', () => {
    const rig = new Rig();
    for (let read = 0; read < 10; read += 1) rig.read(0.1);
    expect([rig.did, rig.waitsFor]).toEqual([[], '']);
  });

  it('lets the event loop turn once frames took a slice, over however many reads', () => {
    const rig = new Rig();
    for (let read = 0; read < 4; read += 1) rig.read(SLICE_MS / 4);
    expect([rig.isOpen, rig.waitsFor]).toEqual([false, 'turn']);
    rig.turn();
    expect([rig.isOpen, rig.waitsFor]).toEqual([true, '']);
    rig.read(SLICE_MS / 4);
    expect(rig.isOpen).toBe(true);
  });

  it('takes what is left in turns, before the socket is read again', () => {
    const rig = new Rig();
    rig.left.push(SLICE_MS, SLICE_MS, 0.1);
    rig.read(SLICE_MS, true);
    rig.turn();
    rig.turn();
    expect([rig.isOpen, rig.waitsFor, rig.left.length]).toEqual([false, 'turn', 1]);
    rig.turn();
    expect([rig.isOpen, rig.waitsFor, rig.left.length]).toEqual([true, '', 0]);
  });

  it('finds a read overdue once it took the rest of the slice', () => {
    const rig = new Rig();
    rig.read(SLICE_MS / 2);
    rig.pacer.readStarts();
    expect(rig.pacer.isOverdue()).toBe(false);
    rig.nowMs += SLICE_MS / 2;
    expect(rig.pacer.isOverdue()).toBe(true);
  });

  it('rests after each round of reads in calm mode', () => {
    const rig = new Rig();
    rig.pacer.setMode('calm');
    expect(rig.waitsFor).toBe('');
    rig.read(0.1);
    rig.read(0.1);
    expect([rig.isOpen, rig.waitsFor]).toEqual([true, 'turn']);
    rig.turn();
    expect([rig.isOpen, rig.waitsFor]).toEqual([false, `${CALM_READ_MS} ms`]);
    rig.timeIsUp();
    expect([rig.isOpen, rig.waitsFor]).toEqual([true, '']);
  });

  it('lets the event loop turn in calm mode too, and rests after the last of it', () => {
    const rig = new Rig();
    rig.pacer.setMode('calm');
    rig.left.push(0.1);
    rig.read(SLICE_MS, true);
    rig.turn();
    expect([rig.isOpen, rig.waitsFor]).toEqual([true, 'turn']);
    rig.turn();
    expect([rig.isOpen, rig.waitsFor]).toEqual([false, `${CALM_READ_MS} ms`]);
  });

  it.each(['while it rests', 'before it rests'])('goes back to fast at once, %s', (when) => {
    const rig = new Rig();
    rig.pacer.setMode('calm');
    rig.read(0.1);
    if (when === 'while it rests') rig.turn();
    rig.pacer.setMode('fast');
    expect([rig.isOpen, rig.waitsFor]).toEqual([true, '']);
  });

  it('keeps what waits for its turn when the mode changes', () => {
    const rig = new Rig();
    rig.left.push(0.1);
    rig.read(SLICE_MS, true);
    rig.pacer.setMode('calm');
    rig.pacer.setMode('fast');
    expect([rig.isOpen, rig.waitsFor]).toEqual([false, 'turn']);
    rig.turn();
    expect([rig.isOpen, rig.left.length]).toEqual([true, 0]);
  });

  it.each(['turn', `${CALM_READ_MS} ms`])('waits for no %s once it has ended', (wait) => {
    const rig = new Rig();
    rig.pacer.setMode('calm');
    rig.read(0.1);
    if (wait !== 'turn') rig.turn();
    expect(rig.waitsFor).toBe(wait);
    rig.pacer.end();
    rig.pacer.setMode('fast');
    rig.read(SLICE_MS, true);
    expect(rig.waitsFor).toBe('');
  });

  it('opens the socket again when going on throws', () => {
    const rig = new Rig();
    rig.read(SLICE_MS);
    rig.left.push(0);
    rig.left.shift = () => {
      throw new Error('a callback failed');
    };
    expect(() => rig.turn()).toThrow('a callback failed');
    expect(rig.isOpen).toBe(true);
  });
});
