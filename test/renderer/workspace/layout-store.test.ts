import { describe, expect, it } from 'vitest';
import {
  forgetLayout,
  hasLayout,
  MAX_PANELS,
  readLayout,
  saveLayout,
} from '../../../renderer/workspace/layout-store.ts';

const PANELS = ['ladder', 'tape'];
const LAYOUT = { grid: { root: {} }, panels: { a: { id: 'a', contentComponent: 'ladder' } } };

function storageOf(text: string | null = null) {
  const kept = new Map(text === null ? [] : [['touchline.layout', text]]);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('readLayout', () => {
  it('gives back what was saved', () => {
    const storage = storageOf();
    expect(readLayout(storage, PANELS)).toEqual({ type: 'none' });
    saveLayout(storage, LAYOUT);
    expect(readLayout(storage, PANELS)).toEqual({ type: 'layout', layout: LAYOUT });
    forgetLayout(storage);
    expect(readLayout(storage, PANELS)).toEqual({ type: 'none' });
  });

  it('gives back where a panel is pinned', () => {
    const storage = storageOf();
    const panels = { a: { contentComponent: 'ladder', params: { instrument: 'ESZ6' } } };
    saveLayout(storage, { ...LAYOUT, panels });
    expect(readLayout(storage, PANELS)).toEqual({ type: 'layout', layout: { ...LAYOUT, panels } });
  });

  const pinned = (params: unknown): string =>
    JSON.stringify({
      version: 1,
      layout: { grid: {}, panels: { a: { contentComponent: 'ladder', params } } },
    });

  it.each([
    ['a panel pinned to a number', pinned({ instrument: 3 })],
    ['a panel pinned to a novel', pinned({ instrument: 'x'.repeat(33) })],
    ['parameters that are a list', pinned([])],
    [
      'more panels than a window has views for',
      JSON.stringify({
        version: 1,
        layout: {
          grid: {},
          panels: Object.fromEntries(
            Array.from({ length: MAX_PANELS + 1 }, (_, i) => [i, { contentComponent: 'tape' }]),
          ),
        },
      }),
    ],
    ['no JSON', '{'],
    ['a list', '[]'],
    ['another version', JSON.stringify({ version: 2, layout: LAYOUT })],
    ['no grid', JSON.stringify({ version: 1, layout: { panels: LAYOUT.panels } })],
    ['no panels', JSON.stringify({ version: 1, layout: { grid: {}, panels: {} } })],
    [
      'a panel nobody knows',
      JSON.stringify({ version: 1, layout: { ...LAYOUT, panels: { a: { contentComponent: 'x' } } } }),
    ],
    ['a panel that is a number', JSON.stringify({ version: 1, layout: { ...LAYOUT, panels: { a: 3 } } })],
    ['far too much', 'x'.repeat(100_001)],
  ])('refuses %s', (_what, text) => {
    expect(readLayout(storageOf(text), PANELS).type).toBe('invalid');
  });
});

describe('hasLayout', () => {
  it('tells whether anything is stored, readable or not', () => {
    expect([hasLayout(storageOf()), hasLayout(storageOf('{'))]).toEqual([false, true]);
  });
});
