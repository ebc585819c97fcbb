import { describe, expect, it } from 'vitest';
import { readCandles, type CandlesReading } from '../../support/frame-reading.ts';
import {
  anAcknowledgement,
  anInstrument,
  aTrade,
  aWelcome,
  EPOCH,
  someHistory,
  someTrades,
} from '../../support/market-events.ts';
import { PICTURE } from '../../support/pipeline-rig.ts';
import { aLiveTerminal, type RiggedWindow, type TerminalRig } from '../../support/terminal-rig.ts';

/** The factories' trades are one a second from noon, which starts a minute. */
const NOON_MS = aTrade(0).venueTime / 1_000;

async function aWatchedChart(intervalMs: 1_000 | 60_000): Promise<{
  rig: TerminalRig;
  window: RiggedWindow;
  charts: () => CandlesReading[];
}> {
  const rig = aLiveTerminal(PICTURE);
  const window = rig.openWindow();
  await window.open({ kind: 'candles', instrument: 'ESZ6', intervalMs });
  const charts = (): CandlesReading[] => {
    rig.frame();
    return window.take().map(readCandles);
  };
  return { rig, window, charts };
}

describe('CandleSection', () => {
  it('starts with all candles and then gives only those that changed', async () => {
    const { rig, charts } = await aWatchedChart(1_000);
    rig.venue.say(someTrades(1, 3));
    const [first] = charts();
    expect([first?.instrumentIndex, first?.intervalMs, first?.isReset]).toEqual([0, 1_000, true]);
    expect(first?.candles).toEqual([
      [NOON_MS + 1_000, 501, 501, 501, 501, 1, 1],
      [NOON_MS + 2_000, 502, 502, 502, 502, 1, 1],
      [NOON_MS + 3_000, 503, 503, 503, 503, 1, 1],
    ]);
    expect(charts()).toEqual([]);
    const later = aTrade(4, { venueTime: aTrade(3).venueTime });
    rig.venue.say(someTrades(4, 5, [later, aTrade(5)]));
    rig.clock.advance(100);
    expect(charts().map(({ isReset, candles }) => [isReset, candles])).toEqual([
      [
        false,
        [
          [NOON_MS + 3_000, 503, 504, 503, 504, 2, 1],
          [NOON_MS + 5_000, 505, 505, 505, 505, 1, 1],
        ],
      ],
    ]);
  });

  it('is written at most ten times a second however fast trades come, and shows the last of them in the end', async () => {
    const { rig, charts } = await aWatchedChart(60_000);
    const written: CandlesReading[] = [];
    for (let sequence = 1; sequence <= 62; sequence += 1) {
      rig.venue.say(someTrades(sequence, sequence));
      written.push(...charts());
    }
    expect(written.length).toBeGreaterThanOrEqual(9);
    expect(written.length).toBeLessThanOrEqual(10);
    rig.clock.advance(100);
    expect(charts().map(({ candles }) => candles.at(-1)?.[4])).toEqual([562]);
  });

  it('tells at once that it is stale, however lately it was written', async () => {
    const { rig, window, charts } = await aWatchedChart(60_000);
    rig.venue.say(someTrades(1, 1));
    expect(charts()).toHaveLength(1);
    rig.venue.close('gone');
    rig.frame();
    expect(window.take().map(({ reason }) => reason > 0)).toEqual([true]);
  });

  it('gathers what changed while the window did not acknowledge', async () => {
    const { rig, window, charts } = await aWatchedChart(60_000);
    for (let sequence = 1; sequence <= 50; sequence += 1) {
      rig.venue.say(someTrades(sequence, sequence));
      rig.frame();
    }
    expect(window.port.frames).toHaveLength(2);
    window.take();
    expect(charts().map(({ candles }) => candles)).toEqual([[[NOON_MS, 501, 550, 501, 550, 50, 1]]]);
  });

  it('marks a candle incomplete while trades are missing, and complete once they came', async () => {
    const { rig, charts } = await aWatchedChart(60_000);
    rig.venue.say(someTrades(1, 2));
    charts();
    rig.venue.say(someTrades(4, 4));
    expect(charts().map(({ candles }) => candles)).toEqual([[[NOON_MS, 501, 502, 501, 502, 2, 0]]]);
    const { id = 0 } = rig.venue.requestOf('trade-history', { from: 3, to: 3 });
    rig.venue.say(someHistory(3, 3, { id }));
    expect(charts().map(({ candles }) => candles)).toEqual([[[NOON_MS, 501, 504, 501, 504, 4, 1]]]);
  });

  it('keeps a candle marked whose missing trades never came', async () => {
    const { rig, charts } = await aWatchedChart(60_000);
    rig.venue.say(someTrades(1, 2), someTrades(4, 4));
    const { id = 0 } = rig.venue.requestOf('trade-history');
    rig.venue.say({ type: 'error', id, code: 'BAD_RANGE', message: 'gone' });
    expect(charts().at(-1)?.candles).toEqual([[NOON_MS, 501, 504, 501, 504, 3, 0]]);
  });

  it('tells with its quality alone when no candle changed', async () => {
    const { rig, window, charts } = await aWatchedChart(1_000);
    rig.venue.say(someTrades(1, 1));
    charts();
    rig.venue.close('gone');
    rig.frame();
    const [section] = window.take();
    expect(section?.reason).toBeGreaterThan(0);
    expect(section && readCandles(section)).toMatchObject({ isReset: false });
  });

  it('tells its quality also while the history of another run is read in, and no candle before all are there', async () => {
    const { rig, window, charts } = await aWatchedChart(60_000);
    rig.venue.say(someTrades(1, 2));
    expect(charts()).toHaveLength(1);
    // The venue is back before the next display frame, or before a hidden window looks again.
    rig.venue.close('restart');
    rig.client.retry();
    rig.venue.accept('msgpack');
    const epoch = EPOCH + 1;
    rig.venue.say({ ...aWelcome([anInstrument()]), epoch });
    const { id = 0 } = rig.venue.requestOf('subscribe', { channel: 'trades' });
    rig.venue.say(anAcknowledgement({ id, channel: 'trades', subscription: 2, epoch, sequence: 5 }));
    rig.frame();
    const [section] = window.take();
    expect(section?.reason).toBeGreaterThan(0);
    expect(section && readCandles(section)).toMatchObject({ isReset: false, candles: [] });
    expect(charts()).toEqual([]);
  });

  it('fits two full charts into frames in turn', async () => {
    const { rig, window } = await aWatchedChart(1_000);
    await window.open({ kind: 'candles', instrument: 'ESZ6', intervalMs: 1_000 });
    rig.venue.say(someTrades(1, 1_000));
    rig.frame();
    const [first] = window.take().map(readCandles);
    rig.frame();
    const [second] = window.take().map(readCandles);
    expect([first?.candles.length, second?.candles.length]).toEqual([600, 600]);
  });
});
