import { describe, expect, it } from 'vitest';
import { PANEL_NAMES } from '../../../renderer/workspace/default-layout.ts';
import { readLayout } from '../../../renderer/workspace/layout-store.ts';
import { LAYOUT_KEY, screenLayout } from './screen-layout.ts';

type Panels = Readonly<Record<string, { contentComponent: string; params?: { instrument: string } }>>;

function panelsOf(instruments: readonly string[]): Panels {
  const text = screenLayout(instruments, 1_920, 1_020);
  const storage = {
    getItem: (key: string) => (key === LAYOUT_KEY ? text : null),
    setItem: () => undefined,
    removeItem: () => undefined,
  };
  const read = readLayout(storage, PANEL_NAMES);
  if (read.type !== 'layout') throw new Error(`expected a layout, received ${JSON.stringify(read)}`);
  return (read.layout as { panels: Panels }).panels;
}

describe('screenLayout', () => {
  it('is a layout that the page takes: a ladder for each instrument, watchlist, tape and two charts', () => {
    const panels = Object.values(panelsOf(['A', 'B', 'C']));
    const pinned = panels.map(({ contentComponent, params }) => [contentComponent, params?.instrument ?? '']);
    expect(pinned).toEqual([
      ['ladder', 'A'],
      ['ladder', 'B'],
      ['ladder', 'C'],
      ['watchlist', ''],
      ['tape', ''],
      ['chart', 'A'],
      ['chart', 'B'],
    ]);
  });

  it('keeps the names of the first of each kind, which cannot be closed', () => {
    expect(Object.keys(panelsOf(['A', 'B']))).toEqual([
      'ladder',
      'ladder-2',
      'watchlist',
      'tape',
      'chart',
      'chart-2',
    ]);
  });
});
