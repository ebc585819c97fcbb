import type { Instrument, InstrumentId } from '../../main/core/instrument/instrument.ts';
import { SharedMessage } from '../server/shared-message.ts';
import type { AccessRefusal } from '../server/access-refusal.ts';
import type { Rights } from '../server/rights.ts';
import type { OpenTopics, TopicSelection } from '../server/topic-selection.ts';
import type { CatchUp, Topic } from '../server/topic.ts';
import { cursorText, digestOf, readCursor } from './cursor.ts';
import { MAX_TOPICS } from './selection.ts';
import type { ServedVenue } from './served-venue.ts';
import { subscriptionLists } from './subscription-lists.ts';

type Followed = {
  readonly topic: Topic;
  /** Where a cursor put the reader; null where it begins anew. */
  resumedFrom: number | null;
  position: number | null;
  beatenAt: number | null;
};

/**
 * The topics of one reader and where it stands on each. What is new is asked of the topics when the reader can take it,
 * so nothing waits here for a slow one. Terms of the instruments are followed too, selected or not: prices mean nothing
 * under the wrong tick size.
 */
export class FollowedTopics {
  readonly venue: ServedVenue;
  readonly instruments: readonly Instrument[];
  readonly #selected: readonly Followed[];
  readonly #terms: ReadonlyMap<InstrumentId, Followed>;
  readonly #silent: readonly Followed[];
  /** Selected, then silent: the order in a cursor. */
  readonly #all: readonly Followed[];
  readonly #digest: string;
  #release: (() => void) | null;

