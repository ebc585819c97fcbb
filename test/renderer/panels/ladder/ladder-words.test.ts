import { describe, expect, it } from 'vitest';
import { LIVE, type DataQuality } from '../../../../main/contract/data-quality.ts';
import {
  pictureFor,
  positionWord,
  spreadTicksWords,
  spreadWords,
  touchDirection,
} from '../../../../renderer/panels/ladder/ladder-words.ts';
import { frameOf } from './sample-ladder.ts';

const QUARTERS = { tickUnits: 25, priceDigits: 2 };
const GAP: DataQuality = { isLive: false, reason: 'gap', staleSinceMs: 5 };

describe('spreadWords', () => {
  it('says the spread as a price, or which side is missing', () => {
    expect(spreadWords(frameOf(), QUARTERS)).toBe('Spread 0.50');
    expect(spreadWords(frameOf({ bestBid: -1 }), QUARTERS)).toBe('No bids');
    expect(spreadWords(frameOf({ bestAsk: -1 }), QUARTERS)).toBe('No asks');
    expect(spreadWords(frameOf({ bestBid: -1, bestAsk: -1 }), QUARTERS)).toBe('Empty book');
    expect(spreadWords(frameOf({ bestBid: 103 }), QUARTERS)).toBe('Spread crossed');
  });
});

describe('spreadTicksWords', () => {
  it('counts ticks', () => {
    expect(spreadTicksWords(frameOf())).toBe('2 ticks');
    expect(spreadTicksWords(frameOf({ bestBid: 101 }))).toBe('1 tick');
    expect(spreadTicksWords(frameOf({ bestBid: -1 }))).toBe('');
  });
});

describe('positionWord', () => {
  it('says what keeps the rows where they are', () => {
    const position = { topRow: 104, rows: 8, step: 1, isPinned: false };
    expect(positionWord(position, false)).toBe('following');
    expect(positionWord(position, true)).toBe('held');
    expect(positionWord({ ...position, isPinned: true }, true)).toBe('pinned');
  });
});

describe('touchDirection', () => {
  it('points to the touch once it is away from the middle', () => {
    const at = (topRow: number) => touchDirection(frameOf(), { topRow, rows: 8, step: 1, isPinned: true });
    expect([at(104), at(90), at(120)]).toEqual(['', '▲', '▼']);
    expect(touchDirection(null, { topRow: 1, rows: 8, step: 1, isPinned: true })).toBe('');
  });
});

describe('pictureFor', () => {
  const empty = frameOf({ bestBid: -1, bestAsk: -1 });

  it('leaves the rows in sight while there is any side, stale or not', () => {
    expect(pictureFor(frameOf(), GAP, 'halted')).toBeNull();
    expect(pictureFor(frameOf({ bestBid: -1 }), LIVE, 'trading')).toBeNull();
  });

  it('tells connecting, lost, empty, stale and halted apart', () => {
    const lost: DataQuality = { isLive: false, reason: 'host-silent', staleSinceMs: 1 };
    expect(pictureFor(null, LIVE, 'trading')?.kind).toBe('connecting');
    expect(pictureFor(null, lost, 'trading')?.kind).toBe('disconnected');
    expect(pictureFor(empty, LIVE, 'trading')?.kind).toBe('empty');
    expect(pictureFor(empty, GAP, 'trading')?.kind).toBe('connecting');
    expect(pictureFor(empty, LIVE, 'halted')?.kind).toBe('halted');
  });
});
