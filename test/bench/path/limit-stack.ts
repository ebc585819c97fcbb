import { BookUpdate, UPDATE } from '../../../main/core/market-data/book-update.ts';
import { ASK, BID } from '../../../main/core/market-data/flat-levels.ts';
import type { BookHash } from '../../../main/core/market-data/market-event.ts';
import { InstrumentBook } from '../../../main/core/book/instrument-book.ts';
import { VerifiedBook } from '../../../main/core/book/verified-book.ts';
import { judgeSequence } from '../../../main/core/sequencing/sequence-gate.ts';
import { WHOLE_RANGE } from '../../../main/core/book/book-levels-check.ts';
import { OPENING_SEQUENCE } from '../delta-stream.ts';
import { FixedReader } from './fixed-layout.ts';
import type { StackBooks } from './stack-receiver.ts';

const BEST = 20;

/** The limit with `ws`: a fixed layout, the product's book and its checks, and nothing else. */
export class LimitStack implements StackBooks {
  readonly #books: readonly VerifiedBook[];
  readonly #sequences: Float64Array;
  readonly #reader = new FixedReader();
  readonly #update = new BookUpdate();
  readonly #ticks = new Int32Array(BEST);
  readonly #lots = new Float64Array(BEST);

  constructor(instruments: number) {
    this.#books = Array.from(
      { length: instruments },
      () => new VerifiedBook(new InstrumentBook(), WHOLE_RANGE),
    );
    this.#sequences = new Float64Array(instruments).fill(OPENING_SEQUENCE - 1);
  }

  take(message: Buffer): void {
    const { head, levels } = this.#update;
    if (!this.#reader.read(message, 0, message.length, this.#update))
      throw new Error('expected a right delta');
    const place = (at(head, UPDATE.subscription) - 1) >> 1;
    const sequence = at(head, UPDATE.sequence);
    const verdict = judgeSequence(this.#sequences[place] ?? 0, at(head, UPDATE.previousSequence), sequence);
    if (verdict !== 'next') throw new Error('expected the next delta of the book');
    this.#sequences[place] = sequence;
    const fault = this.#books[place]?.applyDelta(
      levels,
      at(head, UPDATE.hashA) | 0,
      at(head, UPDATE.hashB) | 0,
    );
    if (fault !== null) throw new Error(`expected a delta that fits, received ${fault?.code}`);
  }

  showViews(): void {
    for (const { reading } of this.#books) {
      reading.copyBest(BID, BEST, this.#ticks, this.#lots);
      reading.copyBest(ASK, BEST, this.#ticks, this.#lots);
    }
  }

  hashOf(place: number): BookHash {
    return this.#books[place]?.reading.hash() ?? [0, 0];
  }
}

function at(head: Float64Array, place: number): number {
  return head[place] ?? 0;
}
