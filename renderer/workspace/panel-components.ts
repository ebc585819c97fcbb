import type { Component } from 'svelte';
import LadderPanel from '../panels/ladder/LadderPanel.svelte';
import TapePanel from '../panels/tape/TapePanel.svelte';
import WatchlistPanel from '../panels/watchlist/WatchlistPanel.svelte';
import type { PanelName } from './default-layout.ts';

/** A panel's component, or the way to it where its code is a chunk of its own. */
export type PanelSource =
  | { readonly type: 'ready'; readonly component: Component }
  | { readonly type: 'late'; readonly load: () => Promise<Component> };

let chart: Promise<Component> | null = null;

/** The charting library is a third of all code, and no price waits for it. Asked for once, again after a failure. */
function loadChart(): Promise<Component> {
  chart ??= import('../panels/chart/ChartPanel.svelte').then(
    ({ default: component }) => component,
    (error: unknown) => {
      chart = null;
      throw error;
    },
  );
  return chart;
}

export const PANEL_COMPONENTS: Readonly<Record<PanelName, PanelSource>> = {
  watchlist: { type: 'ready', component: WatchlistPanel },
  ladder: { type: 'ready', component: LadderPanel },
  chart: { type: 'late', load: loadChart },
  tape: { type: 'ready', component: TapePanel },
};
