import { getContext, setContext } from 'svelte';

/** What one panel knows of its place in the workspace. */
export type PanelPlace = {
  /** Id of the instrument it is pinned to; '' while it follows the selection. */
  readonly pinnedTo: string;
  /** Pins it, or lets it follow the selection again with ''. Kept with the layout. */
  readonly pin: (instrument: string) => void;
};

/** A panel that stands by itself: it follows the selection, and nothing can be kept. */
const FREE_PLACE: PanelPlace = { pinnedTo: '', pin: () => {} };
const KEY = Symbol('panel place');

/** To be called while the root component of a panel is set up. */
export function setPanelPlace(place: PanelPlace): void {
  setContext(KEY, place);
}

/** The place of the panel that a component belongs to. */
export function getPanelPlace(): PanelPlace {
  return getContext<PanelPlace | undefined>(KEY) ?? FREE_PLACE;
}

/** Whether the panel stands in a workspace that keeps where it is pinned. */
export function canBePinned(place: PanelPlace): boolean {
  return place !== FREE_PLACE;
}
