import type { RequestId, Subscribed } from './market-data/market-event.ts';
import type { Subscription } from './session/subscription-set.ts';

/** A refused message of these types that names no book of ours may have been of any. */
const BOOK_MESSAGE_TYPES: readonly string[] = ['', 'snapshot', 'delta'];

/** What makes a whole connection doubtful, not just one book of it. Forgets everything with the connection. */
export class FeedDoubt {
  #breach = '';
  /** A frame came of which not even the type could be read. */
  #mayHaveMissedTerms = false;

  /** Why this connection cannot be believed any more; '' while it can. */
  get breach(): string {
    return this.#breach;
  }

  clear(): void {
    this.#breach = '';
    this.#mayHaveMissedTerms = false;
  }

  giveUp(reason: string): void {
    this.#breach = reason;
  }

  /** @param messageType '' when not even that could be read. @returns whether any book may have lost this message */
  noteRefused(messageType: string): boolean {
    if (messageType === '') this.#mayHaveMissedTerms = true;
    return BOOK_MESSAGE_TYPES.includes(messageType);
  }

  /**
   * The book that follows new terms comes unasked; priced by the old terms it would be wrong and yet pass every check.
   *
   * @param id of the request that a snapshot answers
   * @param isExpected whether an unasked snapshot is due on that subscription
   */
  missedTerms(id: RequestId, isExpected: boolean): string {
    if (!this.#mayHaveMissedTerms || id !== 0 || isExpected) return '';
    return 'an unasked book came after an unreadable frame, which may have been new terms';
  }
}

/** Why one subscription cannot be what both its holder and the acknowledgement say; '' when it can. */
export function subscriptionClash(holder: Subscription | null, ack: Subscribed): string {
  if (holder === null || (holder.instrument === ack.instrument && holder.channel === ack.channel)) return '';
  const both = `${holder.channel} of ${holder.instrument} and ${ack.channel} of ${ack.instrument}`;
  return `subscription ${ack.subscription} was given to ${both}`;
}
