import type { LatencyHistogram } from '../core/analytics/latency-histogram.ts';
import type { RateMeter } from '../core/analytics/rate-meter.ts';
import type { StageClocks } from '../core/analytics/stage-clocks.ts';
import type { Clock } from '../core/clock.ts';
import { BookUpdate, DELTA, UPDATE } from '../core/market-data/book-update.ts';
import type { MarketEvent } from '../core/market-data/market-event.ts';
import type { MarketFeed, Moment } from '../core/market-feed.ts';
import type { CodecName } from '../wire/codec.ts';
import { decodeFrame } from '../wire/decode-message.ts';
import { scanJsonUpdate } from '../wire/hot/scan-json-update.ts';
import { scanMessagePackUpdate } from '../wire/hot/scan-message-pack-update.ts';
import { validateServerMessage } from '../wire/validate-message.ts';
import type { WireError } from '../wire/wire-error.ts';
import type { FeedCounts } from './feed-counts.ts';

export type FrameIntakeOptions = {
  readonly feed: MarketFeed;
  readonly clock: Clock;
  readonly counts: FeedCounts;
  readonly levelUpdateRate: RateMeter;
  readonly messageRate: RateMeter;
  readonly latency: LatencyHistogram;
  readonly stages: StageClocks;
  /** A message that is no book update of the hot path. */
  readonly onEvent: (event: MarketEvent, now: Moment) => void;
  readonly onRefused: (error: WireError, now: Moment) => void;
};

const MICROS_PER_MS = 1_000;

/**
 * From the frames of one socket read to books that have changed. A frame that the scanner takes goes straight into its
 * book; every other one is decoded, validated and handed to the owner. Clocks are read once a read, and again for the
 * frames that are timed: one of 32, and the first of a read at most once a millisecond.
 */
export class FrameIntake {
  readonly #options: FrameIntakeOptions;
  readonly #update = new BookUpdate();
  /** One object, set anew for each read: what comes in one read is judged at one moment. */
  readonly #now: { monotonicMs: number; wallMs: number } = { monotonicMs: 0, wallMs: 0 };
  #readMicros = 0;
  /** Frames since one was timed, and when its read began. */
  #untimed = 0;
  #timedMs = Number.NEGATIVE_INFINITY;
  #messages = 0;
  #updates = 0;
  #levelUpdates = 0;

  constructor(options: FrameIntakeOptions) {
    this.#options = options;
  }

  /** @returns the moment at which all frames of this read are judged */
  beginRead(): Moment {
    const { clock } = this.#options;
    this.#readMicros = clock.wallMicros();
    this.#now.wallMs = this.#readMicros / MICROS_PER_MS;
    this.#now.monotonicMs = clock.monotonicMs();
    this.#messages = 0;
    this.#updates = 0;
    this.#levelUpdates = 0;
    return this.#now;
  }

  /** One message: `bytes` from `start` to `end`. */
  take(codec: CodecName, bytes: Uint8Array, start: number, end: number, isBinary: boolean): void {
    this.#messages += 1;
    const isTimed = this.#mayTime();
    const startMs = isTimed ? this.#options.clock.monotonicMs() : 0;
    const isUpdate =
      this.#scanned(codec, bytes, start, end, isBinary) ||
      this.#takeSlowly(codec, bytes.subarray(start, end), isBinary);
    if (!isUpdate) return;
    this.#updates += 1;
    if (isTimed) this.#acceptTimed(startMs);
    else this.#accept();
  }

  /** @returns how many updates of books came in this read */
  endRead(): number {
    const { counts, messageRate, levelUpdateRate } = this.#options;
    const { monotonicMs } = this.#now;
    counts.messages += this.#messages;
    messageRate.add(this.#messages, monotonicMs);
    if (this.#levelUpdates > 0) {
      counts.levelUpdates += this.#levelUpdates;
      levelUpdateRate.add(this.#levelUpdates, monotonicMs);
    }
    return this.#updates;
  }

  #mayTime(): boolean {
    this.#untimed += 1;
    const isDue = this.#messages === 1 && this.#now.monotonicMs - this.#timedMs >= TIMED_APART_MS;
    if (!isDue && this.#untimed < TIMED_EVERY) return false;
    this.#untimed = 0;
    this.#timedMs = this.#now.monotonicMs;
    return true;
  }

  #scanned(codec: CodecName, bytes: Uint8Array, start: number, end: number, isBinary: boolean): boolean {
    if (codec === 'flat-msgpack') return isBinary && scanMessagePackUpdate(bytes, start, end, this.#update);
    if (codec === 'flat-json') return !isBinary && scanJsonUpdate(bytes, start, end, this.#update);
    return false;
  }

  /** The library's way, which judges all that the scanner leaves. @returns whether it was an update of a book after all */
  #takeSlowly(codec: CodecName, frame: Uint8Array, isBinary: boolean): boolean {
    const { onEvent, onRefused, counts } = this.#options;
    const decoded = decodeFrame(codec, frame, isBinary);
    const message = decoded.type === 'decoded' ? validateServerMessage(decoded.value, codec) : decoded;
    if (message.type === 'delta' || message.type === 'snapshot') {
      this.#update.fill(message);
      return true;
    }
    if (message.type === 'wire-error') onRefused(message, this.#now);
    else if (message.type === 'ignored') counts.ignored += 1;
    else onEvent(message, this.#now);
    return false;
  }

  #accept(): number {
    const levelUpdates = this.#options.feed.acceptUpdate(this.#update, this.#now);
    if (this.#update.head[UPDATE.kind] !== DELTA) return 0;
    this.#levelUpdates += levelUpdates;
    return levelUpdates;
  }

  #acceptTimed(startMs: number): void {
    const { clock, stages, latency } = this.#options;
    const { monotonicMs } = this.#now;
    const decodedMs = clock.monotonicMs();
    const levelUpdates = this.#accept();
    if (levelUpdates === 0) return;
    const mergedMs = clock.monotonicMs();
    const networkMicros = this.#readMicros - (this.#update.head[UPDATE.sentTime] ?? 0);
    stages.record('network', networkMicros, monotonicMs);
    stages.record('decode', (decodedMs - startMs) * MICROS_PER_MS, monotonicMs);
    stages.record('merge', (mergedMs - decodedMs) * MICROS_PER_MS, monotonicMs);
    latency.record(networkMicros + (mergedMs - monotonicMs) * MICROS_PER_MS, monotonicMs);
  }
}

/** One frame of so many is timed at the least: the last of a long read wait behind the others, and count too. */
const TIMED_EVERY = 32;
/** The first frame of a read is timed as well, but no more often than this: reading clocks costs as much as scanning. */
const TIMED_APART_MS = 1;
