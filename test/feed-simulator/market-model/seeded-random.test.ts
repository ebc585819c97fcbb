import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../feed-simulator/market-model/seeded-random.ts';

const draw = (random: SeededRandom, count: number): number[] =>
  Array.from({ length: count }, () => random.next());

/** sfc32 in exact big integers, from the state that a seed and a stream name give. */
function slowStream(seed: bigint, stream: string, count: number): number[] {
  const word = (value: bigint): bigint => BigInt.asUintN(32, value);
  let a = word(seed);
  let b = word(seed >> 32n);
  let c = 0x811c9dc5n;
  for (const letter of stream) c = word((c ^ BigInt(letter.charCodeAt(0))) * 0x01000193n);
  const outputs: number[] = [];
  for (let counter = 1n; outputs.length < count + 20; counter++) {
    const sum = word(a + b + counter);
    a = b ^ (b >> 9n);
    b = word(c + (c << 3n));
    c = word((word(c << 21n) | (c >> 11n)) + sum);
    outputs.push(Number(sum));
  }
  return outputs.slice(20);
}

describe('SeededRandom', () => {
  it('draws what sfc32 in big integers draws, also for seeds above 32 bits', () => {
    for (const seed of [0, 1, 7, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER])
      expect(draw(new SeededRandom(seed, 'BTC-USD orders'), 500)).toEqual(
        slowStream(BigInt(seed), 'BTC-USD orders', 500),
      );
  });

  it('gives other numbers under another name or seed', () => {
    const first = draw(new SeededRandom(1, 'a'), 50);
    expect(draw(new SeededRandom(1, 'b'), 50).filter((value, at) => value === first[at])).toEqual([]);
    expect(draw(new SeededRandom(2, 'a'), 50).filter((value, at) => value === first[at])).toEqual([]);
  });

  it('spreads evenly below a bound', () => {
    const random = new SeededRandom(3, 'even');
    const counts = new Array<number>(10).fill(0);
    for (let index = 0; index < 20_000; index++) {
      const value = random.below(10);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    expect(counts).toHaveLength(10);
    for (const count of counts) expect(Math.abs(count - 2_000)).toBeLessThan(200);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the seed %s', (seed) => {
    expect(() => new SeededRandom(seed, 'a')).toThrow(`expected a seed from 0 to 2^53 - 1, received ${seed}`);
  });
});
