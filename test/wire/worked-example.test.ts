import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFrame } from '../support/second-reader-flat.ts';

type Example = {
  readonly levels: readonly {
    side: string;
    tick: number;
    lots: number;
    key: number;
    hash: [number, number];
  }[];
  readonly bookHash: [number, number];
  readonly delta: {
    readonly levels: readonly number[];
    readonly newLevel: { key: number; lots: number; hash: [number, number] };
    readonly bookHash: [number, number];
  };
};

const root = new URL('../../', import.meta.url);
const example = JSON.parse(
  readFileSync(new URL('test/fixtures/book-hash-example.json', root), 'utf8'),
) as Example;
const protocol = readFileSync(new URL('main/wire/PROTOCOL.md', root), 'utf8');

const MODULUS = 1n << 32n;
type Lane = readonly [xor: bigint, m1: bigint, s1: bigint, m2: bigint, s2: bigint, m3: bigint, s3: bigint];
const LANE_A: Lane = [0x9e3779b9n, 0x85ebca6bn, 15n, 0xc2b2ae35n, 13n, 0x27d4eb2fn, 16n];
const LANE_B: Lane = [0x7f4a7c15n, 0xcc9e2d51n, 16n, 0x1b873593n, 14n, 0x165667b1n, 15n];

/** The formula of PROTOCOL.md section 6 in plain arithmetic, for checking what it prints. */
function levelHash(key: number, lots: number): [number, number] {
  const lane = ([xor, m1, s1, m2, s2, m3, s3]: Lane): number => {
    let a = ((BigInt(key) ^ xor) * m1) % MODULUS;
    a = a ^ (a >> s1);
    a = ((a ^ (BigInt(lots) % MODULUS)) * m2) % MODULUS;
    a = a ^ (a >> s2);
    a = ((a + BigInt(lots) / MODULUS) * m3) % MODULUS;
    return Number(a ^ (a >> s3));
  };
  return [lane(LANE_A), lane(LANE_B)];
}

function bookHash(levels: ReadonlyMap<number, number>): [number, number] {
  const sum: [bigint, bigint] = [0n, 0n];
  for (const [key, lots] of levels) {
    const [a, b] = levelHash(key, lots);
    sum[0] += BigInt(a);
    sum[1] += BigInt(b);
  }
  return [Number(sum[0] % MODULUS), Number(sum[1] % MODULUS)];
}

describe('the worked example of PROTOCOL.md', () => {
  it('has the hash of each level and of the book that the formula gives', () => {
    for (const { side, tick, lots, key, hash } of example.levels) {
      expect(key).toBe(tick * 2 + (side === 'ask' ? 1 : 0));
      expect(levelHash(key, lots)).toEqual(hash);
    }
    expect(bookHash(new Map(example.levels.map(({ key, lots }) => [key, lots])))).toEqual(example.bookHash);
    expect(bookHash(new Map())).toEqual([0, 0]);
  });

  it('has the hash after the delta that a book built anew has', () => {
    const book = new Map(example.levels.map(({ key, lots }) => [key, lots]));
    const { levels, newLevel } = example.delta;
    for (let i = 0; i < levels.length; i += 2) {
      const lots = levels[i + 1] ?? 0;
      if (lots === 0) book.delete(levels[i] ?? 0);
      else book.set(levels[i] ?? 0, lots);
    }
    expect(bookHash(book)).toEqual(example.delta.bookHash);
    expect(levelHash(newLevel.key, newLevel.lots)).toEqual(newLevel.hash);
  });

  it('is printed there with the same numbers', () => {
    const { levels, bookHash: whole, delta } = example;
    const printed = [
      ...levels.flatMap(({ hash }) => hash),
      ...whole,
      ...delta.newLevel.hash,
      ...delta.bookHash,
    ];
    expect(printed.filter((number) => !protocol.includes(String(number)))).toEqual([]);
    expect(protocol).toContain(`[${delta.levels.join(', ')}]`);
  });
});

describe('the flat delta of PROTOCOL.md', () => {
  it('reads as the text beside it says, with the hash of the book it leaves', () => {
    const [text = ''] = /`(\[1,[^`]+\])` is the delta 501 of subscription 12/.exec(protocol)?.slice(1) ?? [];
    expect(readFrame('flat-json', text)).toEqual({
      ...{ type: 'delta', epoch: 7, subscription: 12, previousSequence: 500, sequence: 501 },
      ...{ levels: [20000, 12], hash: bookHash(new Map([[20000, 12]])) },
      ...{ venueTime: 1763769600000000, sentTime: 1763769600000100 },
    });
  });
});
