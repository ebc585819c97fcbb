import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TradeSequencer, type SequencedTrades } from '../../../main/core/tape/trade-sequencer.ts';
import { someHistory, someTrades, tradeRange } from '../../support/market-events.ts';

const OPTIONS = {
  historyDepth: 50,
  maxRequestTrades: 50,
  maxHeldTrades: 20,
  historyTimeoutMs: 1_000,
  historyTurnMs: 1_000,
};

const sequences = ({ trades }: SequencedTrades): number[] => trades.map(({ sequence }) => sequence);
const range = (from: number, to: number): number[] => tradeRange(from, to).map(({ sequence }) => sequence);

/** Stands at trade 10, history read. */
function aLiveSequencer(): TradeSequencer {
  const sequencer = new TradeSequencer(OPTIONS);
  sequencer.start(10, 0);
  sequencer.acceptHistory(someHistory(1, 10), 0);
  return sequencer;
}

describe('TradeSequencer', () => {
  it('asks for the history before its first subscription', () => {
    const sequencer = new TradeSequencer(OPTIONS);
    expect(sequencer.start(10, 0)).toEqual({ trades: [], request: { from: 1, to: 10 } });
    expect([sequencer.isWaiting, sequencer.known]).toEqual([true, 10]);
  });

  it('asks for no more history than its depth', () => {
    expect(new TradeSequencer(OPTIONS).start(1_000, 0).request).toEqual({ from: 951, to: 1_000 });
  });

  it('asks for a long history in requests no larger than the venue answers', () => {
    const sequencer = new TradeSequencer({ ...OPTIONS, maxRequestTrades: 20 });
    expect(sequencer.start(1_000, 0).request).toEqual({ from: 951, to: 970 });
    expect(sequencer.acceptHistory(someHistory(951, 970), 0).request).toEqual({ from: 971, to: 990 });
    expect(sequencer.acceptHistory(someHistory(971, 990), 0).request).toEqual({ from: 991, to: 1_000 });
    expect(sequences(sequencer.acceptHistory(someHistory(991, 1_000), 0))).toEqual(range(991, 1_000));
    expect(sequencer.isWaiting).toBe(false);
  });

  it('asks for nothing when there was no trade yet', () => {
    const sequencer = new TradeSequencer(OPTIONS);
    expect(sequencer.start(0, 0).request).toBeNull();
    expect(sequences(sequencer.acceptLive(someTrades(1, 3), 0))).toEqual([1, 2, 3]);
  });

  it('delivers trades that join as they come', () => {
    const sequencer = aLiveSequencer();
    expect(sequencer.acceptLive(someTrades(11, 12), 0)).toEqual({
      trades: tradeRange(11, 12),
      request: null,
    });
  });

  it('drops trades it has seen, and delivers the new ones of the same message', () => {
    const sequencer = aLiveSequencer();
    expect(sequences(sequencer.acceptLive(someTrades(5, 12), 0))).toEqual([11, 12]);
    expect(sequences(sequencer.acceptLive(someTrades(11, 12), 0))).toEqual([]);
  });

  it('holds trades after a gap until history has filled it', () => {
    const sequencer = aLiveSequencer();
    expect(sequencer.acceptLive(someTrades(14, 15), 0)).toEqual({
      trades: [],
      request: { from: 11, to: 13 },
    });
    expect(sequences(sequencer.acceptLive(someTrades(16, 16), 0))).toEqual([]);
    expect(sequences(sequencer.acceptHistory(someHistory(11, 12, { isLast: false }), 0))).toEqual([11, 12]);
    expect(sequences(sequencer.acceptHistory(someHistory(13, 13), 0))).toEqual(range(13, 16));
    expect([sequencer.isWaiting, sequencer.heldCount]).toEqual([false, 0]);
  });

  it('asks for one gap after the other', () => {
    const sequencer = aLiveSequencer();
    sequencer.acceptLive(someTrades(13, 13), 0);
    expect(sequencer.acceptLive(someTrades(16, 16), 0).request).toBeNull();
    const filled = sequencer.acceptHistory(someHistory(11, 12), 0);
    expect([sequences(filled), filled.request]).toEqual([range(11, 13), { from: 14, to: 15 }]);
  });

  it('asks at once for what the venue says it dropped', () => {
    const sequencer = aLiveSequencer();
    expect(sequencer.noteOwed(14, 0).request).toEqual({ from: 11, to: 14 });
    expect(sequences(sequencer.acceptHistory(someHistory(11, 14), 0))).toEqual(range(11, 14));
  });

  it('skips what history no longer has', () => {
    const sequencer = new TradeSequencer(OPTIONS);
    sequencer.start(10, 0);
    sequencer.acceptLive(someTrades(11, 11), 0);
    expect(sequences(sequencer.acceptHistory(someHistory(8, 10, { firstAvailable: 8 }), 0))).toEqual(
      range(8, 11),
    );
  });

  it('skips a range that is wholly gone', () => {
    const sequencer = aLiveSequencer();
    sequencer.acceptLive(someTrades(14, 14), 0);
    const gone = someHistory(20, 19, { firstAvailable: 20 });
    expect(sequences(sequencer.acceptHistory(gone, 0))).toEqual([14]);
  });

  it('drops trades of history that it has delivered, and those beyond what it asked for', () => {
    const sequencer = aLiveSequencer();
    sequencer.acceptLive(someTrades(14, 14), 0);
    const overlapping = { trades: tradeRange(9, 14), isLast: false };
    expect(sequences(sequencer.acceptHistory(someHistory(11, 13, overlapping), 0))).toEqual(range(11, 14));
    expect([sequencer.isWaiting, sequencer.acceptHistory(someHistory(11, 13), 0).trades]).toEqual([
      false,
      [],
    ]);
  });

  it('goes on without history that was refused', () => {
    const sequencer = aLiveSequencer();
    sequencer.acceptLive(someTrades(14, 14), 0);
    expect(sequences(sequencer.refuseHistory(0))).toEqual([14]);
    expect(sequencer.refuseHistory(0)).toEqual({ trades: [], request: null });
  });

  it('goes on without history that is overdue, counted from the last part', () => {
    const sequencer = aLiveSequencer();
    sequencer.acceptLive(someTrades(14, 14), 0);
    expect(sequences(sequencer.checkDeadline(999))).toEqual([]);
    sequencer.acceptHistory(someHistory(11, 11, { isLast: false }), 900);
    expect(sequences(sequencer.checkDeadline(1_899))).toEqual([]);
    expect(sequences(sequencer.checkDeadline(1_900))).toEqual([14]);
  });

  it('goes on without history when too many trades wait for it', () => {
    const sequencer = aLiveSequencer();
    expect(sequences(sequencer.acceptLive(someTrades(20, 39), 0))).toEqual([]);
    expect(sequences(sequencer.acceptLive(someTrades(40, 40), 0))).toEqual(range(20, 40));
  });

  it('ignores an answer to a request it gave up', () => {
    const sequencer = aLiveSequencer();
    sequencer.acceptLive(someTrades(14, 14), 0);
    sequencer.refuseHistory(0);
    sequencer.acceptLive(someTrades(20, 20), 0);
    expect(sequencer.acceptHistory(someHistory(11, 13), 0)).toEqual({ trades: [], request: null });
    expect(sequences(sequencer.acceptHistory(someHistory(15, 19), 0))).toEqual(range(15, 20));
  });

  it('asks after a reconnect for what came meanwhile, and keeps what it held', () => {
    const sequencer = aLiveSequencer();
    sequencer.acceptLive(someTrades(13, 13), 0);
    sequencer.pause();
    expect(sequencer.checkDeadline(10_000)).toEqual({ trades: [], request: null });
    expect(sequencer.start(15, 10_000).request).toEqual({ from: 11, to: 12 });
    const filled = sequencer.acceptHistory(someHistory(11, 12), 10_000);
    expect([sequences(filled), filled.request]).toEqual([[11, 12, 13], { from: 14, to: 15 }]);
  });

  it('delivers from the next trade on after it skipped', () => {
    const sequencer = aLiveSequencer();
    sequencer.acceptLive(someTrades(14, 14), 0);
    sequencer.skipTo(0);
    expect([sequencer.isWaiting, sequences(sequencer.acceptLive(someTrades(15, 15), 0))]).toEqual([
      false,
      [15],
    ]);
  });

  it('ignores trades before it was started', () => {
    expect(new TradeSequencer(OPTIONS).acceptLive(someTrades(1, 2), 0)).toEqual({
      trades: [],
      request: null,
    });
  });

  it('delivers each trade once and in order, whatever is lost, repeated or refused', () => {
    const step = fc.record({
      skip: fc.nat(6),
      count: fc.integer({ min: 1, max: 8 }),
      repeat: fc.boolean(),
      answer: fc.constantFrom('all', 'half', 'refuse', 'later'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const sequencer = aLiveSequencer();
        const delivered: number[] = [];
        let last = 10;
        const take = (result: SequencedTrades): SequencedTrades['request'] => {
          delivered.push(...sequences(result));
          return result.request;
        };
        for (const { skip, count, repeat, answer } of steps) {
          const live = someTrades(last + skip + 1, last + skip + count);
          last = live.sequence;
          let request = take(sequencer.acceptLive(live, 0));
          if (repeat) take(sequencer.acceptLive(live, 0));
          while (request !== null && answer !== 'later') {
            const { from, to } = request;
            if (answer === 'refuse') request = take(sequencer.refuseHistory(0));
            else request = take(sequencer.acceptHistory(someHistory(from, answer === 'all' ? to : from), 0));
          }
          expect(sequencer.heldCount).toBeLessThanOrEqual(OPTIONS.maxHeldTrades + 8);
        }
        expect(delivered).toEqual([...new Set(delivered)].sort((a, b) => a - b));
        if (steps.every(({ answer }) => answer === 'all')) expect(delivered).toEqual(range(11, last));
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});
