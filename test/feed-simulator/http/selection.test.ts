import { describe, expect, it } from 'vitest';
import { SELECTION_FIELDS, selectionOf } from '../../../feed-simulator/http/selection.ts';

const base = { channels: 'book', instruments: 'AAA' };

describe('selectionOf', () => {
  it('takes channels and instruments in the order they are given, each once', () => {
    expect(selectionOf({ channels: 'trades,book,trades', instruments: 'B-*,AAA,B-*' })).toEqual({
      channels: ['trades', 'book'],
      instruments: ['B-*', 'AAA'],
    });
  });

  it('passes on what belongs to a selected channel', () => {
    const query = { channels: 'book,candles', instruments: '*', depth: 5, intervalMs: 1_000 } as const;
    expect(selectionOf({ ...query, conflationMs: 50 })).toEqual({
      channels: ['book', 'candles'],
      instruments: ['*'],
      depth: 5,
      intervalMs: 1_000,
      conflationMs: 50,
    });
  });

  it('refuses what belongs to no selected channel', () => {
    const refused = [
      { ...base, channels: 'trades', depth: 5 },
      { ...base, channels: 'trades,status', conflationMs: 50 } as const,
      { ...base, intervalMs: 1_000 } as const,
      { ...base, channels: 'candles' },
    ].map((query) => selectionOf(query));
    expect(refused.map((answer) => 'code' in answer && answer.code)).toEqual(Array(4).fill('BAD_MESSAGE'));
  });

  it('lets 0 stand where it says nothing', () => {
    const query = { ...base, channels: 'trades', depth: 0, conflationMs: 0 } as const;
    expect(selectionOf(query)).toMatchObject({ channels: ['trades'] });
  });

  it('refuses more names than a request may have', () => {
    const names = Array.from({ length: 257 }, (_, index) => `A${index}`).join(',');
    expect(selectionOf({ ...base, instruments: names })).toMatchObject({ code: 'BAD_MESSAGE' });
  });
});

describe('SELECTION_FIELDS', () => {
  it('knows channels and names by their letters alone', () => {
    const channels = new RegExp(SELECTION_FIELDS.channels.pattern);
    const instruments = new RegExp(SELECTION_FIELDS.instruments.pattern);
    expect(['book', 'book,status', 'books', 'book,', ''].map((text) => channels.test(text))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(['*', 'A/B,C-*', 'a', 'A,,B', `A${'A'.repeat(64)}`].map((text) => instruments.test(text))).toEqual(
      [true, true, false, false, false],
    );
  });
});
