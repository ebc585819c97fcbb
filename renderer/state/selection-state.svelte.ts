import type { InstrumentsState } from './instruments-state.svelte.ts';

/** The instrument that the linked panels show. */
export class SelectionState {
  readonly #instruments: InstrumentsState;
  #chosen: string = $state.raw('');
  readonly #instrument = $derived.by(() => this.#known());

  constructor(instruments: InstrumentsState) {
    this.#instruments = instruments;
  }

  /** Id of the selected instrument: the one chosen, else the first; '' before any is known. */
  get instrument(): string {
    return this.#instrument;
  }

  /** An id that the venue does not list is kept until it does. */
  select(id: string): void {
    this.#chosen = id;
  }

  #known(): string {
    if (this.#instruments.byId(this.#chosen) !== undefined) return this.#chosen;
    return this.#instruments.list[0]?.id ?? '';
  }
}
