/** A panel of the default layout: beside, below or right of one placed before it. */
export type PlacedPanel = {
  readonly panel: PanelName;
  readonly beside?: { readonly panel: PanelName; readonly direction: 'right' | 'below' };
  /** CSS pixels; what is left out takes what remains. */
  readonly width?: number;
  readonly height?: number;
};

export const PANEL_NAMES = ['watchlist', 'ladder', 'chart', 'tape'] as const;
export type PanelName = (typeof PANEL_NAMES)[number];

export const PANEL_TITLES: Readonly<Record<PanelName, string>> = {
  watchlist: 'Watchlist',
  ladder: 'Ladder',
  chart: 'Chart',
  tape: 'Tape',
};

/** Panels of one instrument: they follow the selection unless they are pinned. */
const PINNABLE: readonly PanelName[] = ['ladder', 'chart', 'tape'];

/** Takes anything: names come from a stored layout too. */
export function isPinnable(name: unknown): name is PanelName {
  return PINNABLE.some((panel) => panel === name);
}

/** "Ladder", or "Ladder ESZ6" where it is pinned. */
export function panelTitle(panel: PanelName, pinnedTo: string): string {
  return pinnedTo === '' ? PANEL_TITLES[panel] : `${PANEL_TITLES[panel]} ${pinnedTo}`;
}

/** Narrowest a panel can be and still be read, CSS pixels. */
export const MIN_PANEL_WIDTH: Readonly<Record<PanelName, number>> = {
  watchlist: 220,
  ladder: 180,
  chart: 260,
  tape: 160,
};

/** Watchlist of twelve rows with its tab and column heads. */
const WATCHLIST_HEIGHT = 272;
const MIN_CHART_HEIGHT = 200;

/**
 * Watchlist over chart on the left; ladder and tape full height on the right, where they show the most rows.
 * @param width and
 * @param height of the workspace in CSS pixels
 */
export function defaultLayout(width: number, height: number): readonly PlacedPanel[] {
  const isWide = width >= 1_280;
  const ladder = isWide ? 340 : 240;
  const tape = isWide ? 276 : 232;
  return [
    { panel: 'watchlist', width: Math.max(MIN_PANEL_WIDTH.watchlist, width - ladder - tape) },
    { panel: 'ladder', beside: { panel: 'watchlist', direction: 'right' }, width: ladder },
    { panel: 'tape', beside: { panel: 'ladder', direction: 'right' } },
    {
      panel: 'chart',
      beside: { panel: 'watchlist', direction: 'below' },
      height: Math.max(MIN_CHART_HEIGHT, height - WATCHLIST_HEIGHT),
    },
  ];
}
