import type { FedInstrument, MarketFeed } from '../../core/market-feed.ts';
import { LIVE, STALE_REASONS, type DataQuality } from '../../contract/data-quality.ts';
import { AGGRESSOR_CODE, VIEW_KIND, WATCHLIST, WATCHLIST_ROW } from '../../contract/view-frame.ts';
import type { ViewId } from '../../contract/view-request.ts';
import {
  createWatchlistRow,
  MAX_SPARK_CLOSES,
  projectWatchlistRow,
} from '../../core/views/watchlist-view.ts';
import type { SectionHead } from '../frame-writer.ts';
import type { PublishedView } from '../view-publisher.ts';
import { writeHead } from './section-head.ts';

/** Nobody reads rows of numbers faster than this. */
const MIN_INTERVAL_MS = 100;
/** A line of minutes looks the same for longer than this, and is five times as long as the rest of its row. */
const SPARK_INTERVAL_MS = 1_000;
const SPARK_CANDLE_MS = 60_000;
/** Half a frame, so that the ladders beside it have room; what is left over follows in the next frame. */
const MAX_SECTION_LENGTH = 4_096;
const LONGEST_ROW = WATCHLIST_ROW.length + MAX_SPARK_CLOSES;
/** Instead of a count: the closes are those sent last. */
const SAME_SPARK = -1;

/** What was written of one instrument last. */
type Written = {
  bookSequence: number;
  bookVenueTime: number;
  quality: DataQuality | null;
  tradeSequence: number;
  readonly row: Float64Array;
  sparkGeneration: number;
  sparkRevision: number;
  sparkAtMs: number;
};

/**
 * Writes the rows that changed, at most ten times a second, and of each the sparkline at most once a second. A row that
 * finds no room is among the first of the next frame.
 */
export class WatchlistSection implements PublishedView {
  readonly kind = VIEW_KIND.watchlist;
  readonly viewId: ViewId;
  readonly #feed: MarketFeed;
  readonly #projected = createWatchlistRow();
  readonly #written: Written[] = [];
  /** Where the next section starts to look; the first row left out of the last one. */
  #next = 0;
  #isUnfinished = false;
  #judgedAtMs = 0;
  #writtenAtMs = Number.NEGATIVE_INFINITY;

  constructor(viewId: ViewId, feed: MarketFeed) {
    this.viewId = viewId;
    this.#feed = feed;
  }

