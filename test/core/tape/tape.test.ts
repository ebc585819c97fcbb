import { describe, expect, it } from 'vitest';
import { Tape } from '../../../main/core/tape/tape.ts';
import { TradeSummary } from '../../../main/core/tape/trade-summary.ts';
import { checkTrades } from '../../../main/core/tape/trade-check.ts';
import { aTrade, tradeRange } from '../../support/market-events.ts';

describe('Tape', () => {
  it('keeps the newest prints up to its bound', () => {
    const tape = new Tape(3);
    for (const trade of tradeRange(1, 5)) tape.append(trade);
    const kept = [0, 1, 2, 3, -1].map((index) => tape.at(index)?.sequence);
    expect([tape.count, kept]).toEqual([3, [3, 4, 5, undefined, undefined]]);
  });

  it('finds the first print after a sequence, across losses', () => {
    const tape = new Tape(4);
    for (const sequence of [1, 2, 5, 6, 9]) tape.append(aTrade(sequence));
    expect([0, 2, 3, 5, 8, 9].map((sequence) => tape.indexAfter(sequence))).toEqual([0, 1, 1, 2, 3, 4]);
  });

  it('starts a new generation when it is filled anew', () => {
    const tape = new Tape(4);
    tape.append(aTrade(1));
    tape.beginFill();
    expect([tape.count, tape.generation, tape.isFilling]).toEqual([0, 2, true]);
    tape.endFill();
    expect(tape.isFilling).toBe(false);
  });
});

describe('TradeSummary', () => {
  it('keeps the first price, the last trade and the volume', () => {
    const summary = new TradeSummary();
    expect([summary.openTicks, summary.last, summary.volumeLots]).toEqual([-1, null, 0]);
    for (const trade of tradeRange(1, 4)) summary.add(trade);
    expect([summary.openTicks, summary.last, summary.volumeLots]).toEqual([501, aTrade(4), 4]);
    summary.clear();
    expect([summary.openTicks, summary.last, summary.volumeLots]).toEqual([-1, null, 0]);
  });
});

describe('checkTrades', () => {
  it('faults the first price outside the range', () => {
    expect(checkTrades(tradeRange(1, 5), { minTicks: 501, maxTicks: 505 })).toBeNull();
    expect(checkTrades(tradeRange(1, 5), { minTicks: 501, maxTicks: 503 })).toEqual({
      kind: 'trade-fault',
      code: 'TRADE_TICK_OUT_OF_RANGE',
      expected: 'ticks from 501 to 503',
      received: '504 in trade 4',
    });
  });
});
