import type { Machine, Percentiles } from '../bench-report.ts';

/** What the main thread of a page did in a traced time. Milliseconds are its own processor time unless said otherwise. */
export type ScreenFigures = {
  /** Frames the display showed a second; 60 is the most. */
  readonly fps: number;
  /** What the main thread did between two frames shown. */
  readonly mainThreadMsPerFrame: Percentiles & {
    /** Of the frames in which no chart was painted, and of those in which one was; null where there were none. */
    readonly withoutChart: Percentiles | null;
    readonly withChart: Percentiles | null;
  };
  readonly longestTaskMs: number;
  /** By the clock: with what other processes took of the core meanwhile. */
  readonly longestTaskWallMs: number;
};

export type ScreenReport = ScreenFigures & {
  /** From the start of the navigation to the first painted panel with numbers: median of five fresh loads. */
  readonly firstPanelMs: number;
  readonly heapSlopeMBPerHour: number;
  /** Per cent of a core: renderer and GPU process of the page, while no market moves. */
  readonly idleCpuPercent: number;
  /** The same while the market moves and the page is not seen. */
  readonly hiddenCpuPercent: number;
  /** `reconnects`: how often the venue cut the page for reading too slowly. */
  readonly stock: ScreenFigures & { readonly reconnects: number };
  readonly seconds: number;
  readonly browser: string;
  readonly machine: Machine;
};

/** The report for people, one figure a line. */
export function screenTable(report: ScreenReport): string {
  const { stock, machine } = report;
  const rows: readonly (readonly [string, string, string])[] = [
    ['', 'Touchline', 'stock page'],
    ['first panel with numbers, ms', String(report.firstPanelMs), ''],
    ['frames shown a second', String(report.fps), String(stock.fps)],
    [
      'main thread ms a frame, p50 / p99',
      pair(report.mainThreadMsPerFrame),
      pair(stock.mainThreadMsPerFrame),
    ],
    ['  frames without a chart', pair(report.mainThreadMsPerFrame.withoutChart), ''],
    ['  frames with a chart', pair(report.mainThreadMsPerFrame.withChart), ''],
    ['longest task, ms of its own', String(report.longestTaskMs), String(stock.longestTaskMs)],
    ['longest task, ms by the clock', String(report.longestTaskWallMs), String(stock.longestTaskWallMs)],
    ['heap, MB an hour', String(report.heapSlopeMBPerHour), ''],
    ['idle, % of a core', String(report.idleCpuPercent), ''],
    ['hidden, % of a core', String(report.hiddenCpuPercent), ''],
  ];
  const lines = rows.map(([what, ours, theirs]) => `${what.padEnd(36)}${ours.padEnd(16)}${theirs}`.trimEnd());
  const where = `${machine.cpu}, ${machine.cores} cores, load ${machine.load}, ${report.browser}, ${machine.date}`;
  return [...lines, '', `${report.seconds} s traced, ${where}`].join('\n');
}

function pair(figures: Percentiles | null): string {
  return figures === null ? '-' : `${figures.p50} / ${figures.p99}`;
}
