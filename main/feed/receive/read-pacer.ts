import { CALM_READ_MS, type FeedMode } from '../../core/market-data/feed-mode.ts';

/** What a {@link ReadPacer} steers. */
export type ReadValve = {
  /** The socket is read again. */
  open(): void;
  /** The socket is not read; what is on its way stays with the system. */
  close(): void;
  /** Goes on with what was read and not taken. */
  takeLeft(): void;
};

/** Time as the pacer needs it. Each wait gives back what calls it off. */
export type PacerTiming = {
  nowMs(): number;
  /** Once the event loop has been through timers, sockets and requests. */
  afterTurn(callback: () => void): () => void;
  afterMs(ms: number, callback: () => void): () => void;
};

/** Frames are taken for so long, then the event loop gets a turn: half of the 4 ms that nothing may wait longer than. */
export const SLICE_MS = 2;

/**
 * Decides when a socket is read: at once (`fast`) or every {@link CALM_READ_MS} (`calm`), and in both modes no longer than
 * {@link SLICE_MS} without letting the event loop turn. In `calm` the first read after a silence is at once, and nothing
 * is timed while nothing comes.
 */
export class ReadPacer {
  readonly #valve: ReadValve;
  readonly #timing: PacerTiming;
  #mode: FeedMode = 'fast';
  #state: 'reading' | 'yielding' | 'resting' | 'over' = 'reading';
  #callOff: (() => void) | null = null;
  /** Spent on frames since the event loop was last given a turn. */
  #busyMs = 0;
  #startedMs = 0;

  constructor(valve: ReadValve, timing: PacerTiming = SYSTEM_TIMING) {
    this.#valve = valve;
    this.#timing = timing;
  }

  setMode(mode: FeedMode): void {
    this.#mode = mode;
    if (mode === 'calm' || this.#state === 'yielding') return;
    this.#cancel();
    if (this.#state === 'resting') this.#wake();
  }

  readStarts(): void {
    this.#startedMs = this.#timing.nowMs();
  }

  isOverdue(): boolean {
    return this.#busyMs + this.#timing.nowMs() - this.#startedMs >= SLICE_MS;
  }

  /** @param isLeft whether something read is still to be taken */
  readEnds(isLeft: boolean): void {
    this.#busyMs += this.#timing.nowMs() - this.#startedMs;
    if (this.#state === 'over' || this.#state === 'yielding') return;
    if (isLeft || this.#busyMs >= SLICE_MS) this.#yield();
    else if (this.#mode === 'calm' && this.#callOff === null)
      // Not at once: the system may hold more than one read, and all of it belongs to this round.
      this.#callOff = this.#timing.afterTurn(() => this.#rest());
  }

  /** Nothing is timed any more. */
  end(): void {
    this.#cancel();
    this.#state = 'over';
  }

  #yield(): void {
    this.#cancel();
    this.#state = 'yielding';
    this.#valve.close();
    this.#callOff = this.#timing.afterTurn(() => this.#goOn());
  }

  #goOn(): void {
    this.#reads();
    try {
      this.#valve.takeLeft();
    } finally {
      if (this.#state === 'reading') this.#valve.open();
    }
  }

  #rest(): void {
    this.#callOff = null;
    this.#busyMs = 0;
    this.#state = 'resting';
    this.#valve.close();
    this.#callOff = this.#timing.afterMs(CALM_READ_MS, () => this.#wake());
  }

  #wake(): void {
    this.#reads();
    this.#valve.open();
  }

  #reads(): void {
    this.#callOff = null;
    this.#busyMs = 0;
    this.#state = 'reading';
  }

  #cancel(): void {
    this.#callOff?.();
    this.#callOff = null;
  }
}

const SYSTEM_TIMING: PacerTiming = {
  nowMs: () => performance.now(),
  afterTurn: (callback) => {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  },
  afterMs: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
