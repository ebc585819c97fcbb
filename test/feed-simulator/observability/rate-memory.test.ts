import { describe, expect, it } from 'vitest';
import { RateMemory } from '../../../feed-simulator/observability/rate-memory.ts';

const trades = (total: number): Map<string, number> => new Map([['trades', total]]);

describe('RateMemory', () => {
  it('knows no rate at the first look', () => {
    expect(new RateMemory().look(5_000, trades(100))('trades')).toBeNull();
  });

  it('tells the change a second since the look before', () => {
    const memory = new RateMemory();
    memory.look(5_000, trades(100));
    expect(memory.look(6_000, trades(150))('trades')).toBe(50);
    expect(memory.look(8_000, trades(170))('trades')).toBe(10);
  });

  it('keeps its span when somebody else looks in between', () => {
    const memory = new RateMemory();
    memory.look(0, trades(0));
    expect(memory.look(1_000, trades(100))('trades')).toBe(100);
    expect(memory.look(1_500, trades(150))('trades')).toBe(100);
    expect(memory.look(1_999, trades(1_999))('trades')).toBe(1_000);
    expect(memory.look(2_000, trades(300))('trades')).toBe(200);
  });

  it('knows no rate of a name that is new, or of a total that went down', () => {
    const memory = new RateMemory();
    memory.look(0, trades(100));
    const rateOf = memory.look(1_000, new Map([...trades(99), ['sequence', 7]]));
    expect([rateOf('trades'), rateOf('sequence'), rateOf('nothing')]).toEqual([null, null, null]);
  });
});
