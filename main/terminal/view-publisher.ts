import { MAX_FRAMES_IN_FLIGHT } from '../contract/host-transport.ts';
import { VIEW_KIND } from '../contract/view-frame.ts';
import type { ViewId } from '../contract/view-request.ts';
import type { StageClocks } from '../core/analytics/stage-clocks.ts';
import { FrameWriter, type SectionWriter } from './frame-writer.ts';

/** A view of one window, as the publisher sees it. */
export type PublishedView = SectionWriter & {
  readonly viewId: ViewId;
  /**
   * Whether there is anything newer than what was written last. It is written only after it said so, in the same turn;
   * what was written counts as seen.
   *
   * @param nowMs wall clock
   */
  isDirty(nowMs: number): boolean;
  /** The view is gone; what it shares is given back. */
  close(): void;
};

export type PublisherCounts = {
  framesPublished: number;
  /** Views that had something new when a window stopped painting for a while: their next section shows the latest. */
  viewsCoalesced: number;
};

export type PublisherOptions = {
  readonly send: (frame: Float64Array) => void;
  readonly counts: PublisherCounts;
  readonly stages: StageClocks;
};

/** The moment of one display frame. */
export type DisplayMoment = {
  wallMs: number;
  monotonicMs: number;
  /** Monotonic time at which the first change came since the display frame before; {@link NO_CHANGE} without one. */
  changedMs: number;
};

export const NO_CHANGE = Number.POSITIVE_INFINITY;

const MICROS_PER_MS = 1_000;
/** A wait as long as this is that of a window nobody looked at, and is not measured. */
const LONGEST_WAIT_MS = 10_000;

/**
 * One window's frames: at most one per call of {@link publish}, at most two unacknowledged. Views conflate (the latest
 * state replaces what was not sent); the tape keeps its own cursor, so that its prints wait and are never merged.
 * Makes nothing but the frame it sends.
 */
export class ViewPublisher {
  readonly #views: PublishedView[] = [];
  readonly #writer = new FrameWriter();
  readonly #options: PublisherOptions;
  /** When each frame in flight was sent, by its number modulo their most. */
  readonly #sentMs = new Float64Array(MAX_FRAMES_IN_FLIGHT);
  #lastSent = 0;
  #lastAcknowledged = 0;
  /** Something was new while no frame could be sent. */
  #isBehind = false;
  #changedMs = NO_CHANGE;
  /** Where the next frame starts in the list of views, so that a full frame starves none. */
  #rotation = 0;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  get viewCount(): number {
    return this.#views.length;
  }

  get framesInFlight(): number {
    return this.#lastSent - this.#lastAcknowledged;
  }

  /** A display frame may be of use: there are views, and the window is not known to be behind or hidden. */
  get isWatching(): boolean {
    return this.#views.length > 0 && !this.#isBehind;
  }

  find(viewId: ViewId): PublishedView | undefined {
    return this.#views.find((view) => view.viewId === viewId);
  }

  /** Adds a view whose id none has. */
  add(view: PublishedView): void {
    this.#views.push(view);
  }

  /** @returns whether there was one */
  remove(viewId: ViewId): boolean {
    const index = this.#views.findIndex((view) => view.viewId === viewId);
    this.#views.splice(index, index < 0 ? 0 : 1)[0]?.close();
    return index >= 0;
  }

  clear(): void {
    for (const view of this.#views.splice(0)) view.close();
  }

  /** Frames are acknowledged in order; a number out of range is ignored, so a page cannot mint credit. */
  acknowledge(frameNumber: number, monotonicMs: number): void {
    const isOurs = Number.isInteger(frameNumber) && frameNumber <= this.#lastSent;
    if (!isOurs || frameNumber <= this.#lastAcknowledged) return;
    this.#lastAcknowledged = frameNumber;
    this.#isBehind = false;
    const waitMs = monotonicMs - (this.#sentMs[frameNumber % MAX_FRAMES_IN_FLIGHT] ?? 0);
    if (waitMs < LONGEST_WAIT_MS) this.#options.stages.record('paint', waitMs * MICROS_PER_MS, monotonicMs);
  }

  /** Sends one frame with every view that changed, if there is credit. A window that is behind costs nothing. */
  publish(moment: DisplayMoment): void {
    if (!this.isWatching) return;
    this.#changedMs = Math.min(this.#changedMs, moment.changedMs);
    if (this.framesInFlight >= MAX_FRAMES_IN_FLIGHT) this.#fallBehind(moment.wallMs);
    else this.#send(moment);
  }

  #fallBehind(wallMs: number): void {
    let dirty = 0;
    for (const view of this.#views) if (view.isDirty(wallMs)) dirty += 1;
    this.#options.counts.viewsCoalesced += dirty;
    this.#isBehind = dirty > 0;
  }

  #send(moment: DisplayMoment): void {
    const hasBook = this.#writeDirty(moment.wallMs);
    const { sectionCount } = this.#writer;
    if (hasBook) this.#timePublished(moment.monotonicMs);
    this.#changedMs = NO_CHANGE;
    if (sectionCount === 0) return;
    this.#lastSent += 1;
    this.#sentMs[this.#lastSent % MAX_FRAMES_IN_FLIGHT] = moment.monotonicMs;
    this.#options.counts.framesPublished += 1;
    this.#options.send(this.#writer.finish(this.#lastSent, moment.wallMs));
  }

  /** @returns whether a book's ladder is among what was written */
  #writeDirty(wallMs: number): boolean {
    const { length } = this.#views;
    const first = this.#rotation;
    let hasBook = false;
    let isFull = false;
    this.#writer.begin();
    for (let i = 0; i < length; i += 1) {
      const index = (first + i) % length;
      const view = this.#views[index];
      if (view?.isDirty(wallMs) !== true) continue;
      if (this.#writer.append(view)) hasBook ||= view.kind === VIEW_KIND.ladder;
      else if (!isFull) {
        isFull = true;
        this.#rotation = index;
      }
    }
    return hasBook;
  }

  #timePublished(monotonicMs: number): void {
    const waitMs = monotonicMs - this.#changedMs;
    if (waitMs < 0 || waitMs >= LONGEST_WAIT_MS) return;
    this.#options.stages.record('publish', waitMs * MICROS_PER_MS, monotonicMs);
  }
}
