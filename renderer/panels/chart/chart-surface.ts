import {
  CandlestickSeries,
  ColorType,
  createChart,
  CrosshairMode,
  HistogramSeries,
  LineStyle,
  type CandlestickData,
  type ChartOptions,
  type DeepPartial,
  type HistogramData,
  type IChartApi,
  type IPrimitivePaneView,
  type ISeriesApi,
  type ISeriesPrimitive,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { CanvasTheme } from '../../shared/canvas-theme.ts';
import { compactSizeText, priceText, type PriceFormat, type SizeFormat } from '../../shared/format.ts';
import type { Candle } from './candle-model.ts';
import { candleColors, volumeColor } from './chart-theme.ts';
import { crosshairTimeText, timeMarkText, type TimeMark } from './chart-time.ts';
import { LastPrice } from './last-price.ts';
import { joinBands, paintBands } from './incomplete-bands.ts';

/** The one place that knows the charting library. Prices go in as whole ticks times the tick's units: integers. */
export type ChartSurface = {
  /** Replaces all candles, oldest first. */
  replace(candles: readonly Candle[]): void;
  /** Changes the last candle or adds one after it. */
  update(candle: Candle): void;
  /** Seconds on the time axis; goes to the newest candle. */
  showInterval(intervalMs: number): void;
  /** Beside the last price; '' for none. */
  showCountdown(text: string): void;
  scrollToLatest(): void;
  dispose(): void;
};

export type ChartSurfaceOptions = {
  readonly element: HTMLElement;
  readonly theme: CanvasTheme;
  readonly format: PriceFormat & SizeFormat;
  /** Start of the candle under the crosshair; null when it is off the candles. */
  readonly onCrosshair: (startMs: number | null) => void;
  /** Whether the newest candle is in sight. */
  readonly onLatest: (isAtLatest: boolean) => void;
};

const TIME_MARKS: readonly TimeMark[] = ['year', 'month', 'day', 'minute', 'second'];
const VOLUME_SHARE = 0.22;

export function createChartSurface(options: ChartSurfaceOptions): ChartSurface {
  const { element, theme, format } = options;
  const chart = createChart(element, chartOptions(theme));
  const candleSeries = addCandles(chart, theme, format);
  const volumeSeries = addVolume(chart, theme, format);
  const bands = new IncompleteBands(chart, theme);
  candleSeries.attachPrimitive(bands);
  const lastPrice = new LastPrice(
    (look) => candleSeries.createPriceLine({ ...look, lineStyle: LineStyle.Dotted, lineWidth: 1 }),
    theme,
    format,
  );
  const [pricePane, volumePane] = chart.panes();
  pricePane?.setStretchFactor(1 - VOLUME_SHARE);
  volumePane?.setStretchFactor(VOLUME_SHARE);

  chart.subscribeCrosshairMove(({ time }) =>
    options.onCrosshair(typeof time === 'number' ? time * 1_000 : null),
  );
  chart
    .timeScale()
    .subscribeVisibleLogicalRangeChange(() => options.onLatest(chart.timeScale().scrollPosition() >= -0.5));

  return {
    replace: (candles) => {
      bands.replace(candles);
      candleSeries.setData(candles.map((candle) => candleBar(candle, theme, format)));
      volumeSeries.setData(candles.map((candle) => volumeBar(candle, theme)));
      lastPrice.show(candles.at(-1));
    },
    update: (candle) => {
      bands.update(candle);
      candleSeries.update(candleBar(candle, theme, format));
      volumeSeries.update(volumeBar(candle, theme));
      lastPrice.show(candle);
    },
    showInterval: (intervalMs) => {
      chart.applyOptions({ timeScale: { secondsVisible: intervalMs < 60_000 } });
      chart.timeScale().resetTimeScale();
    },
    showCountdown: (text) => lastPrice.showCountdown(text),
    scrollToLatest: () => chart.timeScale().scrollToRealTime(),
    dispose: () => chart.remove(),
  };
}

function chartOptions(theme: CanvasTheme): DeepPartial<ChartOptions> {
  const crosshairLine = { color: theme.text3, style: LineStyle.Dashed, labelBackgroundColor: theme.surface3 };
  return {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: theme.surface0 },
      textColor: theme.text3,
      fontFamily: theme.fontNumbers,
      fontSize: 11,
      // The library's own mark injects a style element, which the security policy refuses; the status bar names it.
      attributionLogo: false,
      panes: { separatorColor: theme.line, separatorHoverColor: theme.surface3 },
    },
    grid: { vertLines: { color: theme.lineSoft }, horzLines: { color: theme.lineSoft } },
    crosshair: { mode: CrosshairMode.Normal, vertLine: crosshairLine, horzLine: crosshairLine },
    rightPriceScale: {
      borderColor: theme.line,
      scaleMargins: { top: 0.12, bottom: 0.06 },
      entireTextOnly: true,
    },
    timeScale: {
      borderColor: theme.line,
      timeVisible: true,
      secondsVisible: true,
      rightOffset: 7,
      barSpacing: 7,
      tickMarkFormatter: (time: Time, mark: number) =>
        timeMarkText(Number(time) * 1_000, TIME_MARKS[mark] ?? 'second'),
    },
    // Without it the library asks the browser, whose language may be one that it cannot read.
    localization: {
      locale: 'en-US',
      timeFormatter: (time: Time) => crosshairTimeText(Number(time) * 1_000),
    },
  };
}

