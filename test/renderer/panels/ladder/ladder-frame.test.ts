import { describe, expect, it } from 'vitest';
import { LADDER, LADDER_ROW } from '../../../../main/contract/view-frame.ts';
import {
  bestAskRow,
  bestBidRow,
  focusTicks,
  knowsRow,
  lotsAt,
  readLadderFrame,
} from '../../../../renderer/panels/ladder/ladder-frame.ts';
import { ladderPayload } from '../../../support/frame-builder.ts';
import { frameOf, SAMPLE } from './sample-ladder.ts';

describe('readLadderFrame', () => {
  it('reads every field of a payload', () => {
    const payload = new Float64Array(
      ladderPayload({
        ...SAMPLE,
        lastTrade: { ticks: 102, lots: 5, side: 'buy' },
        bidLevels: 30,
        askLevels: 40,
      }),
    );
    expect(readLadderFrame({ payload, sequence: 9 })).toEqual({
      instrumentIndex: 0,
      groupStep: 1,
      topRow: 104,
      rowCount: 8,
      bestBidTicks: 100,
      bestAskTicks: 102,
      lastTradeTicks: 102,
      lastTradeLots: 5,
      lastTradeSide: 1,
      bidLevels: 30,
      askLevels: 40,
      sequence: 9,
      rows: payload.subarray(LADDER.length),
    });
  });

  it('refuses a payload cut or lengthened by a word, anywhere', () => {
    const whole = ladderPayload(SAMPLE);
    for (let length = 0; length < whole.length; length++)
      expect(readLadderFrame({ payload: new Float64Array(whole.slice(0, length)), sequence: 1 })).toBeNull();
    expect(readLadderFrame({ payload: new Float64Array([...whole, 0]), sequence: 1 })).toBeNull();
  });

  it.each([
    ['a step that is no whole number of ticks', LADDER.groupStep, 0.5],
    ['a step of 0', LADDER.groupStep, 0],
    ['rows that do not lie on the step', LADDER.groupStep, 5],
    ['a row count that is no number', LADDER.rowCount, Number.NaN],
  ])('refuses %s', (_, field, value) => {
    const payload = new Float64Array(ladderPayload(SAMPLE));
    payload[field] = value;
    expect(readLadderFrame({ payload, sequence: 1 })).toBeNull();
  });

  it('reads a ladder without rows, whatever its step', () => {
    expect(frameOf({ rows: [], topTicks: -1, groupStep: 5, bestBid: -1, bestAsk: -1 })).toMatchObject({
      rowCount: 0,
      bestBidTicks: -1,
    });
  });
});

describe('knowsRow', () => {
  it('knows the rows from the top one down and no other', () => {
    const frame = frameOf();
    expect([105, 104, 97, 96].map((row) => knowsRow(frame, row))).toEqual([false, true, true, false]);
  });
});

describe('lotsAt', () => {
  it('finds a size by its row and nothing outside the frame', () => {
    const frame = frameOf();
    expect(lotsAt(frame, 99, LADDER_ROW.bidLots)).toBe(20);
    expect(lotsAt(frame, 104, LADDER_ROW.askCumulativeLots)).toBe(90);
    expect(lotsAt(frame, 105, LADDER_ROW.askLots)).toBe(0);
  });
});

describe('bestBidRow', () => {
  it('rounds bids down and asks up to a row', () => {
    const frame = frameOf({ groupStep: 5, topTicks: 120, bestBid: 104, bestAsk: 106 });
    expect([bestBidRow(frame), bestAskRow(frame)]).toEqual([20, 22]);
  });

  it('is -1 for a side without levels', () => {
    const frame = frameOf({ bestBid: -1, bestAsk: -1 });
    expect([bestBidRow(frame), bestAskRow(frame)]).toEqual([-1, -1]);
  });
});

describe('focusTicks', () => {
  it('is the mid, else the only side, else the last trade, else nothing', () => {
    const lastTrade = { ticks: 90, lots: 1, side: 'buy' } as const;
    expect(focusTicks(frameOf())).toBe(101);
    expect(focusTicks(frameOf({ bestAsk: -1 }))).toBe(100);
    expect(focusTicks(frameOf({ bestBid: -1 }))).toBe(102);
    expect(focusTicks(frameOf({ bestBid: -1, bestAsk: -1, lastTrade }))).toBe(90);
    expect(focusTicks(frameOf({ bestBid: -1, bestAsk: -1 }))).toBeNull();
  });
});
