import { ASK, BID, levelKey, type LevelKey, type Side } from '../market-data/flat-levels.ts';
import type { LevelBatch } from '../market-data/level-batch.ts';
import type { BookHash } from '../market-data/market-event.ts';
import { MAX_PRICE_TICKS, type PriceTicks } from '../units/price.ts';
import { isKeyInRange, isSize, type TickRange } from './book-levels-check.ts';
import { FarLevels } from './far-levels.ts';
import { LadderWindow, LEAST_WIDTH } from './ladder-window.ts';
import { LevelTally } from './level-tally.ts';
import type { BookLayout, LevelVisitor } from './order-book.ts';
import { chooseWidth, DistanceCounts, lowAround } from './window-placement.ts';

/** Changes outside the window before it is placed anew: so many, and one more for each so many levels held. */
const LEAST_PATIENCE = 64;
const LEVELS_PER_PATIENCE = 8;
/** A move by less than this part of its width is not worth making. */
const LEAST_MOVE = 8;
const SIDES = [BID, ASK] as const;

/**
 * Both sides in a window of prices around the touch, a slot for each price ({@link LadderWindow}); what lies outside is in
 * sorted leaves, exact too. A change within the window is a write to its slot; the best price is looked for when asked for.
 * When many changes fall outside, the window moves or widens (`window-placement.ts`): they share the cost of the move.
 * It never narrows: a snapshot makes another book.
 */
export class LadderBook implements BookLayout {
  #window: LadderWindow;
  readonly #far = new FarLevels();
  readonly #tally = new LevelTally();
  #range: TickRange;
  /** Keys both within the window and in range, first and last. */
  #firstKey = 0;
  #lastKey = -1;
  #farChanges = 0;
  #patience = LEAST_PATIENCE;
  /** One size on its way between window and leaves. */
  readonly #carried = new Float64Array(1);
  readonly #dropped = new Float64Array(1);

  /** @param width ticks the window spans at first, a power of two of at least {@link LEAST_WIDTH} */
  constructor(range: TickRange, width = LEAST_WIDTH) {
    this.#range = range;
    this.#window = new LadderWindow(width);
    this.#fence();
  }

  /** Ticks the window spans. */
  get width(): number {
    return this.#window.width;
  }
  /** Levels outside the window. */
  get farCount(): number {
    return this.#far.count(BID) + this.#far.count(ASK);
  }

  setRange(range: TickRange): void {
    this.#range = range;
    this.#fence();
  }

