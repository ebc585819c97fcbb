import type { Instrument, InstrumentId } from '../../main/core/instrument/instrument.ts';
import type { BookFeed } from './book-feed.ts';
import type { VenueInstrument } from './venue-instrument.ts';

/** Book feeds followed at once, over all clients: each costs work at every change of its book. */
export const MAX_BOOK_FEEDS = 1_024;

/** All instruments of the venue, by place and by name, and the bound on what they do together. */
export class InstrumentDirectory {
  readonly #instruments: readonly VenueInstrument[];
  readonly #byId: ReadonlyMap<InstrumentId, VenueInstrument>;

  constructor(instruments: readonly VenueInstrument[]) {
    this.#instruments = instruments;
    this.#byId = new Map(instruments.map((instrument) => [instrument.definition.id, instrument]));
  }

  get definitions(): readonly Instrument[] {
    return this.#instruments.map((instrument) => instrument.definition);
  }

  /** @throws RangeError for a place the venue never gave out */
  at(index: number): VenueInstrument {
    const instrument = this.#instruments[index];
    if (instrument === undefined)
      throw new RangeError(`expected the place of an instrument, received ${index}`);
    return instrument;
  }

  find(id: InstrumentId): VenueInstrument | null {
    return this.#byId.get(id) ?? null;
  }

  /** The feed of that depth; null when it would be one feed too many for the venue. */
  openBookFeed(instrument: VenueInstrument, depth: number): BookFeed | null {
    if (!instrument.has(depth) && this.#feedCount() >= MAX_BOOK_FEEDS) return null;
    return instrument.bookFeed(depth);
  }

  #feedCount(): number {
    return this.#instruments.reduce((sum, instrument) => sum + instrument.feedCount, 0);
  }
}