  private constructor(venue: ServedVenue, selected: OpenTopics, terms: OpenTopics | null) {
    this.venue = venue;
    this.instruments = selected.instruments;
    this.#selected = selected.topics.map(follow);
    this.#silent = (terms?.topics ?? []).map(follow);
    this.#all = [...this.#selected, ...this.#silent];
    const ofTerms = this.#all.filter(({ topic }) => topic.channel === 'instruments');
    this.#terms = new Map(ofTerms.map((followed) => [followed.topic.instrument, followed]));
    this.#digest = digestOf(this.#all.map(({ topic }) => topic.subscription));
    this.#release = () => {
      selected.release();
      terms?.release();
    };
  }

  /**
   * @param cursor where the reader stands, as it was told; another epoch's, other topics' or no cursor at all is none
   */
  static open(
    venue: ServedVenue,
    rights: Rights,
    selection: TopicSelection,
    cursor: string | null,
  ): FollowedTopics | AccessRefusal {
    const selected = venue.openTopics(rights, selection, Math.min(MAX_TOPICS, rights.maxSubscriptions));
    if ('type' in selected) return selected;
    const terms = selection.channels.includes('instruments')
      ? null
      : venue.openTopics(
          rights,
          { channels: ['instruments'], instruments: selection.instruments },
          MAX_TOPICS,
        );
    if (terms !== null && 'type' in terms) {
      selected.release();
      return terms;
    }
    const followed = new FollowedTopics(venue, selected, terms);
    if (cursor !== null) followed.#stand(cursor);
    return followed;
  }

  /** False for a reader that has nothing yet, or nothing of use. */
  get hasPosition(): boolean {
    return this.#all.some(({ position }) => position !== null);
  }

  /** Topics selected. */
  get count(): number {
    return this.#selected.length;
  }

  get hasNews(): boolean {
    return this.#all.some(isBehind);
  }

  /** Where a reader stands that has taken everything up to now; only after {@link take}. */
  get cursor(): string {
    const sequences = this.#all.map(({ position }) => position ?? 0);
    return cursorText({ epoch: this.venue.epoch, digest: this.#digest, sequences });
  }

  /** What brings the reader to now, in the order of the topics; new terms come before what they apply to. */
  take(): TakenMessages {
    const messages: SharedMessage[] = [];
    const announced = new Set<InstrumentId>();
    let fellBack = 0;
    for (const followed of this.#terms.values()) this.#takeTerms(followed, messages, announced);
    for (const followed of this.#selected) {
      const wasFollowed = followed.position !== null;
      const caughtUp = advance(followed);
      if (caughtUp === null) continue;
      if (wasFollowed && !caughtUp.resumed) {
        fellBack += 1;
        this.#announce(followed.topic.instrument, messages, announced);
      }
      messages.push(...caughtUp.messages);
    }
    for (const followed of this.#silent) followed.position ??= followed.topic.sequence;
    return { messages, fellBack };
  }

  /**
   * What the numbers of the subscriptions mean and where each begins, one list a channel; only after the first
   * {@link take}.
   */
  get lists(): SharedMessage[] {
    const places = this.#selected.map(({ topic, resumedFrom, position }) => ({
      topic,
      sequence: resumedFrom ?? position ?? topic.sequence,
    }));
    return subscriptionLists(this.venue.epoch, places);
  }

  /** Flat pairs for a heartbeat: every selected topic that moved since the last call. */
  takeMoved(): number[] {
    const pairs: number[] = [];
    for (const followed of this.#selected) {
      if (followed.position === followed.beatenAt) continue;
      followed.beatenAt = followed.position;
      pairs.push(followed.topic.subscription, followed.position ?? 0);
    }
    return pairs;
  }

  /** Leaves every topic; once is enough, more does no harm. */
  release(): void {
    this.#release?.();
    this.#release = null;
  }

  #takeTerms(followed: Followed, messages: SharedMessage[], announced: Set<InstrumentId>): void {
    const { topic, position } = followed;
    if (position === null || !isBehind(followed)) return;
    if (this.#silent.includes(followed)) {
      followed.position = topic.sequence;
      return this.#announce(topic.instrument, messages, announced);
    }
    messages.push(...(advance(followed)?.messages ?? []));
    announced.add(topic.instrument);
  }

  /** The terms of now, without the numbers of a subscription, once in one {@link take}. */
  #announce(instrument: InstrumentId, messages: SharedMessage[], announced: Set<InstrumentId>): void {
    if (announced.has(instrument)) return;
    announced.add(instrument);
    for (const { event } of this.#terms.get(instrument)?.topic.since(null).messages ?? [])
      if (event.type === 'instrument')
        messages.push(
          new SharedMessage({ type: 'instrument', epoch: event.epoch, instrument: event.instrument }),
        );
  }

  #stand(text: string): void {
    const cursor = readCursor(text);
    if (cursor === null || cursor.epoch !== this.venue.epoch || cursor.digest !== this.#digest) return;
    if (cursor.sequences.length !== this.#all.length) return;
    for (const [place, followed] of this.#all.entries()) {
      const position = cursor.sequences[place] ?? 0;
      // Ahead of a conflated topic stands who was brought to now between two of its messages; ahead of now nobody does.
      const isReached = position <= followed.topic.sequence || followed.topic.since(position).resumed;
      followed.resumedFrom = isReached ? position : null;
      followed.position = followed.resumedFrom;
      followed.beatenAt = followed.resumedFrom;
    }
  }
}

export type TakenMessages = {
  readonly messages: readonly SharedMessage[];
  /** Topics whose reader had fallen behind what is kept, and got the whole state. */
  readonly fellBack: number;
};

function follow(topic: Topic): Followed {
  return { topic, resumedFrom: null, position: null, beatenAt: null };
}

/** A conflated topic that was brought to now is ahead of its own next message: then there is nothing new. */
function isBehind({ topic, position }: Followed): boolean {
  return position === null || position < topic.sequence;
}

/** Null when there is nothing new. */
function advance(followed: Followed): CatchUp | null {
  if (!isBehind(followed)) return null;
  const caughtUp = followed.topic.since(followed.position);
  followed.position = caughtUp.sequence;
  return caughtUp;
}
