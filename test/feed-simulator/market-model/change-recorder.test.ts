import { describe, expect, it } from 'vitest';
import { ChangeRecorder } from '../../../feed-simulator/market-model/change-recorder.ts';
import { MatchingEngine } from '../../../feed-simulator/market-model/matching-engine.ts';
import { ASK, BID } from '../../../main/core/market-data/flat-levels.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';

const NOW = timestampMicros(5);

describe('ChangeRecorder', () => {
  it('gives each changed level once with its final size, and then forgets', () => {
    const recorder = new ChangeRecorder();
    const engine = new MatchingEngine({ maxOrders: 100, maxLevels: 50 }, recorder);
    engine.limit(ASK, 10, 4);
    engine.limit(ASK, 10, 4);
    engine.limit(ASK, 11, 1);
    recorder.takeLevels(engine);
    engine.market(BID, 6);
    expect(recorder.takeLevels(engine)).toEqual([21, 2]);
    expect(recorder.takeTrades(NOW)).toEqual([
      { price: 10, size: 4, aggressorSide: 'buy', venueTime: NOW },
      { price: 10, size: 2, aggressorSide: 'buy', venueTime: NOW },
    ]);
    expect([recorder.takeLevels(engine), recorder.takeTrades(NOW)]).toEqual([[], []]);
  });

  it('gives each level once also when one order sweeps very many', () => {
    const recorder = new ChangeRecorder();
    const engine = new MatchingEngine({ maxOrders: 200, maxLevels: 50 }, recorder);
    for (let order = 0; order < 120; order++) engine.limit(BID, 10 + (order % 40), 1);
    recorder.clear();
    expect(engine.market(ASK, 500)).toBe(120);
    const levels = recorder.takeLevels(engine);
    expect(levels).toEqual(Array.from({ length: 40 }, (_, place) => [(49 - place) * 2, 0]).flat());
  });
});
