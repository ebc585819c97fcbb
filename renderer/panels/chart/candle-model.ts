import { CANDLE, CANDLES } from '../../../main/contract/view-frame.ts';
import type { FrameSection } from '../../api/terminal-client.ts';

/** Open, high, low and close in ticks, volume in lots, over `[startMs, startMs + interval)`. */
export type Candle = {
  readonly startMs: number;
  readonly openTicks: number;
  readonly highTicks: number;
  readonly lowTicks: number;
  readonly closeTicks: number;
  readonly volumeLots: number;
  /** False: a trade of its span may be missing. */
  readonly isComplete: boolean;
};

export type CandleSection = {
  readonly instrumentIndex: number;
  readonly intervalMs: number;
  /** The candles replace all there were. */
  readonly isReset: boolean;
  /** Oldest first. */
  readonly candles: readonly Candle[];
};

/** @returns null when the payload is shorter or longer than its own count, or its candles are not in order */
export function readCandles({ payload }: Pick<FrameSection, 'payload'>): CandleSection | null {
  const at = (index: number): number => payload[index] ?? -1;
  const count = at(CANDLES.count);
  if (payload.length < CANDLES.length || payload.length !== CANDLES.length + count * CANDLE.length)
    return null;
  const candles: Candle[] = [];
  let previousMs = -1;
  for (let start: number = CANDLES.length; start < payload.length; start += CANDLE.length) {
    const startMs = at(start + CANDLE.startMs);
    // Also refuses a time that is no number.
    if (!(startMs > previousMs)) return null;
    previousMs = startMs;
    candles.push({
      startMs,
      openTicks: at(start + CANDLE.openTicks),
      highTicks: at(start + CANDLE.highTicks),
      lowTicks: at(start + CANDLE.lowTicks),
      closeTicks: at(start + CANDLE.closeTicks),
      volumeLots: at(start + CANDLE.volumeLots),
      isComplete: at(start + CANDLE.isComplete) === 1,
    });
  }
  return {
    instrumentIndex: at(CANDLES.instrumentIndex),
    intervalMs: at(CANDLES.intervalMs),
    isReset: at(CANDLES.isReset) === 1,
    candles,
  };
}

/** Most candles kept; beyond it the older half goes. */
export const MAX_CANDLES = 1_200;

/** The candles of one view, oldest first, starts strictly increasing; at most {@link MAX_CANDLES}. */
export class CandleHistory {
  #candles: Candle[] = [];
  #changedFrom = 0;
  /** Candles there were when changes were last taken. */
  #takenCount = 0;

  get candles(): readonly Candle[] {
    return this.#candles;
  }

  /** Takes a section in: a reset replaces all, else candles with a known start are replaced and later ones added. */
  apply(section: CandleSection): void {
    if (section.isReset) {
      this.#candles = [...section.candles];
      this.#changedFrom = 0;
    } else for (const candle of section.candles) this.#put(candle);
    if (this.#candles.length <= MAX_CANDLES) return;
    this.#candles = this.#candles.slice(-MAX_CANDLES / 2);
    this.#changedFrom = 0;
  }

  /**
   * Index of the oldest candle changed since the last call, `candles.length` when none was. 0 asks for all anew, also
   * where a candle before the newest one taken last has changed: a chart takes only its newest candle and later ones.
   * The caller must show what it is told of, it is told once.
   */
  takeChangedFrom(): number {
    const from = this.#changedFrom;
    const isNewestOnly = from >= this.#takenCount - 1;
    this.#changedFrom = this.#candles.length;
    this.#takenCount = this.#candles.length;
    return isNewestOnly ? from : 0;
  }

  #put(candle: Candle): void {
    // From the end: nearly always the last candle, or a new one.
    let index = this.#candles.length;
    while (index > 0 && (this.#candles[index - 1]?.startMs ?? 0) >= candle.startMs) index -= 1;
    const isKnown = this.#candles[index]?.startMs === candle.startMs;
    this.#candles.splice(index, isKnown ? 1 : 0, candle);
    // An inserted candle moves the later ones, so all of them count as changed.
    this.#changedFrom = Math.min(this.#changedFrom, index);
  }
}
