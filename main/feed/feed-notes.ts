import type { FeedNote } from '../core/views/feed-health-view.ts';

/** Lines kept; older ones are forgotten. */
const CAPACITY = 50;

/** What happened on a feed, for people. */
export class FeedNotes {
  readonly #notes: FeedNote[] = [];

  /** @param atMs wall clock, milliseconds since the Unix epoch */
  add(text: string, atMs: number): void {
    this.#notes.push({ atMs, text });
    if (this.#notes.length > CAPACITY) this.#notes.shift();
  }

  /** Newest first. */
  latest(count: number): readonly FeedNote[] {
    return this.#notes.slice(-count).reverse();
  }
}
