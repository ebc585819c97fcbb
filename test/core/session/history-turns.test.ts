import { describe, expect, it } from 'vitest';
import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import { HistoryTurns, type WantedHistory } from '../../../main/core/session/history-turns.ts';

const wish = (id: string, from = 1): WantedHistory => ({
  instrument: instrumentId(id),
  from,
  to: from + 9,
  onAsked: () => undefined,
});
const named = (wanted: WantedHistory | null): string | null =>
  wanted === null ? null : `${wanted.instrument} ${wanted.from}`;

describe('HistoryTurns', () => {
  it('lets one ask at a time, in the order in which they came', () => {
    const turns = new HistoryTurns();
    turns.want(wish('ES'));
    turns.want(wish('CL'));
    expect(named(turns.takeNext(0))).toBe('ES 1');
    turns.heard(7, 0);
    expect(turns.takeNext(1)).toBeNull();
    turns.want(wish('ES', 11));
    turns.end(7);
    expect(named(turns.takeNext(2))).toBe('CL 1');
    turns.heard(8, 2);
    turns.end(8);
    expect(named(turns.takeNext(3))).toBe('ES 11');
  });

  it('goes on after two seconds without a part of the answer', () => {
    const turns = new HistoryTurns();
    turns.want(wish('ES'));
    turns.takeNext(0);
    turns.heard(7, 0);
    turns.want(wish('CL'));
    turns.heard(7, 1_500);
    expect(turns.takeNext(3_499)).toBeNull();
    expect(named(turns.takeNext(3_500))).toBe('CL 1');
  });

  it('keeps only the latest wish of an instrument', () => {
    const turns = new HistoryTurns();
    for (let from = 1; from <= 100; from += 1) turns.want(wish('ES', from));
    expect([named(turns.takeNext(0)), turns.takeNext(0)]).toEqual(['ES 100', null]);
  });

  it('is not ended by the answer to an earlier request', () => {
    const turns = new HistoryTurns();
    turns.want(wish('ES'));
    turns.takeNext(0);
    turns.heard(8, 0);
    turns.want(wish('CL'));
    turns.end(7);
    expect(turns.takeNext(0)).toBeNull();
  });

  it('forgets everything with the connection', () => {
    const turns = new HistoryTurns();
    turns.want(wish('ES'));
    turns.reset();
    expect(turns.takeNext(0)).toBeNull();
  });
});
