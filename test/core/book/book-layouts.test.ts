import { afterEach, describe, expect, it, vi } from 'vitest';
import { FarLevels } from '../../../main/core/book/far-levels.ts';
import { InstrumentBook } from '../../../main/core/book/instrument-book.ts';
import { LadderBook } from '../../../main/core/book/ladder-book.ts';
import { LadderWindow } from '../../../main/core/book/ladder-window.ts';
import { LeafPool } from '../../../main/core/book/leaf-pool.ts';
import { LeafedBook } from '../../../main/core/book/leafed-book.ts';
import { LevelTally } from '../../../main/core/book/level-tally.ts';
import { MAX_PRICE_TICKS } from '../../../main/core/units/price.ts';
import { BookDrive, type MarketShape } from './book-drive.ts';

const SEED = 7;
const MILLION = 1_000_000;

const stand = (mid: number): number => mid;

const SHALLOW: MarketShape = {
  name: 'shallow',
  changes: 240_000,
  firstMid: MILLION,
  reach: 1_755,
  levels: 1_000,
  snapshotEvery: 400,
  isSwept: false,
  move: (mid, random) => mid + (random.below(100) < 2 ? random.below(7) - 3 : 0),
};
const WALKING: MarketShape = {
  name: 'a market that walks',
  changes: 200_000,
  firstMid: MILLION,
  reach: 300,
  levels: 200,
  snapshotEvery: 5_000,
  isSwept: true,
  move: (mid, random) => mid + random.below(24) - 9,
};
const SHAPES: readonly MarketShape[] = [
  SHALLOW,
  WALKING,
  {
    ...SHALLOW,
    name: 'deep',
    changes: 240_000,
    reach: 60_000,
    levels: 20_000,
    snapshotEvery: 2_000,
    isSwept: false,
  },
  {
    name: 'a market that jumps',
    changes: 120_000,
    firstMid: MILLION,
    reach: 600,
    levels: 60,
    snapshotEvery: 2_000,
    isSwept: false,
    move: (mid, random) => (random.below(250) === 0 ? random.next() >>> 2 : mid),
  },
  {
    name: 'sparse',
    changes: 100_000,
    firstMid: MAX_PRICE_TICKS / 2,
    reach: MAX_PRICE_TICKS / 2,
    levels: 150,
    snapshotEvery: 1_000,
    isSwept: false,
    move: stand,
  },
  {
    name: 'the lowest prices',
    changes: 50_000,
    firstMid: 40,
    reach: 2_000,
    levels: 50,
    snapshotEvery: 400,
    isSwept: false,
    move: stand,
  },
  {
    name: 'the highest prices',
    changes: 50_000,
    firstMid: MAX_PRICE_TICKS - 40,
    reach: 2_000,
    levels: 50,
    snapshotEvery: 400,
    isSwept: false,
    move: stand,
  },
];

const ladder = (): InstrumentBook => new InstrumentBook((range) => new LadderBook(range));
const leaves = (): InstrumentBook => new InstrumentBook((range) => new LeafedBook(range));

afterEach(() => vi.restoreAllMocks());

describe('LadderBook, LeafedBook and what is chosen of them', () => {
  it.each(SHAPES)(
    'are the same as a map of levels after each message: $name',
    (shape) => {
      const drive = new BookDrive(shape, SEED, [ladder(), leaves(), new InstrumentBook()]);
      expect(() => drive.run()).not.toThrow();
      expect(drive.changes).toBeGreaterThanOrEqual(shape.changes);
    },
    60_000,
  );

  it('are driven by a million changes in all', () => {
    expect(SHAPES.reduce((sum, { changes }) => sum + changes, 0)).toBeGreaterThanOrEqual(MILLION);
  });
});

/** Remembers the best bid it saw and never looks again whether it is still there. */
class ForgetfulBook extends LadderBook {
  #seen = -1;
  override bestBid(): number {
    this.#seen = Math.max(this.#seen, super.bestBid());
    return this.#seen;
  }
}

/** @param spoil other arguments for one of so many calls of a method; null when that call does nothing */
function plant(prototype: object, method: string, calls: number, spoil: Spoil): void {
  const right = Reflect.get(prototype, method) as (...args: unknown[]) => unknown;
  let count = 0;
  vi.spyOn(prototype as Record<string, (...args: unknown[]) => unknown>, method).mockImplementation(
    function planted(this: unknown, ...args: unknown[]) {
      count += 1;
      const given = count % calls === 0 ? spoil(args as number[]) : args;
      return given === null ? undefined : Reflect.apply(right, this, given);
    },
  );
}

type Spoil = (args: number[]) => unknown[] | null;
const nothing: Spoil = () => null;

const PLANTED: readonly [string, object, string, number, Spoil][] = [
  ['a mark that is not set', LadderWindow.prototype, 'mark', 2_000, nothing],
  ['a level lost on its way out of the window', FarLevels.prototype, 'exchange', 100, nothing],
  [
    'a level lost when a leaf is split',
    LeafPool.prototype,
    'moveTail',
    1,
    ([leaf = 0, from = 0, target = 0]) => [leaf, from + 1, target],
  ],
  [
    'a change that is not hashed',
    LevelTally.prototype,
    'exchange',
    5_000,
    ([keys, before, after, count = 0]) => [keys, before, after, count - 1],
  ],
];

describe('BookDrive', () => {
  it('finds a book that forgets to repair its best price', () => {
    const book = new InstrumentBook((range) => new ForgetfulBook(range));
    expect(() => new BookDrive(WALKING, SEED, [book]).run()).toThrow(/^touch differs/);
  });

  it.each(PLANTED)('finds %s', (_, prototype, method, calls, spoil) => {
    plant(prototype, method, calls, spoil);
    expect(() => new BookDrive(WALKING, SEED, [ladder(), leaves()]).run()).toThrow(
      /differs|expected a level/,
    );
  });
});