function addCandles(chart: IChartApi, theme: CanvasTheme, format: PriceFormat): ISeriesApi<'Candlestick'> {
  const text = (units: number): string => priceText(Math.round(units / format.tickUnits), format);
  return chart.addSeries(CandlestickSeries, {
    upColor: theme.bidSoft,
    borderUpColor: theme.bid,
    wickUpColor: theme.bid,
    downColor: theme.ask,
    borderDownColor: theme.ask,
    wickDownColor: theme.ask,
    lastValueVisible: false,
    priceLineVisible: false,
    priceFormat: {
      type: 'custom',
      minMove: 1,
      base: 1,
      formatter: text,
      // A mark between two ticks is no price: it stays blank.
      tickmarksFormatter: (units: readonly number[]) =>
        units.map((mark) => (mark % format.tickUnits === 0 ? text(mark) : '')),
    },
  });
}

function addVolume(chart: IChartApi, theme: CanvasTheme, format: SizeFormat): ISeriesApi<'Histogram'> {
  const series = chart.addSeries(
    HistogramSeries,
    {
      color: theme.text3,
      lastValueVisible: false,
      priceLineVisible: false,
      priceFormat: {
        type: 'custom',
        minMove: 1,
        base: 1,
        formatter: (lots: number) => compactSizeText(Math.max(0, Math.round(lots)), format),
      },
    },
    1,
  );
  series.priceScale().applyOptions({ scaleMargins: { top: 0.1, bottom: 0 }, entireTextOnly: true });
  return series;
}

function timeOf(candle: Candle): UTCTimestamp {
  return (candle.startMs / 1_000) as UTCTimestamp;
}

function candleBar(candle: Candle, theme: CanvasTheme, { tickUnits }: PriceFormat): CandlestickData {
  return {
    time: timeOf(candle),
    open: candle.openTicks * tickUnits,
    high: candle.highTicks * tickUnits,
    low: candle.lowTicks * tickUnits,
    close: candle.closeTicks * tickUnits,
    ...candleColors(candle, theme),
  };
}

function volumeBar(candle: Candle, theme: CanvasTheme): HistogramData {
  return { time: timeOf(candle), value: candle.volumeLots, color: volumeColor(candle, theme) };
}

/** Hatches the spans of candles that are not proved to hold every trade. */
class IncompleteBands implements ISeriesPrimitive {
  readonly #chart: IChartApi;
  readonly #theme: CanvasTheme;
  #starts = new Set<number>();
  readonly #views: readonly IPrimitivePaneView[] = [
    {
      zOrder: () => 'bottom' as const,
      renderer: () => ({
        draw: (target) =>
          target.useBitmapCoordinateSpace(({ context, bitmapSize, horizontalPixelRatio }) => {
            const bands = joinBands(
              this.#centres().map((x) => x * horizontalPixelRatio),
              this.#chart.timeScale().options().barSpacing * horizontalPixelRatio,
            );
            paintBands(context, bands, bitmapSize.height, this.#theme.line, 6 * horizontalPixelRatio);
          }),
      }),
    },
  ];

  constructor(chart: IChartApi, theme: CanvasTheme) {
    this.#chart = chart;
    this.#theme = theme;
  }

  replace(candles: readonly Candle[]): void {
    this.#starts = new Set(candles.filter(({ isComplete }) => !isComplete).map(({ startMs }) => startMs));
  }

  update({ startMs, isComplete }: Candle): void {
    if (isComplete) this.#starts.delete(startMs);
    else this.#starts.add(startMs);
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  #centres(): number[] {
    const scale = this.#chart.timeScale();
    const centres: number[] = [];
    for (const startMs of this.#starts) {
      const x = scale.timeToCoordinate((startMs / 1_000) as UTCTimestamp);
      if (x !== null) centres.push(x);
    }
    return centres;
  }
}
