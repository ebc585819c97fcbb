import type { LadderViewRequest } from '../../contract/view-request.ts';
import type { FedInstrument } from '../../core/market-feed.ts';
import { LadderSource } from './ladder-source.ts';

type Shared = { readonly source: LadderSource; readers: number };

/**
 * The ladders that windows show now, each distinct one made once for all of them. Holds no more than there are open views;
 * a ladder goes with its last reader.
 */
export class SharedLadders {
  readonly #shared = new Map<string, Shared>();

  get size(): number {
    return this.#shared.size;
  }

  /** The ladder of this request, to be given back with {@link release}, once. */
  acquire(request: LadderViewRequest, fed: FedInstrument): LadderSource {
    const key = keyOf(request);
    const shared = this.#shared.get(key) ?? { source: new LadderSource(request, fed), readers: 0 };
    shared.readers += 1;
    shared.source.recentre();
    this.#shared.set(key, shared);
    return shared.source;
  }

  /** @throws RangeError for a ladder that nobody holds */
  release(request: LadderViewRequest): void {
    const key = keyOf(request);
    const shared = this.#shared.get(key);
    if (shared === undefined) throw new RangeError(`expected a ladder that is held, received ${key}`);
    shared.readers -= 1;
    if (shared.readers === 0) this.#shared.delete(key);
  }
}

/** Numbers first: whatever an instrument is called, two requests never have the same key. */
function keyOf({ instrument, groupStep, rows, centreTicks }: LadderViewRequest): string {
  return `${groupStep} ${rows} ${centreTicks ?? 'touch'} ${instrument}`;
}
