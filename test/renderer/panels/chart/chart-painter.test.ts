import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CandleHistory, type Candle } from '../../../../renderer/panels/chart/candle-model.ts';
import { createChartPainter, showChanges } from '../../../../renderer/panels/chart/chart-painter.ts';
import type { ChartSurface } from '../../../../renderer/panels/chart/chart-surface.ts';
import { candleAt } from './sample-candles.ts';

/** Remembers what it was told: the number of candles replaced, or the start of the one updated. */
class RecordingChart implements ChartSurface {
  calls: string[] = [];
  replace(candles: readonly Candle[]): void {
    this.calls.push(`replace ${candles.length}`);
  }
  update({ startMs }: Candle): void {
    this.calls.push(`update ${startMs}`);
  }
  showInterval(): void {}
  showCountdown(): void {}
  scrollToLatest(): void {}
  dispose(): void {}
}

function historyOf(...candles: Candle[]): CandleHistory {
  const history = new CandleHistory();
  history.apply({ instrumentIndex: 0, intervalMs: 1_000, isReset: true, candles });
  return history;
}

function add(history: CandleHistory, ...candles: Candle[]): void {
  history.apply({ instrumentIndex: 0, intervalMs: 1_000, isReset: false, candles });
}

describe('showChanges', () => {
  const three = () => historyOf(candleAt(0), candleAt(1_000), candleAt(2_000));

  it('replaces all for a new history or after a reset', () => {
    const chart = new RecordingChart();
    showChanges(chart, three(), true);
    showChanges(chart, three(), false);
    expect(chart.calls).toEqual(['replace 3', 'replace 3']);
  });

  it('updates the last candle only, or the last two when one has begun', () => {
    const chart = new RecordingChart();
    const history = three();
    history.takeChangedFrom();
    add(history, candleAt(2_000, 100, 104));
    showChanges(chart, history, false);
    add(history, candleAt(2_000, 100, 105), candleAt(3_000));
    showChanges(chart, history, false);
    expect(chart.calls).toEqual(['update 2000', 'update 2000', 'update 3000']);
  });

  it('does nothing when nothing changed', () => {
    const chart = new RecordingChart();
    const history = three();
    history.takeChangedFrom();
    showChanges(chart, history, false);
    expect(chart.calls).toEqual([]);
  });

  it('replaces all when an older candle was corrected', () => {
    const chart = new RecordingChart();
    const history = three();
    history.takeChangedFrom();
    add(history, candleAt(0, 90, 91));
    showChanges(chart, history, false);
    expect(chart.calls).toEqual(['replace 3']);
  });
});

describe('createChartPainter', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('paints at most ten times a second, and the latest state', () => {
    vi.stubGlobal('requestAnimationFrame', (call: () => void) => setTimeout(call, 16));
    vi.stubGlobal('cancelAnimationFrame', (request: number) => clearTimeout(request));
    const chart = new RecordingChart();
    const history = historyOf(candleAt(0));
    let painted = 0;
    const painter = createChartPainter(
      chart,
      () => history,
      () => (painted += 1),
    );
    for (let elapsed = 0; elapsed < 1_000; elapsed += 10) {
      add(history, candleAt(0, 100, 100 + elapsed));
      painter.request();
      vi.advanceTimersByTime(10);
    }
    expect(chart.calls.length).toBeGreaterThan(6);
    expect(chart.calls.length).toBeLessThanOrEqual(10);
    expect(painted).toBe(chart.calls.length);
    painter.dispose();
    vi.advanceTimersByTime(500);
    expect(vi.getTimerCount()).toBe(0);
    vi.unstubAllGlobals();
  });
});
