import type { BestLevels, Pair, PeerBook } from '../peers/peer-book.ts';
import { SpliceBook } from './splice-book.ts';

export type Sides = { readonly bids: readonly Pair[]; readonly asks: readonly Pair[] };

/** The splice book behind the face of the peers. Its prices are integers, so it makes them of what it is given. */
export class SplicePeer implements PeerBook<Sides> {
  readonly #book = new SpliceBook();
  readonly #scale: { readonly price: number; readonly size: number };

  /** @param scale what makes ticks and lots of the numbers in a change */
  constructor(scale: { readonly price: number; readonly size: number }) {
    this.#scale = scale;
  }

  load(levels: readonly number[]): void {
    this.#book.load(levels);
  }
  apply({ bids, asks }: Sides): void {
    const levels: number[] = [];
    for (const [price, size] of bids)
      levels.push(Math.round(price * this.#scale.price) * 2, Math.round(size * this.#scale.size));
    for (const [price, size] of asks)
      levels.push(Math.round(price * this.#scale.price) * 2 + 1, Math.round(size * this.#scale.size));
    this.#book.apply(levels);
  }
  readBest(count: number, out: BestLevels): void {
    this.#book.readBest(count, out);
  }
  flat(): number[] {
    return this.#book.flat();
  }
}