  isDirty(nowMs: number): boolean {
    this.#judgedAtMs = nowMs;
    if (this.#isUnfinished) return true;
    if (Math.abs(nowMs - this.#writtenAtMs) < MIN_INTERVAL_MS) return false;
    return this.#feed.instruments.some((fed, place) => {
      const written = this.#written[place];
      return written === undefined || hasMoved(fed, written) || isSparkDue(fed, written, nowMs);
    });
  }

  write(frame: Float64Array, start: number, head: SectionHead): number {
    const limit = Math.min(frame.length, start + MAX_SECTION_LENGTH);
    if (limit < start + WATCHLIST.length + LONGEST_ROW) return -1;
    const { instruments } = this.#feed;
    const first = this.#next < instruments.length ? this.#next : 0;
    let at = start + WATCHLIST.length;
    let rowCount = 0;
    this.#isUnfinished = false;
    for (let turn = 0; turn < instruments.length; turn += 1) {
      const place = (first + turn) % instruments.length;
      const fed = instruments[place];
      if (fed === undefined) continue;
      if (at + LONGEST_ROW > limit) {
        this.#next = place;
        this.#isUnfinished = true;
        break;
      }
      const end = this.#writeRow(frame, at, fed, place);
      if (end > at) rowCount += 1;
      at = end;
    }
    frame[start + WATCHLIST.rowCount] = rowCount;
    writeHead(head, LIVE, 0, newestVenueMicros(instruments));
    this.#writtenAtMs = this.#judgedAtMs;
    return at - start;
  }

  close(): void {
    // Shares nothing: each window has seen other rows.
  }

  /** @returns where the row ends; `at` when nothing in it is news */
  #writeRow(frame: Float64Array, at: number, fed: FedInstrument, place: number): number {
    const written = (this.#written[place] ??= neverWritten());
    const isSpark = isSparkDue(fed, written, this.#judgedAtMs);
    if (!isSpark && !hasMoved(fed, written)) return at;
    const { pipeline } = fed;
    written.bookSequence = pipeline.bookStamp.sequence;
    written.bookVenueTime = pipeline.bookStamp.venueTime;
    written.quality = pipeline.tradesQuality;
    written.tradeSequence = pipeline.tradeSummary.last?.sequence ?? 0;
    const sparkSeries = pipeline.candles(SPARK_CANDLE_MS);
    const { book, bookStamp, tradeSummary } = pipeline;
    const row = projectWatchlistRow(
      { book, sequence: bookStamp.sequence, tradeSummary, sparkSeries },
      this.#projected,
    );
    writeNumbers(frame, at, fed, row);
    if (!isSpark && isSameRow(frame, at, written.row)) return at;
    const end = at + WATCHLIST_ROW.length;
    written.row.set(frame.subarray(at, end));
    frame[at + WATCHLIST_ROW.sparkCount] = isSpark ? row.sparkCount : SAME_SPARK;
    if (!isSpark) return end;
    for (let i = 0; i < row.sparkCount; i += 1) frame[end + i] = row.sparkCloses[i] ?? -1;
    written.sparkGeneration = sparkSeries.generation;
    written.sparkRevision = sparkSeries.revision;
    written.sparkAtMs = this.#judgedAtMs;
    return end + row.sparkCount;
  }
}

function writeNumbers(
  frame: Float64Array,
  at: number,
  { index, pipeline: { tradesQuality } }: FedInstrument,
  row: ReturnType<typeof createWatchlistRow>,
): void {
  frame[at + WATCHLIST_ROW.instrumentIndex] = index;
  frame[at + WATCHLIST_ROW.reason] = STALE_REASONS.indexOf(tradesQuality.reason);
  frame[at + WATCHLIST_ROW.staleSinceMs] = tradesQuality.staleSinceMs;
  frame[at + WATCHLIST_ROW.lastTicks] = row.lastTicks;
  frame[at + WATCHLIST_ROW.lastSide] = AGGRESSOR_CODE[row.lastSide];
  frame[at + WATCHLIST_ROW.openTicks] = row.openTicks;
  frame[at + WATCHLIST_ROW.bidTicks] = row.bidTicks;
  frame[at + WATCHLIST_ROW.askTicks] = row.askTicks;
  frame[at + WATCHLIST_ROW.bidLots] = row.bidLots;
  frame[at + WATCHLIST_ROW.askLots] = row.askLots;
  frame[at + WATCHLIST_ROW.volumeLots] = row.volumeLots;
  frame[at + WATCHLIST_ROW.sequence] = row.sequence;
}

function neverWritten(): Written {
  return {
    bookSequence: -1,
    bookVenueTime: -1,
    quality: null,
    tradeSequence: -1,
    row: new Float64Array(WATCHLIST_ROW.length).fill(Number.NaN),
    sparkGeneration: -1,
    sparkRevision: -1,
    sparkAtMs: Number.NEGATIVE_INFINITY,
  };
}

/** Whether a message of the book or a trade came since; it need not have changed what the row shows. */
function hasMoved({ pipeline }: FedInstrument, written: Written): boolean {
  return (
    pipeline.bookStamp.sequence !== written.bookSequence ||
    pipeline.bookStamp.venueTime !== written.bookVenueTime ||
    pipeline.tradesQuality !== written.quality ||
    (pipeline.tradeSummary.last?.sequence ?? 0) !== written.tradeSequence
  );
}

/** The clock may be set back; a spark is then due at once. */
function isSparkDue({ pipeline }: FedInstrument, written: Written, nowMs: number): boolean {
  const { generation, revision } = pipeline.candles(SPARK_CANDLE_MS);
  const isOther = generation !== written.sparkGeneration || revision !== written.sparkRevision;
  return isOther && Math.abs(nowMs - written.sparkAtMs) >= SPARK_INTERVAL_MS;
}

/** All but the sequence: the numbers that were true of an older one and still are need not be told again. */
function isSameRow(frame: Float64Array, at: number, row: Float64Array): boolean {
  for (let field = 0; field < WATCHLIST_ROW.sequence; field += 1)
    if (frame[at + field] !== row[field]) return false;
  return true;
}

function newestVenueMicros(instruments: readonly FedInstrument[]): number {
  return instruments.reduce((newest, { pipeline }) => Math.max(newest, pipeline.bookStamp.venueTime), 0);
}
