import type { FollowedTopics } from './followed-topics.ts';
import type { ServedVenue } from './served-venue.ts';

type WaitingPoll = {
  readonly followed: FollowedTopics;
  readonly deadlineMs: number;
  readonly wake: () => void;
};

/** Long polls that have nothing to say yet. Each is woken once: by news, by its deadline, or because the venue goes. */
export class WaitingPolls {
  readonly #waiting = new Set<WaitingPoll>();

  get count(): number {
    return this.#waiting.size;
  }

  /**
   * Resolves at the first {@link tick} with news or at the deadline, and when the caller gives up.
   *
   * @param deadlineMs monotonic
   * @param onGiveUp is handed what the caller calls when it is no longer interested
   */
  wait(followed: FollowedTopics, deadlineMs: number, onGiveUp: (giveUp: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      const poll: WaitingPoll = { followed, deadlineMs, wake: () => this.#wake(poll, resolve) };
      this.#waiting.add(poll);
      onGiveUp(poll.wake);
    });
  }

  /** To be called every few milliseconds. `venue` is the one of now: a poll of another run of it has to ask again. */
  tick(nowMs: number, venue: ServedVenue): void {
    const isGoing = venue.goingAway() !== null;
    for (const { followed, deadlineMs, wake } of this.#waiting)
      if (isGoing || nowMs >= deadlineMs || followed.venue !== venue || followed.hasNews) wake();
  }

  /** Wakes all, news or not. */
  wakeAll(): void {
    for (const { wake } of this.#waiting) wake();
  }

  #wake(poll: WaitingPoll, resolve: () => void): void {
    if (this.#waiting.delete(poll)) resolve();
  }
}
