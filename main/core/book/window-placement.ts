import { MAX_PRICE_TICKS } from '../units/price.ts';
import { LEAST_WIDTH } from './ladder-window.ts';

/**
 * Widest window in ticks: 4.3 MB. 20,000 levels a side on 57 % of the prices need 2^17 with room to walk.
 */
const MOST_WIDTH = 2 ** 18;
/** A window spans at most so many ticks for each level held: at most 132 bytes a level, beyond the least width. */
const MOST_TICKS_PER_LEVEL = 8;
/** One level in so many may stay outside before a wider window is worth its memory. */
const OUTSIDE_SHARE = 16;
const ALIGNMENT = 32;
const WIDTHS = 31;

/** Lowest price of a window of `width` ticks around `centre`, aligned, and within all prices there are. */
export function lowAround(centre: number, width: number): number {
  const low = Math.max(0, Math.min(centre - width / 2, MAX_PRICE_TICKS + 1 - width));
  return Math.floor(low / ALIGNMENT) * ALIGNMENT;
}

/** How many levels lie how far from a centre, by powers of two: what the width of a window is chosen by. */
export class DistanceCounts {
  readonly #centre: number;
  /** `[i]`: levels within a window of 2^i ticks around the centre but not in one half as wide. */
  readonly #counts = new Uint32Array(WIDTHS + 1);

  constructor(centre: number) {
    this.#centre = centre;
  }

  /** @returns true: a visitor that wants to go on */
  add(ticks: number): true {
    const distance = Math.abs(ticks - this.#centre) + ALIGNMENT;
    const exponent = 33 - Math.clz32(distance - 1); // twice the distance, rounded up to a power of two
    this.#counts[exponent] = (this.#counts[exponent] ?? 0) + 1;
    return true;
  }

  /** Levels added that lie outside a window of `width`, a power of two. */
  outside(width: number): number {
    const exponent = 31 - Math.clz32(width);
    return this.#counts.subarray(exponent + 1).reduce((sum, count) => sum + count, 0);
  }
}

/**
 * The least width, not below the one there is, that leaves few levels outside; when none may, the widest allowed if it
 * takes in half of what the present one leaves out.
 *
 * @param levels held in all
 */
export function chooseWidth(width: number, levels: number, distances: DistanceCounts): number {
  const most = Math.max(width, LEAST_WIDTH, Math.min(MOST_WIDTH, powerOfTwo(levels * MOST_TICKS_PER_LEVEL)));
  for (let wider = width; wider <= most; wider *= 2)
    if (distances.outside(wider) * OUTSIDE_SHARE <= levels) return wider;
  return distances.outside(most) * 2 <= distances.outside(width) ? most : width;
}

/**
 * The width for a snapshot that has only begun: as if all its levels, half of them a side, stood as close as those seen.
 * A width that grows while the levels come would move all that is there each time.
 *
 * @param ticksPerLevel from one level to the next, on average
 */
export function widthFor(levels: number, ticksPerLevel: number): number {
  const most = Math.min(MOST_WIDTH, powerOfTwo(levels * MOST_TICKS_PER_LEVEL));
  const wanted = 2 * powerOfTwo(levels * ticksPerLevel);
  return Math.max(LEAST_WIDTH, Math.min(most, wanted));
}

/** The greatest power of two not above `value`, of at least 1. */
function powerOfTwo(value: number): number {
  return 2 ** (31 - Math.clz32(Math.max(1, value)));
}
