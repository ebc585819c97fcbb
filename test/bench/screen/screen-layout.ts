import { LAYOUT_VERSION } from '../../../renderer/workspace/layout-store.ts';

/** Where the page keeps its layout. */
export const LAYOUT_KEY = 'touchline.layout';

type Leaf = { readonly type: 'leaf'; readonly data: object; readonly size: number };
type Branch = {
  readonly type: 'branch';
  readonly data: readonly (Leaf | Branch)[];
  readonly size: number;
};
type Panel = { readonly id: string; readonly kind: string; readonly instrument: string };

const TAPE_WIDTH = 300;
const WATCHLIST_WIDTH = 620;
/** Of the height: the ladders above. */
const LADDER_SHARE = 0.6;

/**
 * A stored layout as text: a ladder for each instrument side by side above, and below watchlist, tape and two charts.
 *
 * @param instruments at least two; the tape follows the selection, the charts show the first two
 * @param width and
 * @param height of the workspace in CSS pixels; the page stretches what is not exact
 */
export function screenLayout(instruments: readonly string[], width: number, height: number): string {
  const ladders = instruments.map((instrument, index): Panel => panel('ladder', index, instrument));
  const charts = instruments.slice(0, 2).map((instrument, index) => panel('chart', index, instrument));
  const [watchlist, tape] = [panel('watchlist', 0, ''), panel('tape', 0, '')];
  const chartWidth = (width - WATCHLIST_WIDTH - TAPE_WIDTH) / charts.length;
  const upper = Math.round(height * LADDER_SHARE);
  const root: Branch = {
    type: 'branch',
    size: width,
    data: [
      { type: 'branch', size: upper, data: ladders.map((ladder) => leaf(ladder, width / ladders.length)) },
      {
        type: 'branch',
        size: height - upper,
        data: [
          leaf(watchlist, WATCHLIST_WIDTH),
          leaf(tape, TAPE_WIDTH),
          ...charts.map((chart) => leaf(chart, chartWidth)),
        ],
      },
    ],
  };
  const panels = [...ladders, watchlist, tape, ...charts].map(({ id, kind, instrument }) => {
    const params = instrument === '' ? {} : { params: { instrument } };
    const title = `${kind} ${instrument}`.trim();
    return [id, { id, contentComponent: kind, tabComponent: 'title', title, ...params }] as const;
  });
  const layout = {
    grid: { root, width, height, orientation: 'VERTICAL' },
    panels: Object.fromEntries(panels),
    activeGroup: `group-${watchlist.id}`,
  };
  return JSON.stringify({ version: LAYOUT_VERSION, layout });
}

/** The first of a kind bears the kind's own name, as in the page's default layout. */
function panel(kind: string, index: number, instrument: string): Panel {
  return { id: index === 0 ? kind : `${kind}-${index + 1}`, kind, instrument };
}

function leaf({ id }: Panel, size: number): Leaf {
  return { type: 'leaf', size, data: { views: [id], activeView: id, id: `group-${id}` } };
}
