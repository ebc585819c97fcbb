// A second reader of view frames, written from the words of main/contract/view-frame.ts with its own numbers: a place
// that moves in the contract without a new version shows here.

const VERSION = 1;
const HEADER_LENGTH = 4;
const SECTION_LENGTH = 7;
const KINDS = ['none', 'ladder', 'watchlist', 'tape', 'candles'] as const;

export type ReadSection = {
  readonly viewId: number;
  readonly kind: (typeof KINDS)[number];
  readonly reason: number;
  readonly staleSinceMs: number;
  readonly sequence: number;
  readonly dataTimeMs: number;
  readonly payload: readonly number[];
};
export type ReadFrame = {
  readonly frameNumber: number;
  readonly publishedTimeMs: number;
  readonly sections: readonly ReadSection[];
};

/** @throws Error when the frame is not exactly what its header says, or shares its buffer with anything */
export function readFrame(frame: Float64Array): ReadFrame {
  if (frame.byteOffset !== 0 || frame.buffer.byteLength !== frame.byteLength)
    throw new Error('expected a frame that owns its buffer');
  if (frame.byteLength > 65_536) throw new Error(`expected at most 64 KB, received ${frame.byteLength}`);
  const numbers = Array.from(frame);
  const [version, frameNumber = -1, publishedTimeMs = -1, count = -1] = numbers;
  if (version !== VERSION) throw new Error(`expected version ${VERSION}, received ${version}`);
  const sections: ReadSection[] = [];
  let at = HEADER_LENGTH;
  while (sections.length < count) {
    const [viewId = -1, kind = 0, length = Number.NaN, ...rest] = numbers.slice(at, at + SECTION_LENGTH);
    const [reason = -1, staleSinceMs = -1, sequence = -1, dataTimeMs = -1] = rest;
    const payload = numbers.slice(at + SECTION_LENGTH, at + SECTION_LENGTH + length);
    if (payload.length !== length) throw new Error(`expected ${length} payload numbers`);
    const head = { viewId, kind: KINDS[kind] ?? 'none', reason, staleSinceMs, sequence, dataTimeMs };
    sections.push({ ...head, payload });
    at += SECTION_LENGTH + length;
  }
  if (at !== numbers.length) throw new Error(`expected the end at ${at}, received ${numbers.length}`);
  return { frameNumber, publishedTimeMs, sections };
}

export type LadderReading = {
  readonly instrumentIndex: number;
  readonly groupStep: number;
  readonly touch: readonly [bid: number, ask: number];
  readonly lastTrade: readonly [ticks: number, lots: number, side: number];
  readonly levels: readonly [bids: number, asks: number];
  /** `[ticks, bidLots, askLots, bidCumulative, askCumulative]`, highest price first. */
  readonly rows: readonly (readonly number[])[];
};

export function readLadder({ kind, payload }: ReadSection): LadderReading {
  if (kind !== 'ladder') throw new Error(`expected a ladder, received ${kind}`);
  const [instrumentIndex = -1, groupStep = -1, topTicks = -1, rowCount = -1, bid = -2, ask = -2] = payload;
  const [ticks = -2, lots = -2, side = -2, bids = -2, asks = -2] = payload.slice(6, 11);
  if (payload.length !== 11 + rowCount * 4) throw new Error(`expected ${rowCount} rows of 4`);
  const rows = Array.from({ length: rowCount }, (_, i) => [
    topTicks - i * groupStep,
    ...payload.slice(11 + i * 4, 15 + i * 4),
  ]);
  return {
    instrumentIndex,
    groupStep,
    touch: [bid, ask],
    lastTrade: [ticks, lots, side],
    levels: [bids, asks],
    rows,
  };
}

export type TapeReading = {
  readonly instrumentIndex: number;
  readonly isReset: boolean;
  readonly gap: readonly [from: number, to: number] | null;
  /** `[sequence, timeMs, ticks, lots, side]`. */
  readonly prints: readonly (readonly number[])[];
};

export function readTape({ kind, payload }: ReadSection): TapeReading {
  if (kind !== 'tape') throw new Error(`expected a tape, received ${kind}`);
  const [instrumentIndex = -1, reset = -1, gapFrom = 0, gapTo = 0, count = -1] = payload;
  const prints = runs(payload.slice(5), 5, count);
  return { instrumentIndex, isReset: reset === 1, gap: gapFrom === 0 ? null : [gapFrom, gapTo], prints };
}

export type CandlesReading = {
  readonly instrumentIndex: number;
  readonly intervalMs: number;
  readonly isReset: boolean;
  /** `[startMs, open, high, low, close, volume, isComplete]`. */
  readonly candles: readonly (readonly number[])[];
};

export function readCandles({ kind, payload }: ReadSection): CandlesReading {
  if (kind !== 'candles') throw new Error(`expected candles, received ${kind}`);
  const [instrumentIndex = -1, intervalMs = -1, reset = -1, count = -1] = payload;
  return { instrumentIndex, intervalMs, isReset: reset === 1, candles: runs(payload.slice(4), 7, count) };
}

export type WatchlistReading = {
  readonly instrumentIndex: number;
  readonly reason: number;
  readonly last: number;
  readonly open: number;
  readonly bid: readonly [ticks: number, lots: number];
  readonly ask: readonly [ticks: number, lots: number];
  readonly volume: number;
  readonly sequence: number;
  /** Null: as it was. */
  readonly spark: readonly number[] | null;
};

export function readWatchlist({ kind, payload }: ReadSection): WatchlistReading[] {
  if (kind !== 'watchlist') throw new Error(`expected a watchlist, received ${kind}`);
  const rows: WatchlistReading[] = [];
  let at = 1;
  while (rows.length < (payload[0] ?? -1)) {
    const row = payload.slice(at, at + 13);
    const [instrumentIndex = -1, reason = -1, , last = -2, , open = -2, bid = -2, ask = -2] = row;
    const [bidLots = -1, askLots = -1, volume = -1, sequence = -1, sparkCount = Number.NaN] = row.slice(8);
    const end = at + 13 + Math.max(0, sparkCount);
    const spark = sparkCount === -1 ? null : payload.slice(at + 13, end);
    const touch = { bid: [bid, bidLots] as const, ask: [ask, askLots] as const };
    rows.push({ instrumentIndex, reason, last, open, ...touch, volume, sequence, spark });
    at = end;
  }
  if (at !== payload.length) throw new Error(`expected the rows to end at ${at}, not ${payload.length}`);
  return rows;
}

function runs(numbers: readonly number[], width: number, count: number): number[][] {
  if (numbers.length !== width * count) throw new Error(`expected ${count} entries of ${width} numbers`);
  return Array.from({ length: count }, (_, i) => numbers.slice(i * width, (i + 1) * width));
}
