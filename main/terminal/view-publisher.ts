import { MAX_FRAMES_IN_FLIGHT } from '../contract/host-transport.ts';
import type { ViewId } from '../contract/view-request.ts';
import type { ViewKindCode } from '../contract/view-frame.ts';
import { FrameWriter, type SectionHead } from './frame-writer.ts';

/** A view of one window, as the publisher sees it. */
export type PublishedView = {
  readonly viewId: ViewId;
  readonly kind: ViewKindCode;
  /** Whether there is anything newer than what was written last. @param nowMs wall clock */
  isDirty(nowMs: number): boolean;
  /** Writes what is newest; -1 when `payload` is too short. What was written counts as seen. */
  write(payload: Float64Array, head: SectionHead): number;
};

export type PublisherCounts = {
  framesPublished: number;
  /** Times a view had something new while no frame could be sent: its next one shows the latest instead. */
  viewsCoalesced: number;
};

/**
 * One window's frames: at most one per call of {@link publish}, at most two unacknowledged. Views conflate (the latest
 * state replaces what was not sent); the tape keeps its own cursor, so that its prints wait and are never merged.
 */
export class ViewPublisher {
  readonly #views = new Map<ViewId, PublishedView>();
  readonly #writer = new FrameWriter();
  readonly #send: (frame: Float64Array) => void;
  readonly #counts: PublisherCounts;
  #lastSent = 0;
  #lastAcknowledged = 0;
  /** Where the next frame starts in the list of views, so that a full frame starves none. */
  #rotation = 0;

  constructor(send: (frame: Float64Array) => void, counts: PublisherCounts) {
    this.#send = send;
    this.#counts = counts;
  }

  get viewCount(): number {
    return this.#views.size;
  }

  get framesInFlight(): number {
    return this.#lastSent - this.#lastAcknowledged;
  }

  find(viewId: ViewId): PublishedView | undefined {
    return this.#views.get(viewId);
  }

  /** Adds a view, or replaces the one with its id. */
  put(view: PublishedView): void {
    this.#views.set(view.viewId, view);
  }

  remove(viewId: ViewId): boolean {
    return this.#views.delete(viewId);
  }

  clear(): void {
    this.#views.clear();
  }

  /** Frames are acknowledged in order; a number out of range is ignored, so a page cannot mint credit. */
  acknowledge(frameNumber: number): void {
    const isOurs = Number.isInteger(frameNumber) && frameNumber <= this.#lastSent;
    if (isOurs && frameNumber > this.#lastAcknowledged) this.#lastAcknowledged = frameNumber;
  }

  /** Sends one frame with every view that changed, if there is credit. */
  publish(wallTimeMs: number): void {
    const dirty = [...this.#views.values()].filter((view) => view.isDirty(wallTimeMs));
    if (dirty.length === 0) return;
    if (this.framesInFlight >= MAX_FRAMES_IN_FLIGHT) {
      this.#counts.viewsCoalesced += dirty.length;
      return;
    }
    this.#writer.begin();
    const first = this.#rotation % dirty.length;
    for (let i = 0; i < dirty.length; i += 1) {
      const at = (first + i) % dirty.length;
      const view = dirty[at];
      if (view === undefined) continue;
      const fitted = this.#writer.append(view.viewId, view.kind, (payload, head) =>
        view.write(payload, head),
      );
      if (!fitted) this.#rotation = at;
    }
    if (this.#writer.sectionCount === 0) return;
    this.#lastSent += 1;
    this.#counts.framesPublished += 1;
    this.#send(this.#writer.finish(this.#lastSent, wallTimeMs));
  }
}
