import { describe, expect, it } from 'vitest';
import { TapeModel } from '../../../../renderer/panels/tape/tape-model.ts';
import { gapText, MAX_SHOWN_ROWS } from '../../../../renderer/panels/tape/tape-rows.ts';
import { TapeWindow } from '../../../../renderer/panels/tape/tape-window.ts';
import { tapePayload } from '../../../support/frame-builder.ts';

/** A tape of prints 1 to `count`, of 1, 2, 3, 1, 2, 3 ... lots. */
function tapeTo(count: number) {
  const model = new TapeModel();
  const window = new TapeWindow(model);
  const add = (from: number, to: number): void => {
    const prints = Array.from({ length: to - from + 1 }, (_, at) => {
      const sequence = from + at;
      return { sequence, ticks: 100, lots: ((sequence - 1) % 3) + 1 };
    });
    model.apply(new Float64Array(tapePayload({ prints })));
  };
  add(1, count);
  const shown = (rows: number): unknown[] =>
    window.rows(rows).map((row) => (row.kind === 'print' ? row.sequence : gapText(row)));
  return { model, window, add, shown };
}

describe('TapeWindow', () => {
  it('shows the newest print first', () => {
    expect(tapeTo(6).shown(3)).toEqual([6, 5, 4]);
  });

  it('shows only prints of the filtered size or larger', () => {
    const { window, shown } = tapeTo(9);
    window.minLots = 3;
    expect(shown(5)).toEqual([9, 6, 3]);
  });

  it('shows a gap whatever the filter is', () => {
    const { window, model, shown } = tapeTo(3);
    window.minLots = 3;
    model.apply(new Float64Array(tapePayload({ gap: [4, 4], prints: [{ sequence: 5, ticks: 1, lots: 9 }] })));
    expect(shown(9)).toEqual([5, '1 trade missing', 3]);
  });

  it('moves no row while paused and counts what waits', () => {
    const { window, add, shown } = tapeTo(6);
    window.pause();
    add(7, 12);
    expect([shown(2), window.newCount, window.isPaused]).toEqual([[6, 5], 6, true]);
    window.minLots = 3;
    expect(window.newCount).toBe(2);
    window.resume();
    expect([shown(1), window.newCount]).toEqual([[12], 0]);
  });

  it('keeps its rows while paused however many prints come', () => {
    const { window, add, shown } = tapeTo(10);
    window.pause();
    for (let from = 11; from < 3_000; from += 1_000) add(from, from + 999);
    expect([shown(3), window.newCount]).toEqual([[10, 9, 8], 2_000]);
  });

  it('scrolls to older rows, pauses, and stops at the last full screen', () => {
    const { window, add, shown } = tapeTo(10);
    window.scroll(4, 3);
    add(11, 12);
    expect(shown(3)).toEqual([6, 5, 4]);
    window.scroll(100, 3);
    expect([shown(3), window.offset]).toEqual([[3, 2, 1], 7]);
    window.scroll(-100, 3);
    expect(shown(1)).toEqual([10]);
  });

  it('lets a person scroll over no more rows than its bound', () => {
    const { window } = tapeTo(1_500);
    window.scroll(5_000, 20);
    expect([window.offset + 20, window.rows(50).length]).toEqual([MAX_SHOWN_ROWS, 20]);
  });
});

describe('gapText', () => {
  it('counts what is missing', () => {
    expect(gapText({ kind: 'gap', from: 5, to: 7 })).toBe('3 trades missing');
  });
});
