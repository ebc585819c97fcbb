import type { Instrument, InstrumentId } from '../../main/core/instrument/instrument.ts';
import { refusal } from './access-refusal.ts';
import type { AccessRefusal } from './access-refusal.ts';
import { hasWildcard, instrumentMatcher } from './instrument-pattern.ts';
import type { Rights } from './rights.ts';
import type { VenueInstrument } from './venue-instrument.ts';

/** All instruments of the venue, by place and by name, and who may read which. */
export class InstrumentDirectory {
  readonly #instruments: readonly VenueInstrument[];
  readonly #byId: ReadonlyMap<string, VenueInstrument>;

  constructor(instruments: readonly VenueInstrument[]) {
    this.#instruments = instruments;
    this.#byId = new Map(instruments.map((instrument) => [instrument.definition.id, instrument]));
  }

  /** In the venue's order. */
  get all(): readonly VenueInstrument[] {
    return this.#instruments;
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

  /** What a client may read, in the venue's order. */
  readable(rights: Rights): Instrument[] {
    if (!rights.scopes.includes('market-data')) return [];
    return this.#instruments.map(({ definition }) => definition).filter(({ id }) => rights.mayRead(id));
  }

  /** The one of that name; UNKNOWN_INSTRUMENT, SCOPE_MISSING or NOT_ENTITLED. */
  readableOne(rights: Rights, name: string): VenueInstrument | AccessRefusal {
    const instrument = this.#byId.get(name);
    if (instrument === undefined) return refusal('UNKNOWN_INSTRUMENT', `no instrument ${name}`);
    if (!rights.scopes.includes('market-data')) return scopeMissing();
    if (!rights.mayRead(instrument.definition.id)) return refusal('NOT_ENTITLED', `not entitled to ${name}`);
    return instrument;
  }

  /**
   * Those that names and patterns choose, each once, in the venue's order. Patterns cover only what the client may read;
   * one plain name that is refused refuses all, and so does a choice of nothing.
   */
  chosen(rights: Rights, names: readonly string[]): readonly VenueInstrument[] | AccessRefusal {
    if (!rights.scopes.includes('market-data')) return scopeMissing();
    const plain = new Set<VenueInstrument>();
    for (const name of names) {
      if (hasWildcard(name)) continue;
      const one = this.readableOne(rights, name);
      if ('type' in one) return one;
      plain.add(one);
    }
    const matches = instrumentMatcher(names.filter(hasWildcard));
    const chosen = this.#instruments.filter((instrument) => {
      const { id } = instrument.definition;
      return plain.has(instrument) || (matches(id) && rights.mayRead(id));
    });
    if (chosen.length > 0) return chosen;
    return refusal(
      'UNKNOWN_INSTRUMENT',
      `no instrument that you may read matches ${names.join(', ')}`.slice(0, 200),
    );
  }
}

function scopeMissing(): AccessRefusal {
  return refusal('SCOPE_MISSING', 'the token lacks the scope market-data');
}
