import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CANDLE, CANDLES } from '../../../../main/contract/view-frame.ts';
import {
  CandleHistory,
  MAX_CANDLES,
  readCandles,
  type Candle,
  type CandleSection,
} from '../../../../renderer/panels/chart/candle-model.ts';
import { candlesPayload } from '../../../support/frame-builder.ts';
import { candleAt } from './sample-candles.ts';

function sectionOf(candles: readonly Candle[], isReset = false): CandleSection {
  return { instrumentIndex: 0, intervalMs: 1_000, isReset, candles };
}

describe('readCandles', () => {
  const whole = candlesPayload({
    instrumentIndex: 3,
    intervalMs: 60_000,
    isReset: true,
    candles: [
      [0, 10, 12, 9, 11, 500, 1],
      [60_000, 11, 11, 8, 9, 20, 0],
    ],
  });

  it('reads every field of a payload', () => {
    expect(readCandles({ payload: new Float64Array(whole) })).toEqual({
      instrumentIndex: 3,
      intervalMs: 60_000,
      isReset: true,
      candles: [
        {
          startMs: 0,
          openTicks: 10,
          highTicks: 12,
          lowTicks: 9,
          closeTicks: 11,
          volumeLots: 500,
          isComplete: true,
        },
        {
          startMs: 60_000,
          openTicks: 11,
          highTicks: 11,
          lowTicks: 8,
          closeTicks: 9,
          volumeLots: 20,
          isComplete: false,
        },
      ],
    });
  });

  it('refuses a payload cut or lengthened by a word, anywhere', () => {
    for (let length = 0; length < whole.length; length++)
      expect(readCandles({ payload: new Float64Array(whole.slice(0, length)) })).toBeNull();
    expect(readCandles({ payload: new Float64Array([...whole, 1]) })).toBeNull();
  });

  it.each([0, Number.NaN])('refuses candles that are out of order (second start %s)', (start) => {
    const payload = new Float64Array(whole);
    payload[CANDLES.length + CANDLE.length + CANDLE.startMs] = start;
    expect(readCandles({ payload })).toBeNull();
  });
});

describe('CandleHistory', () => {
  it('keeps the same candles as a plain map by start', () => {
    const candle = fc.record({
      slot: fc.integer({ min: 0, max: 30 }),
      close: fc.integer({ min: 1, max: 99 }),
    });
    const sections = fc.array(
      fc.record({ isReset: fc.boolean(), candles: fc.uniqueArray(candle, { selector: ({ slot }) => slot }) }),
    );
    fc.assert(
      fc.property(sections, (history) => {
        const ours = new CandleHistory();
        let model = new Map<number, Candle>();
        for (const { isReset, candles } of history) {
          const section = candles
            .map(({ slot, close }) => candleAt(slot * 1_000, 50, close))
            .sort((a, b) => a.startMs - b.startMs);
          ours.apply(sectionOf(section, isReset));
          if (isReset) model = new Map();
          for (const one of section) model.set(one.startMs, one);
          expect(ours.candles).toEqual([...model.values()].sort((a, b) => a.startMs - b.startMs));
        }
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('tells the oldest changed candle once', () => {
    const history = new CandleHistory();
    history.apply(sectionOf([candleAt(0), candleAt(1_000), candleAt(2_000)], true));
    expect([history.takeChangedFrom(), history.takeChangedFrom()]).toEqual([0, 3]);
    history.apply(sectionOf([candleAt(2_000, 100, 105)]));
    expect(history.takeChangedFrom()).toBe(2);
    history.apply(sectionOf([candleAt(3_000)]));
    expect(history.takeChangedFrom()).toBe(3);
  });

  it('asks for all anew when a candle before the newest changed, for a chart takes only the newest', () => {
    const history = new CandleHistory();
    history.apply(sectionOf([candleAt(0), candleAt(1_000), candleAt(2_000)], true));
    history.takeChangedFrom();
    history.apply(sectionOf([candleAt(1_000, 90, 91), candleAt(2_000)]));
    expect(history.takeChangedFrom()).toBe(0);
  });

  it('drops the older half when it is full and asks to be shown anew', () => {
    const history = new CandleHistory();
    const many = Array.from({ length: MAX_CANDLES }, (_, index) => candleAt(index * 1_000));
    history.apply(sectionOf(many, true));
    history.takeChangedFrom();
    history.apply(sectionOf([candleAt(MAX_CANDLES * 1_000)]));
    expect(history.candles.length).toBe(MAX_CANDLES / 2);
    expect(history.candles.at(-1)?.startMs).toBe(MAX_CANDLES * 1_000);
    expect(history.takeChangedFrom()).toBe(0);
  });
});
