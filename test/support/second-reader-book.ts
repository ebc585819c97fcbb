/** A message as it came, every field as the wire says: integers, text, flat arrays. */
export type RawMessage = {
  readonly type: string;
  readonly id?: number;
  readonly epoch?: number;
  readonly subscription?: number;
  readonly instrument?: unknown;
  readonly channel?: string;
  readonly depth?: number;
  readonly sequence?: number;
  readonly previousSequence?: number;
  readonly part?: number;
  readonly parts?: number;
  readonly levels?: readonly number[];
  readonly trades?: readonly number[];
  readonly hash?: readonly number[];
  readonly sequences?: readonly number[];
  readonly code?: string;
  readonly [field: string]: unknown;
};

const MASK = 0xffff_ffffn;

/** PROTOCOL.md section 6 in whole numbers of any length: slow, and with no 32-bit arithmetic to get wrong. */
function levelHash(key: number, lots: number): readonly [bigint, bigint] {
  const lo = BigInt(lots) & MASK;
  const hi = BigInt(lots) >> 32n;
  let a = ((BigInt(key) ^ 0x9e3779b9n) * 0x85ebca6bn) & MASK;
  a ^= a >> 15n;
  a = ((a ^ lo) * 0xc2b2ae35n) & MASK;
  a ^= a >> 13n;
  a = ((a + hi) * 0x27d4eb2fn) & MASK;
  a ^= a >> 16n;
  let b = ((BigInt(key) ^ 0x7f4a7c15n) * 0xcc9e2d51n) & MASK;
  b ^= b >> 16n;
  b = ((b ^ lo) * 0x1b873593n) & MASK;
  b ^= b >> 14n;
  b = ((b + hi) * 0x165667b1n) & MASK;
  b ^= b >> 15n;
  return [a, b];
}

/** Hash of a whole book, level by level. */
export function secondHash(levels: Iterable<readonly [number, number]>): readonly [number, number] {
  let sum: readonly [bigint, bigint] = [0n, 0n];
  for (const [key, lots] of levels) {
    const [a, b] = levelHash(key, lots);
    sum = [(sum[0] + a) & MASK, (sum[1] + b) & MASK];
  }
  return [Number(sum[0]), Number(sum[1])];
}

/** A book as pairs `[ticks, lots]`, best first. */
export type BookSides = { readonly bids: [number, number][]; readonly asks: [number, number][] };

/** A book kept in a Map by the rules of PROTOCOL.md section 7, that believes nothing: every doubt is a fault. */
export class MirrorBook {
  readonly sizes = new Map<number, number>();
  readonly faults: string[] = [];
  sequence = -1;
  verified = 0;
  #sum: [bigint, bigint] = [0n, 0n];
  #parts: RawMessage[] = [];

  /** True when the book is now one that the message gave a hash for. */
  receive(message: RawMessage): boolean {
    if (message.type === 'snapshot') return this.#receivePart(message);
    if (this.#parts.length > 0) this.#fault(message, 'came between the parts of a snapshot');
    if (message.previousSequence !== this.sequence) this.#fault(message, `does not join ${this.sequence}`);
    if ((message.sequence ?? -1) <= this.sequence) this.#fault(message, 'does not go forward');
    this.#applyLevels(message.levels ?? [], true);
    return this.#verify(message);
  }

  sides(): BookSides {
    const levels = [...this.sizes].map(([key, lots]): [number, number] => [key, lots]);
    const ticks = ([key, lots]: [number, number]): [number, number] => [Math.floor(key / 2), lots];
    const bids = levels.filter(([key]) => key % 2 === 0).sort(([left], [right]) => right - left);
    const asks = levels.filter(([key]) => key % 2 === 1).sort(([left], [right]) => left - right);
    return { bids: bids.map(ticks), asks: asks.map(ticks) };
  }

  #receivePart(message: RawMessage): boolean {
    this.#parts.push(message);
    if (message.part !== this.#parts.length) this.#fault(message, `expected part ${this.#parts.length}`);
    if ((message.levels ?? []).length > 1_000) this.#fault(message, 'more than 500 levels in a part');
    if (message.part !== message.parts) return false;
    const levels = this.#parts.flatMap((part) => part.levels ?? []);
    this.#parts = [];
    this.sizes.clear();
    this.#sum = [0n, 0n];
    this.#applyLevels(levels, false);
    if (this.sizes.size * 2 !== levels.length) this.#fault(message, 'a price twice in a snapshot');
    if (levels.join() !== this.#inOrder().join()) this.#fault(message, 'levels out of order');
    return this.#verify(message);
  }

  #inOrder(): number[] {
    const { bids, asks } = this.sides();
    const flat = (side: 0 | 1) => (level: [number, number]) => [level[0] * 2 + side, level[1]];
    return [...bids.flatMap(flat(0)), ...asks.flatMap(flat(1))];
  }

  #applyLevels(levels: readonly number[], isDelta: boolean): void {
    const seen = new Set<number>();
    for (let i = 0; i < levels.length; i += 2) {
      const key = levels[i] ?? -1;
      const lots = levels[i + 1] ?? -1;
      if (seen.has(key)) this.faults.push(`key ${key} twice in one message`);
      if (lots < 0 || (lots === 0 && !isDelta)) this.faults.push(`key ${key} with ${lots} lots`);
      seen.add(key);
      this.#set(key, lots);
    }
  }

  #set(key: number, lots: number): void {
    const before = this.sizes.get(key) ?? 0;
    if (before > 0) this.#add(levelHash(key, before), -1n);
    if (lots > 0) this.#add(levelHash(key, lots), 1n);
    if (lots > 0) this.sizes.set(key, lots);
    else this.sizes.delete(key);
  }

  #add([a, b]: readonly [bigint, bigint], sign: bigint): void {
    this.#sum = [(this.#sum[0] + sign * a) & MASK, (this.#sum[1] + sign * b) & MASK];
  }

  #verify(message: RawMessage): boolean {
    this.sequence = message.sequence ?? -1;
    const own = this.#sum.map(Number);
    if (own.join() !== (message.hash ?? []).join())
      this.#fault(message, `has another hash than ${own.join()}`);
    const { bids, asks } = this.#touch();
    if (bids >= asks) this.#fault(message, `leaves the book crossed, ${bids} over ${asks}`);
    this.verified += 1;
    return true;
  }

  #touch(): { bids: number; asks: number } {
    let bids = -1;
    let asks = Number.POSITIVE_INFINITY;
    for (const key of this.sizes.keys()) {
      if (key % 2 === 0) bids = Math.max(bids, key / 2);
      else asks = Math.min(asks, (key - 1) / 2);
    }
    return { bids, asks };
  }

  #fault(message: RawMessage, complaint: string): void {
    this.faults.push(`${message.type} ${message.sequence} ${complaint}`);
  }
}
