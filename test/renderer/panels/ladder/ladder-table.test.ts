import { describe, expect, it } from 'vitest';
import { ladderTable } from '../../../../renderer/panels/ladder/ladder-table.ts';
import { frameOf } from './sample-ladder.ts';

const FORMAT = { tickUnits: 25, priceDigits: 2, lotUnits: 1, sizeDigits: 3 };

describe('ladderTable', () => {
  it('writes exact prices and sizes of the visible rows, all of one frame', () => {
    const position = { topRow: 102, rows: 3, step: 1, isPinned: false };
    expect(ladderTable(frameOf({}, 42), position, FORMAT)).toEqual({
      sequence: 42,
      rows: [
        { ticks: 102, price: '25.50', bidLots: 0, askLots: 50, bid: '', ask: '0.050' },
        { ticks: 101, price: '25.25', bidLots: 0, askLots: 0, bid: '', ask: '' },
        { ticks: 100, price: '25.00', bidLots: 10, askLots: 0, bid: '0.010', ask: '' },
      ],
    });
  });

  it('says nothing of rows the frame does not know', () => {
    const position = { topRow: 106, rows: 3, step: 1, isPinned: true };
    expect(ladderTable(frameOf(), position, FORMAT).rows.map(({ ticks }) => ticks)).toEqual([104]);
  });
});
