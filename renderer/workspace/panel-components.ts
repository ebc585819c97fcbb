import type { Component } from 'svelte';
import ChartPanel from '../panels/chart/ChartPanel.svelte';
import LadderPanel from '../panels/ladder/LadderPanel.svelte';
import TapePanel from '../panels/tape/TapePanel.svelte';
import WatchlistPanel from '../panels/watchlist/WatchlistPanel.svelte';
import type { PanelName } from './default-layout.ts';

export const PANEL_COMPONENTS: Readonly<Record<PanelName, Component>> = {
  watchlist: WatchlistPanel,
  ladder: LadderPanel,
  chart: ChartPanel,
  tape: TapePanel,
};
