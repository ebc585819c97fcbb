import type { PanelPlace } from '../state/panel-place.ts';

/** The place of a panel in the dock: `onPin` keeps where it is pinned. */
export class PinnedPlace implements PanelPlace {
  readonly #onPin: (instrument: string) => void;
  #pinnedTo: string;

  /** @param pinnedTo as the layout says; '' to follow the selection */
  constructor(pinnedTo: string, onPin: (instrument: string) => void) {
    this.#pinnedTo = $state.raw(pinnedTo);
    this.#onPin = onPin;
  }

  get pinnedTo(): string {
    return this.#pinnedTo;
  }

  readonly pin = (instrument: string): void => {
    this.#pinnedTo = instrument;
    this.#onPin(instrument);
  };
}
