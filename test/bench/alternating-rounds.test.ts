import { describe, expect, it } from 'vitest';
import { alternatingRounds, type Contestant } from './alternating-rounds.ts';
import { spliceBooks, verifiedBooks } from './book-contestants.ts';
import { makeBookStream } from './book-stream.ts';

describe('alternatingRounds', () => {
  it('lets the contestants take turns, and another one begin each round', () => {
    const turns: string[] = [];
    const one = (name: string): Contestant => ({
      name,
      prepare: () => undefined,
      run: () => turns.push(name),
      check: () => undefined,
    });
    alternatingRounds([one('a'), one('b')], 1);
    expect(turns.join('')).toBe('abbaabba');
  });

  it('gives one time for each contestant, in their order', () => {
    const spin = (passes: number): Contestant => {
      let sum = 0;
      return {
        name: `${passes}`,
        prepare: () => undefined,
        run: () => {
          for (let i = 0; i < passes; i += 1) sum = (sum * 31 + i) % 1_000_003;
        },
        check: () => expect(sum).toBeGreaterThanOrEqual(0),
      };
    };
    const [none = 0, many = 0] = alternatingRounds([spin(0), spin(2_000_000)], 3);
    expect(none).toBeLessThan(many);
  });

  it('refuses to time work that came to a wrong end', () => {
    const stream = makeBookStream({ instruments: 2, levelsPerSide: 20, messages: 50 });
    const skipsTheLast = { ...stream, changes: stream.changes.slice(0, -1) };
    for (const contestantOf of [verifiedBooks, spliceBooks]) {
      expect(alternatingRounds([contestantOf(stream)], 1)).toHaveLength(1);
      expect(() => alternatingRounds([contestantOf(skipsTheLast)], 1)).toThrow(/ended wrong/);
    }
  });
});
