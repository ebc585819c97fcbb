import type { DataQuality } from '../../contract/data-quality.ts';
import { VIEW_KIND } from '../../contract/view-frame.ts';
import type { LadderViewRequest, ViewId } from '../../contract/view-request.ts';
import type { FedInstrument } from '../../core/market-feed.ts';
import type { SectionHead } from '../frame-writer.ts';
import type { PublishedView } from '../view-publisher.ts';
import type { LadderSource } from './ladder-source.ts';
import { writeHead } from './section-head.ts';
import type { SharedLadders } from './shared-ladders.ts';

/** While only the sequence, the time or the number of levels far away move, a ladder is written this often. */
const STEADY_INTERVAL_MS = 250;

/**
 * One window's ladder. Written when its picture or its quality is another than written last, and four times a second
 * while the book moves where the ladder does not show it, so that the sequence on the screen still moves.
 */
export class LadderSection implements PublishedView {
  readonly kind = VIEW_KIND.ladder;
  readonly viewId: ViewId;
  readonly #request: LadderViewRequest;
  readonly #ladders: SharedLadders;
  readonly #source: LadderSource;
  #version = -1;
  #sequence = -1;
  #venueTime = -1;
  #quality: DataQuality | null = null;
  #judgedAtMs = 0;
  #writtenAtMs = Number.NEGATIVE_INFINITY;

  constructor(viewId: ViewId, request: LadderViewRequest, fed: FedInstrument, ladders: SharedLadders) {
    this.viewId = viewId;
    this.#request = request;
    this.#ladders = ladders;
    this.#source = ladders.acquire(request, fed);
  }

  isDirty(nowMs: number): boolean {
    this.#judgedAtMs = nowMs;
    this.#source.refresh();
    const { bookStamp, quality } = this.#source.fed.pipeline;
    if (quality !== this.#quality || this.#source.version !== this.#version) return true;
    const hasMoved = bookStamp.sequence !== this.#sequence || bookStamp.venueTime !== this.#venueTime;
    return hasMoved && Math.abs(nowMs - this.#writtenAtMs) >= STEADY_INTERVAL_MS;
  }

  write(frame: Float64Array, start: number, head: SectionHead): number {
    const source = this.#source;
    const { bookStamp, quality } = source.fed.pipeline;
    if (frame.length - start < source.length) return -1;
    source.copyTo(frame, start);
    writeHead(head, quality, bookStamp.sequence, bookStamp.venueTime);
    this.#version = source.version;
    this.#sequence = bookStamp.sequence;
    this.#venueTime = bookStamp.venueTime;
    this.#quality = quality;
    this.#writtenAtMs = this.#judgedAtMs;
    return source.length;
  }

  close(): void {
    this.#ladders.release(this.#request);
  }
}
