/** Smallest size shown, as typed, per instrument: half a bitcoin says nothing about an equity. */
class TapeFilters {
  #texts: Readonly<Record<string, string>> = $state.raw({});

  text(instrument: string): string {
    return this.#texts[instrument] ?? '';
  }

  set(instrument: string, text: string): void {
    this.#texts = { ...this.#texts, [instrument]: text };
  }
}

export const tapeFilters = new TapeFilters();
