/** First wait for an answer to a snapshot request, milliseconds; doubles up to {@link LONGEST_WAIT_MS}. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 8_000;
/** A second request for the same book goes out no sooner than this after the first, however often it breaks. */
const MIN_SPACING_MS = 100;

/** `isAsked` is false while a snapshot is expected that nobody asked for. */
type Resync = { dueMs: number; waitMs: number; isAsked: boolean };

/**
 * When to ask for which book's snapshot: at once for a first fault, spaced for repeated ones, again when no answer
 * comes. At most one entry a subscription, so bounded by the venue's subscription limit. Times are monotonic ms.
 */
export class ResyncSchedule {
  readonly #pending = new Map<number, Resync>();
  readonly #lastAskedMs = new Map<number, number>();

  /** The book of this subscription needs a snapshot; a request already under way is left to its deadline. */
  need(subscription: number, nowMs: number): void {
    if (this.#pending.get(subscription)?.isAsked === true) return;
    const lastAsked = this.#lastAskedMs.get(subscription);
    const dueMs = lastAsked === undefined ? nowMs : Math.max(nowMs, lastAsked + MIN_SPACING_MS);
    this.#pending.set(subscription, { dueMs, waitMs: FIRST_WAIT_MS, isAsked: true });
  }

  /** A snapshot is on its way unasked; it is asked for when it does not come within the first wait. */
  expect(subscription: number, nowMs: number): void {
    const dueMs = nowMs + FIRST_WAIT_MS;
    this.#pending.set(subscription, { dueMs, waitMs: FIRST_WAIT_MS, isAsked: false });
  }

  /** A part of a snapshot came; the rest must follow within the first wait, or the snapshot is asked for anew. */
  goesOn(subscription: number, nowMs: number): void {
    const { waitMs, isAsked } = this.#pending.get(subscription) ?? { waitMs: FIRST_WAIT_MS, isAsked: false };
    this.#pending.set(subscription, { dueMs: nowMs + FIRST_WAIT_MS, waitMs, isAsked });
  }

  /** A snapshot that nobody asked for is expected. */
  isExpected(subscription: number): boolean {
    return this.#pending.get(subscription)?.isAsked === false;
  }

  /** The book is live again. */
  settled(subscription: number): void {
    this.#pending.delete(subscription);
  }

  /** Subscriptions whose snapshot must be asked for now; each is asked again if it does not settle in time. */
  takeDue(nowMs: number): number[] {
    const due: number[] = [];
    for (const [subscription, resync] of this.#pending) {
      if (nowMs < resync.dueMs) continue;
      due.push(subscription);
      this.#lastAskedMs.set(subscription, nowMs);
      resync.isAsked = true;
      resync.dueMs = nowMs + resync.waitMs;
      resync.waitMs = Math.min(resync.waitMs * 2, LONGEST_WAIT_MS);
    }
    return due;
  }

  /** A new connection: what was asked on the old one is void. */
  reset(): void {
    this.#pending.clear();
    this.#lastAskedMs.clear();
  }
}
