import { describe, expect, it } from 'vitest';
import { fineClock } from '../../main/core/fine-clock.ts';

/** A machine whose every reading takes a microsecond. `startMs` is the true wall time at monotonic 0. */
class Machine {
  startMs: number;
  #elapsedMs = 0;

  constructor(startMs: number) {
    this.startMs = startMs;
  }
  get trueMs(): number {
    return this.startMs + this.#elapsedMs;
  }
  pass(ms: number): void {
    this.#elapsedMs += ms;
  }
  readonly wallMs = (): number => {
    this.pass(0.001);
    return Math.floor(this.trueMs);
  };
  readonly monotonicMs = (): number => {
    this.pass(0.001);
    return this.#elapsedMs;
  };
}

describe('fineClock', () => {
  it.each([0.1, 0.5, 0.999])(
    'tells microseconds though the wall clock was %f ms past its tick',
    (fraction) => {
      const machine = new Machine(1_000_000 + fraction);
      const clock = fineClock(machine);
      machine.pass(123.456);
      expect(Math.abs(clock.wallMicros() / 1_000 - machine.trueMs)).toBeLessThan(0.01);
    },
  );

  it.each([3, -3, 60_000, -60_000])('follows a wall clock that was set by %d ms', (stepMs) => {
    const machine = new Machine(1_000_000);
    const clock = fineClock(machine);
    machine.startMs += stepMs;
    expect(Math.abs(clock.wallMicros() / 1_000 - machine.trueMs)).toBeLessThan(0.01);
  });

  it('is not misled when the process is put aside just as the wall clock ticks', () => {
    const machine = new Machine(1_000_000.1);
    let readings = 0;
    const clock = fineClock({
      wallMs: machine.wallMs,
      monotonicMs: () => {
        readings += 1;
        if (readings === 300) machine.pass(0.9);
        return machine.monotonicMs();
      },
    });
    expect(readings).toBeGreaterThan(300);
    expect(Math.abs(clock.wallMicros() / 1_000 - machine.trueMs)).toBeLessThan(0.01);
  });

  it('never goes back while the wall clock does not', () => {
    const machine = new Machine(1_000_000.7);
    const clock = fineClock(machine);
    let before = 0;
    for (let i = 0; i < 5_000; i += 1) {
      machine.pass(0.37);
      const now = clock.wallMicros();
      expect(now).toBeGreaterThanOrEqual(before);
      before = now;
    }
  });

  it('does not wait for a clock that stands still', () => {
    const clock = fineClock({ wallMs: () => 5, monotonicMs: () => 7 });
    expect([clock.wallMicros(), clock.monotonicMs()]).toEqual([5_500, 7]);
  });
});