  exchange(levels: LevelBatch, before: LevelBatch): number {
    if (this.#farChanges >= this.#patience) this.#placeAnew();
    else if (this.#tally.isEmpty && levels.count > 0) this.#centreEmpty((levels.keys[0] as number) >>> 1);
    const { keys, lots: fresh } = levels;
    const done = this.#write(keys, fresh, before.keys, before.lots, levels.count);
    this.#tally.exchange(keys, before.lots, fresh, done);
    return done;
  }

  #write(
    keys: Int32Array,
    fresh: Float64Array,
    keysBefore: Int32Array,
    before: Float64Array,
    count: number,
  ): number {
    const { sizes, marks, width } = this.#window;
    const slotMask = width - 1;
    const firstKey = this.#firstKey;
    const lastKey = this.#lastKey;
    let i = 0;
    for (; i < count; i += 1) {
      const key = keys[i] as number;
      const lots = fresh[i] as number;
      const whole = lots | 0; // quick for sizes below 2^31
      if ((whole !== lots || whole < 0) && !isSize(lots)) break;
      keysBefore[i] = key;
      if (key < firstKey || key > lastKey) {
        if (!isKeyInRange(key, this.#range)) break;
        this.#farChanges += 1;
        this.#far.exchange(key, fresh, before, i);
        continue;
      }
      const slot = ((key >>> 1) & slotMask) | (-(key & 1) & width);
      before[i] = sizes[slot] as number;
      sizes[slot] = lots;
      if ((((marks[slot >>> 5] as number) >>> slot) & 1) === 0 && lots !== 0) this.#window.mark(key);
    }
    return i;
  }

  bestBid(): number {
    const near = this.#heldWithin(BID) === 0 ? -1 : this.#window.best(BID);
    return this.#far.count(BID) === 0 ? near : Math.max(near, this.#far.best(BID));
  }
  bestAsk(): number {
    const near = this.#heldWithin(ASK) === 0 ? -1 : this.#window.best(ASK);
    if (this.#far.count(ASK) === 0) return near;
    return near < 0 ? this.#far.best(ASK) : Math.min(near, this.#far.best(ASK));
  }
  sizeAt(side: Side, ticks: number): number {
    return this.#window.has(ticks) ? this.#window.sizeAt(side, ticks) : this.#far.side(side).sizeAt(ticks);
  }
  levelCount(side: Side): number {
    return this.#tally.count(side);
  }
  hash(): BookHash {
    return this.#tally.hash();
  }
  hasHash(a: number, b: number): boolean {
    return this.#tally.hasHash(a, b);
  }

  copyBest(side: Side, count: number, ticksOut: Int32Array, lotsOut: Float64Array): number {
    const copied = Math.max(0, Math.min(count, this.levelCount(side), ticksOut.length, lotsOut.length));
    const window = this.#window;
    const far = this.#far.side(side);
    let i = 0;
    let at = far.best();
    for (; i < copied && at >= 0 && window.isWorse(side, far.ticksAt(at)); at = far.worse(at), i += 1) {
      ticksOut[i] = far.ticksAt(at);
      lotsOut[i] = far.lotsAt(at);
    }
    const within = Math.min(copied, i + this.#heldWithin(side));
    if (within > i) i = window.copyBest(side, i, within, ticksOut, lotsOut);
    for (; i < copied; at = far.worse(at), i += 1) {
      ticksOut[i] = far.ticksAt(at);
      lotsOut[i] = far.lotsAt(at);
    }
    return copied;
  }

  walk(side: Side, visit: LevelVisitor): void {
    const window = this.#window;
    const far = this.#far.side(side);
    let at = far.best();
    for (; at >= 0 && window.isWorse(side, far.ticksAt(at)); at = far.worse(at))
      if (!visit(far.ticksAt(at), far.lotsAt(at))) return;
    let left = this.#heldWithin(side);
    for (let ticks = left === 0 ? -1 : window.best(side); left > 0; left -= 1) {
      if (!visit(ticks, window.sizeAt(side, ticks))) return;
      if (left > 1) ticks = window.worse(side, ticks);
    }
    for (; at >= 0; at = far.worse(at)) if (!visit(far.ticksAt(at), far.lotsAt(at))) return;
  }

  #heldWithin(side: Side): number {
    return this.#tally.count(side) - this.#far.count(side);
  }

  #fence(): void {
    const { low, high } = this.#window;
    this.#firstKey = Math.max(low, this.#range.minTicks) * 2;
    this.#lastKey = Math.min(high, this.#range.maxTicks) * 2 + 1;
  }

  #centreEmpty(ticks: number): void {
    if (this.#window.has(ticks) || ticks > MAX_PRICE_TICKS) return;
    this.#window.moveTo(lowAround(ticks, this.#window.width));
    this.#fence();
  }

  #placeAnew(): void {
    const window = this.#window;
    const levels = this.levelCount(BID) + this.levelCount(ASK);
    this.#farChanges = 0;
    this.#patience = LEAST_PATIENCE + Math.floor(levels / LEVELS_PER_PATIENCE);
    const centre = this.#centre();
    const distances = new DistanceCounts(centre);
    const count = (ticks: number): boolean => distances.add(ticks);
    for (const side of SIDES) this.walk(side, count);
    const width = chooseWidth(window.width, levels, distances);
    const low = lowAround(centre, width);
    if (width > window.width) this.#widen(width, low);
    else if (Math.abs(low - window.low) >= width / LEAST_MOVE) this.#shift(low);
    else return;
    this.#fence();
    for (const side of SIDES) this.#fetch(side);
  }

  /** Where the window belongs: the mid; the best bid where the touch is so wide that the mid is far from both. */
  #centre(): number {
    const bid = this.bestBid();
    const ask = this.bestAsk();
    if (bid < 0 && ask < 0) return this.#window.low + this.#window.width / 2;
    if (bid < 0 || ask < 0) return Math.max(bid, ask);
    return Math.abs(ask - bid) <= this.#window.width / 2 ? Math.floor((bid + ask) / 2) : bid;
  }

  /** Moves the window where it overlaps; what it leaves goes to the leaves. */
  #shift(low: number): void {
    const window = this.#window;
    const isUp = low > window.low;
    for (const side of SIDES) {
      for (let left = this.#heldWithin(side); left > 0; left -= 1) {
        const ticks = isUp ? window.above(side, window.low) : window.below(side, window.high);
        if (isUp ? ticks >= low : ticks < low + window.width) break;
        this.#carried[0] = window.sizeAt(side, ticks);
        window.put(side, ticks, 0);
        this.#far.exchange(keyAt(side, ticks), this.#carried, this.#dropped, 0);
      }
    }
    window.moveTo(low);
  }

  #widen(width: number, low: number): void {
    const old = this.#window;
    const wider = new LadderWindow(width);
    wider.moveTo(low);
    for (const side of SIDES) {
      let left = this.#heldWithin(side);
      for (let ticks = left === 0 ? -1 : old.best(side); left > 0; left -= 1) {
        this.#carried[0] = old.sizeAt(side, ticks);
        if (wider.has(ticks)) wider.put(side, ticks, old.sizeAt(side, ticks));
        else this.#far.exchange(keyAt(side, ticks), this.#carried, this.#dropped, 0);
        if (left > 1) ticks = old.worse(side, ticks);
      }
    }
    this.#window = wider;
  }

  /** Takes the levels that now lie within the window out of the leaves. */
  #fetch(side: Side): void {
    const window = this.#window;
    const far = this.#far.side(side);
    for (;;) {
      const at = far.from(side === BID ? window.high : window.low);
      const ticks = at < 0 ? -1 : far.ticksAt(at);
      if (!window.has(ticks)) return;
      this.#carried[0] = 0;
      this.#far.exchange(keyAt(side, ticks), this.#carried, this.#dropped, 0);
      window.put(side, ticks, this.#dropped[0] as number);
    }
  }
}

function keyAt(side: Side, ticks: number): LevelKey {
  return levelKey(ticks as PriceTicks, side);
}
