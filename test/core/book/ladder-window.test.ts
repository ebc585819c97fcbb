import { describe, expect, it } from 'vitest';
import { LadderWindow, LEAST_WIDTH } from '../../../main/core/book/ladder-window.ts';
import { ASK, BID } from '../../../main/core/market-data/flat-levels.ts';

describe('LadderWindow', () => {
  it('finds the next level over stale marks, words and groups without one', () => {
    const window = new LadderWindow(LEAST_WIDTH * 4);
    for (let ticks = 0; ticks < window.width; ticks += 1) window.put(BID, ticks, 1);
    for (let ticks = 6; ticks < window.width; ticks += 1) window.put(BID, ticks, 0);
    expect([window.best(BID), window.worse(BID, 5)]).toEqual([5, 4]);
    for (let ticks = 0; ticks < window.width; ticks += 1) window.put(ASK, ticks, 1);
    for (let ticks = 0; ticks < 4_000; ticks += 1) window.put(ASK, ticks, 0);
    expect([window.best(ASK), window.worse(ASK, 4_000)]).toEqual([4_000, 4_001]);
  });

  it('searches around the end of its arrays', () => {
    const window = new LadderWindow(LEAST_WIDTH);
    window.moveTo(992);
    window.put(BID, 1_000, 3); // near the end of the arrays
    window.put(BID, 1_500, 4); // from their start on
    window.put(BID, 1_500, 0);
    window.put(ASK, 1_010, 5);
    window.put(ASK, 1_010, 0);
    window.put(ASK, 2_000, 6);
    expect([window.best(BID), window.best(ASK)]).toEqual([1_000, 2_000]);
    expect([window.sizeAt(BID, 1_000), window.sizeAt(ASK, 2_000)]).toEqual([3, 6]);
  });

  it('takes no mark of a price it left for one of the price that has its slot now', () => {
    const window = new LadderWindow(LEAST_WIDTH);
    window.put(BID, 10, 3);
    window.put(ASK, 12, 3);
    window.put(BID, 10, 0);
    window.put(ASK, 12, 0);
    window.moveTo(LEAST_WIDTH);
    expect(window.marks.every((word) => word === 0)).toBe(true);
    window.put(BID, LEAST_WIDTH + 10, 7);
    window.put(ASK, LEAST_WIDTH + 12, 8);
    expect([window.best(BID), window.best(ASK)]).toEqual([LEAST_WIDTH + 10, LEAST_WIDTH + 12]);
  });

  it('throws rather than search for ever when asked for the best of no levels', () => {
    expect(() => new LadderWindow(LEAST_WIDTH).best(BID)).toThrow('expected a level within the window');
    expect(() => new LadderWindow(LEAST_WIDTH).best(ASK)).toThrow('expected a level within the window');
  });
});
