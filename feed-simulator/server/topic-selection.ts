import type { Instrument } from '../../main/core/instrument/instrument.ts';
import type { Channel } from '../../main/core/market-data/channel.ts';
import type { SubscriptionTerms } from '../../main/core/market-data/venue-request.ts';
import { refusal } from './access-refusal.ts';
import type { AccessRefusal } from './access-refusal.ts';
import { MAX_BOOK_WINDOWS } from './feed-shelf.ts';
import type { FeedShelf } from './feed-shelf.ts';
import type { Feed } from './feed.ts';
import type { InstrumentDirectory } from './instrument-directory.ts';
import type { Rights } from './rights.ts';
import { fullTerms } from './subscription-terms.ts';
import type { Topic } from './topic.ts';

/** What a reader wants: every channel of every instrument; depth, conflation and interval count where they apply. */
export type TopicSelection = Omit<SubscriptionTerms, 'channel'> & {
  readonly channels: readonly Channel[];
  /** Names or patterns. */
  readonly instruments: readonly string[];
};

export type OpenTopics = {
  /** For each channel as given, each instrument in the venue's order. */
  readonly topics: readonly Topic[];
  /** Those chosen, in the venue's order. */
  readonly instruments: readonly Instrument[];
  /** To be called once when the reader is gone. The feeds linger, so that a poll that comes back finds them. */
  release(): void;
};

/** Opens a topic for all that is selected, or none. */
export function openTopics(
  { directory, shelf }: { directory: InstrumentDirectory; shelf: FeedShelf },
  rights: Rights,
  selection: TopicSelection,
  maxTopics: number,
): OpenTopics | AccessRefusal {
  const chosen = directory.chosen(rights, selection.instruments);
  if ('type' in chosen) return chosen;
  if (chosen.length * selection.channels.length > maxTopics)
    return refusal('TOO_MANY_SUBSCRIPTIONS', `at most ${maxTopics} topics at once`);
  const feeds: Feed[] = [];
  const release = (): void => {
    for (const feed of feeds.splice(0)) shelf.giveBack(feed);
  };
  for (const channel of selection.channels) {
    const terms = fullTerms({ ...selection, channel });
    if ('type' in terms) {
      release();
      return terms;
    }
    for (const instrument of chosen) {
      const feed = shelf.take(instrument, terms);
      if (feed === null) {
        release();
        return refusal('TOO_MANY_SUBSCRIPTIONS', `the venue keeps at most ${MAX_BOOK_WINDOWS} books`);
      }
      feeds.push(feed);
    }
  }
  return { topics: [...feeds], instruments: chosen.map(({ definition }) => definition), release };
}
