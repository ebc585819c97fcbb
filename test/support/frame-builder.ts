import { STALE_REASONS, type StaleReason } from '../../main/contract/data-quality.ts';
import {
  AGGRESSOR_CODE,
  CANDLES,
  FRAME_VERSION,
  LADDER,
  SECTION,
  TAPE,
  VIEW_KIND,
  WATCHLIST,
} from '../../main/contract/view-frame.ts';
import type { ViewRequest } from '../../main/contract/view-request.ts';

/** One view's part of a frame, written out by hand; what is left out is live and 0. */
export type BuiltSection = {
  readonly viewId: number;
  readonly kind: ViewRequest['kind'];
  readonly payload: readonly number[];
  readonly reason?: StaleReason;
  readonly staleSinceMs?: number;
  readonly sequence?: number;
  readonly dataTimeMs?: number;
};

/** A valid frame as the terminal would write it. */
export function buildFrame(
  frameNumber: number,
  sections: readonly BuiltSection[],
  publishedTimeMs = 0,
): ArrayBuffer {
  const words = [
    FRAME_VERSION,
    frameNumber,
    publishedTimeMs,
    sections.length,
    ...sections.flatMap(sectionWords),
  ];
  return new Float64Array(words).buffer;
}

function sectionWords(section: BuiltSection): number[] {
  const head = new Array<number>(SECTION.length).fill(0);
  head[SECTION.viewId] = section.viewId;
  head[SECTION.kind] = VIEW_KIND[section.kind];
  head[SECTION.payloadLength] = section.payload.length;
  head[SECTION.reason] = STALE_REASONS.indexOf(section.reason ?? 'none');
  head[SECTION.staleSinceMs] = section.staleSinceMs ?? 0;
  head[SECTION.sequence] = section.sequence ?? 0;
  head[SECTION.dataTimeMs] = section.dataTimeMs ?? 0;
  return [...head, ...section.payload];
}

export type BuiltPrint = {
  readonly sequence: number;
  readonly ticks: number;
  readonly lots: number;
  readonly side?: keyof typeof AGGRESSOR_CODE;
  readonly timeMs?: number;
};
export type BuiltTape = {
  readonly instrumentIndex?: number;
  readonly isReset?: boolean;
  readonly gap?: readonly [from: number, to: number];
  readonly prints?: readonly BuiltPrint[];
};

export function tapePayload({ instrumentIndex = 0, isReset = false, gap, prints = [] }: BuiltTape): number[] {
  const head = new Array<number>(TAPE.length).fill(0);
  head[TAPE.instrumentIndex] = instrumentIndex;
  head[TAPE.isReset] = isReset ? 1 : 0;
  [head[TAPE.gapFrom], head[TAPE.gapTo]] = gap ?? [0, 0];
  head[TAPE.count] = prints.length;
  return [
    ...head,
    ...prints.flatMap(({ sequence, timeMs = 0, ticks, lots, side = 'unknown' }) => [
      sequence,
      timeMs,
      ticks,
      lots,
      AGGRESSOR_CODE[side],
    ]),
  ];
}

export type BuiltWatchlistRow = {
  readonly instrumentIndex: number;
  readonly reason?: StaleReason;
  readonly last?: number;
  readonly open?: number;
  readonly bid?: number;
  readonly ask?: number;
  readonly bidLots?: number;
  readonly askLots?: number;
  readonly volume?: number;
  /** Null: as it was. */
  readonly spark?: readonly number[] | null;
};

/** Prices that are left out are "none" (-1), sizes 0. */
export function watchlistPayload(rows: readonly BuiltWatchlistRow[]): number[] {
  const head = new Array<number>(WATCHLIST.length).fill(rows.length);
  return [
    ...head,
    ...rows.flatMap(({ instrumentIndex, reason = 'none', spark = [], ...row }) => [
      instrumentIndex,
      STALE_REASONS.indexOf(reason),
      0,
      row.last ?? -1,
      AGGRESSOR_CODE.unknown,
      row.open ?? -1,
      row.bid ?? -1,
      row.ask ?? -1,
      row.bidLots ?? 0,
      row.askLots ?? 0,
      row.volume ?? 0,
      0,
      spark?.length ?? -1,
      ...(spark ?? []),
    ]),
  ];
}

export type BuiltLadder = {
  readonly instrumentIndex?: number;
  readonly groupStep?: number;
  /** Highest price first: [bidLots, askLots, bidCumulativeLots, askCumulativeLots]. */
  readonly rows: readonly (readonly [number, number, number, number])[];
  readonly topTicks: number;
  readonly bestBid?: number;
  readonly bestAsk?: number;
  readonly lastTrade?: { readonly ticks: number; readonly lots: number; readonly side: 'buy' | 'sell' };
  readonly bidLevels?: number;
  readonly askLevels?: number;
};

export function ladderPayload(ladder: BuiltLadder): number[] {
  const head = new Array<number>(LADDER.length).fill(0);
  head[LADDER.instrumentIndex] = ladder.instrumentIndex ?? 0;
  head[LADDER.groupStep] = ladder.groupStep ?? 1;
  head[LADDER.topTicks] = ladder.topTicks;
  head[LADDER.rowCount] = ladder.rows.length;
  head[LADDER.bestBidTicks] = ladder.bestBid ?? -1;
  head[LADDER.bestAskTicks] = ladder.bestAsk ?? -1;
  head[LADDER.lastTradeTicks] = ladder.lastTrade?.ticks ?? -1;
  head[LADDER.lastTradeLots] = ladder.lastTrade?.lots ?? 0;
  head[LADDER.lastTradeSide] = AGGRESSOR_CODE[ladder.lastTrade?.side ?? 'unknown'];
  head[LADDER.bidLevels] = ladder.bidLevels ?? ladder.rows.filter(([bid]) => bid > 0).length;
  head[LADDER.askLevels] = ladder.askLevels ?? ladder.rows.filter(([, ask]) => ask > 0).length;
  return [...head, ...ladder.rows.flat()];
}

/** [startMs, open, high, low, close, volumeLots, isComplete] in ticks and lots. */
export type BuiltCandle = readonly [number, number, number, number, number, number, 0 | 1];
export type BuiltCandles = {
  readonly instrumentIndex?: number;
  readonly intervalMs: number;
  readonly isReset?: boolean;
  readonly candles: readonly BuiltCandle[];
};

export function candlesPayload({
  instrumentIndex = 0,
  intervalMs,
  isReset = false,
  candles,
}: BuiltCandles): number[] {
  const head = new Array<number>(CANDLES.length).fill(0);
  head[CANDLES.instrumentIndex] = instrumentIndex;
  head[CANDLES.intervalMs] = intervalMs;
  head[CANDLES.isReset] = isReset ? 1 : 0;
  head[CANDLES.count] = candles.length;
  return [...head, ...candles.flat()];
}
