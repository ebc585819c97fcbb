import type { FlatLevels, Side } from '../../main/core/market-data/flat-levels.ts';
import type { BookHash } from '../../main/core/market-data/market-event.ts';

const WORD = 1n << 32n;

/** The obvious book: a map from key to lots, sorted and hashed anew on each question. */
export class SlowBook {
  readonly levels = new Map<number, number>();

  apply(levels: FlatLevels): void {
    for (let i = 0; i < levels.length; i += 2) {
      const key = levels[i] ?? 0;
      const lots = levels[i + 1] ?? 0;
      if (lots === 0) this.levels.delete(key);
      else this.levels.set(key, lots);
    }
  }

  /** `[ticks, lots]` best first. */
  side(side: Side): [number, number][] {
    return [...this.levels]
      .filter(([key]) => key % 2 === side)
      .map(([key, lots]): [number, number] => [(key - side) / 2, lots])
      .sort(([a], [b]) => (side === 0 ? b - a : a - b));
  }

  /** In the protocol's order. */
  flat(): number[] {
    return ([0, 1] as const).flatMap((side) =>
      this.side(side).flatMap(([ticks, lots]) => [ticks * 2 + side, lots]),
    );
  }

  hash(): BookHash {
    let a = 0n;
    let b = 0n;
    for (const [key, lots] of this.levels) {
      const [levelA, levelB] = slowLevelHash(BigInt(key), BigInt(lots));
      a = (a + levelA) % WORD;
      b = (b + levelB) % WORD;
    }
    return [Number(a), Number(b)];
  }
}

/** PROTOCOL.md section 6 word for word, in unbounded integers. */
function slowLevelHash(key: bigint, lots: bigint): [bigint, bigint] {
  const lo = lots % WORD;
  const hi = lots / WORD;
  let a = ((key ^ 0x9e3779b9n) * 0x85ebca6bn) % WORD;
  a ^= a >> 15n;
  a = ((a ^ lo) * 0xc2b2ae35n) % WORD;
  a ^= a >> 13n;
  a = ((a + hi) * 0x27d4eb2fn) % WORD;
  a ^= a >> 16n;
  let b = ((key ^ 0x7f4a7c15n) * 0xcc9e2d51n) % WORD;
  b ^= b >> 16n;
  b = ((b ^ lo) * 0x1b873593n) % WORD;
  b ^= b >> 14n;
  b = ((b + hi) * 0x165667b1n) % WORD;
  b ^= b >> 15n;
  return [a, b];
}
