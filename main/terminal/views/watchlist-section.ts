import type { FedInstrument, MarketFeed } from '../../core/market-feed.ts';
import { LIVE, STALE_REASONS, type DataQuality } from '../../contract/data-quality.ts';
import { AGGRESSOR_CODE, VIEW_KIND, WATCHLIST, WATCHLIST_ROW } from '../../contract/view-frame.ts';
import type { ViewId } from '../../contract/view-request.ts';
import {
  createWatchlistRow,
  MAX_SPARK_CLOSES,
  projectWatchlistRow,
} from '../../core/views/watchlist-view.ts';
import { MAX_PAYLOAD_LENGTH, type SectionHead } from '../frame-writer.ts';
import type { PublishedView } from '../view-publisher.ts';
import { writeHead } from './section-head.ts';

/** Nobody reads twelve rows of numbers faster than this. */
const MIN_INTERVAL_MS = 100;
const SPARK_INTERVAL_MS = 60_000;
/** Rows without a sparkline that fill a frame; a venue may announce more, and those beyond are left out. */
const MAX_ROWS = Math.floor((MAX_PAYLOAD_LENGTH - WATCHLIST.length) / WATCHLIST_ROW.length);

type Seen = { sequence: number; venueTime: number; quality: DataQuality; tradeSequence: number };

/** Writes all instruments (up to {@link MAX_ROWS}), at most ten times a second; dirty when any book, quality or last trade changed. */
export class WatchlistSection implements PublishedView {
  readonly kind = VIEW_KIND.watchlist;
  readonly viewId: ViewId;
  readonly #feed: MarketFeed;
  readonly #row = createWatchlistRow();
  #seen: Seen[] = [];
  #judgedAtMs = 0;
  #writtenAtMs = Number.NEGATIVE_INFINITY;

  constructor(viewId: ViewId, feed: MarketFeed) {
    this.viewId = viewId;
    this.#feed = feed;
  }

  isDirty(nowMs: number): boolean {
    if (Math.abs(nowMs - this.#writtenAtMs) < MIN_INTERVAL_MS) return false;
    this.#judgedAtMs = nowMs;
    const instruments = this.#shown();
    return (
      instruments.length !== this.#seen.length || instruments.some((fed, i) => hasChanged(fed, this.#seen[i]))
    );
  }

  write(payload: Float64Array, head: SectionHead): number {
    const instruments = this.#shown();
    const sparkCloses = sparkLimit(instruments.length);
    const longest = WATCHLIST.length + instruments.length * (WATCHLIST_ROW.length + sparkCloses);
    if (payload.length < longest) return -1;
    payload[WATCHLIST.rowCount] = instruments.length;
    let at: number = WATCHLIST.length;
    for (const fed of instruments) at = this.#writeRow(payload, at, fed, sparkCloses);
    writeHead(head, LIVE, 0, newestVenueMicros(instruments));
    this.#seen = instruments.map(({ pipeline }) => ({
      sequence: pipeline.bookStamp.sequence,
      venueTime: pipeline.bookStamp.venueTime,
      quality: pipeline.tradesQuality,
      tradeSequence: pipeline.tradeSummary.last?.sequence ?? 0,
    }));
    this.#writtenAtMs = this.#judgedAtMs;
    return at;
  }

  #shown(): readonly FedInstrument[] {
    const { instruments } = this.#feed;
    return instruments.length <= MAX_ROWS ? instruments : instruments.slice(0, MAX_ROWS);
  }

  #writeRow(
    payload: Float64Array,
    at: number,
    { index, pipeline }: FedInstrument,
    sparkCloses: number,
  ): number {
    const { tradesQuality: quality, book, bookStamp, tradeSummary } = pipeline;
    const sparkSeries = pipeline.candles(SPARK_INTERVAL_MS);
    const row = projectWatchlistRow(
      { book, sequence: bookStamp.sequence, tradeSummary, sparkSeries },
      this.#row,
    );
    const sparkCount = Math.min(row.sparkCount, sparkCloses);
    payload[at + WATCHLIST_ROW.instrumentIndex] = index;
    payload[at + WATCHLIST_ROW.reason] = STALE_REASONS.indexOf(quality.reason);
    payload[at + WATCHLIST_ROW.staleSinceMs] = quality.staleSinceMs;
    payload[at + WATCHLIST_ROW.lastTicks] = row.lastTicks;
    payload[at + WATCHLIST_ROW.lastSide] = AGGRESSOR_CODE[row.lastSide];
    payload[at + WATCHLIST_ROW.openTicks] = row.openTicks;
    payload[at + WATCHLIST_ROW.bidTicks] = row.bidTicks;
    payload[at + WATCHLIST_ROW.askTicks] = row.askTicks;
    payload[at + WATCHLIST_ROW.bidLots] = row.bidLots;
    payload[at + WATCHLIST_ROW.askLots] = row.askLots;
    payload[at + WATCHLIST_ROW.volumeLots] = row.volumeLots;
    payload[at + WATCHLIST_ROW.sequence] = row.sequence;
    payload[at + WATCHLIST_ROW.sparkCount] = sparkCount;
    const newest = row.sparkCloses.subarray(row.sparkCount - sparkCount, row.sparkCount);
    payload.set(newest, at + WATCHLIST_ROW.length);
    return at + WATCHLIST_ROW.length + sparkCount;
  }
}

/** As many closes as leave room for every instrument in one frame: all 60 up to 112 instruments, fewer beyond. */
function sparkLimit(instruments: number): number {
  if (instruments === 0) return MAX_SPARK_CLOSES;
  const room = Math.floor((MAX_PAYLOAD_LENGTH - WATCHLIST.length) / instruments) - WATCHLIST_ROW.length;
  return Math.max(0, Math.min(MAX_SPARK_CLOSES, room));
}

function hasChanged({ pipeline }: FedInstrument, seen: Seen | undefined): boolean {
  return (
    seen === undefined ||
    pipeline.bookStamp.sequence !== seen.sequence ||
    pipeline.bookStamp.venueTime !== seen.venueTime ||
    pipeline.tradesQuality !== seen.quality ||
    (pipeline.tradeSummary.last?.sequence ?? 0) !== seen.tradeSequence
  );
}

function newestVenueMicros(instruments: readonly FedInstrument[]): number {
  return instruments.reduce((newest, { pipeline }) => Math.max(newest, pipeline.bookStamp.venueTime), 0);
}
