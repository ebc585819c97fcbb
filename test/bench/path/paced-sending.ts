import type { Duplex } from 'node:stream';
import { sharedMs } from './path-messages.ts';
import type { FrameBytes } from './websocket-frames.ts';

/** Sleeping for less is not kept by the kernel. */
const SLEEP_MS = 0.05;
/** After so long the event loop gets its turn, to carry out what a full socket left over. */
const STRETCH_MS = 10;

/**
 * Sends messages evenly over time: what is due goes out in one write, then it sleeps for a twentieth of a millisecond.
 * Timers would come a millisecond apart at best and make bursts; spinning would take the core that others need.
 */
export class PacedSending {
  readonly #frames: FrameBytes;
  readonly #perMs: number;
  readonly #line: Duplex;
  readonly #sentMs: Float64Array;
  readonly #sleeper = new Int32Array(new SharedArrayBuffer(4));
  #startMs = 0;
  #sent = 0;

  constructor(frames: FrameBytes, messagesPerSecond: number, line: Duplex) {
    this.#frames = frames;
    this.#perMs = messagesPerSecond / 1_000;
    this.#line = line;
    this.#sentMs = new Float64Array(frames.ends.length);
  }

  /** @param onEnd gets when each message was handed to the socket */
  start(onEnd: (sentMs: Float64Array) => void): void {
    this.#startMs = sharedMs();
    const stretch = (): void => {
      const until = sharedMs() + STRETCH_MS;
      while (sharedMs() < until && this.#sent < this.#sentMs.length) {
        this.#sendDue();
        Atomics.wait(this.#sleeper, 0, 0, SLEEP_MS);
      }
      if (this.#sent < this.#sentMs.length) setImmediate(stretch);
      else onEnd(this.#sentMs);
    };
    stretch();
  }

  #sendDue(): void {
    const { bytes, ends } = this.#frames;
    const nowMs = sharedMs();
    const due = Math.min(ends.length, Math.floor((nowMs - this.#startMs) * this.#perMs));
    if (due <= this.#sent) return;
    const from = this.#sent === 0 ? 0 : (ends[this.#sent - 1] ?? 0);
    this.#sentMs.fill(nowMs, this.#sent, due);
    this.#sent = due;
    this.#line.write(bytes.subarray(from, ends[due - 1]));
  }
}
