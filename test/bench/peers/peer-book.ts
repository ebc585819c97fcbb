/** What a reader gets: prices and sizes of a side in turn, best first. */
export type BestLevels = { readonly bids: number[]; readonly asks: number[] };

/** A book of another package behind one face. Prices are ticks: that is quickest for all of them. */
export type PeerBook<Change> = {
  /** Takes the book anew. @param levels flat, bids best first, then asks best first */
  load(levels: readonly number[]): void;
  apply(change: Change): void;
  /** Writes the best levels of both sides over `out`, by the package's own way to read. */
  readBest(count: number, out: BestLevels): void;
  /** The whole book, flat, in the protocol's order. */
  flat(): number[];
};

export type PeerKind<Change> = {
  readonly name: string;
  /** Ten times slower than the best and worse: driven with a shorter stream, in fewer rounds. */
  readonly isSlow: boolean;
  /** A message in the form this package wants it, made outside the timed part. */
  readonly changeOf: (levels: readonly number[]) => Change;
  readonly create: () => PeerBook<Change>;
};

export type Pair = readonly [price: number, size: number];

/** The levels of one side of a flat list as pairs, in their order. */
export function pairsOf(levels: readonly number[], side: number): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < levels.length; i += 2) {
    const key = levels[i] ?? 0;
    if ((key & 1) === side) pairs.push([key >>> 1, levels[i + 1] ?? 0]);
  }
  return pairs;
}

/** The other way about. @param pairs best first */
export function flatOfSides(bids: Iterable<Pair>, asks: Iterable<Pair>): number[] {
  const flat: number[] = [];
  for (const [price, size] of bids) flat.push(price * 2, size);
  for (const [price, size] of asks) flat.push(price * 2 + 1, size);
  return flat;
}

/** Writes up to `count` of `levels` into `out`. */
export function copyPairs(levels: Iterable<Pair>, count: number, out: number[]): void {
  let at = 0;
  for (const [price, size] of levels) {
    if (at >= count * 2) break;
    out[at] = price;
    out[at + 1] = size;
    at += 2;
  }
  out.length = at;
}
