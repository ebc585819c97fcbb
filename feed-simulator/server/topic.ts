import type { InstrumentId } from '../../main/core/instrument/instrument.ts';
import type { Channel } from '../../main/core/market-data/channel.ts';
import type { SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { SharedMessage } from './shared-message.ts';
import type { FullTerms } from './subscription-terms.ts';

/** What brings a receiver to now. */
export type CatchUp = {
  /** False: the receiver's position was of no use, `messages` begin with the whole state. */
  readonly resumed: boolean;
  /** In order; none for a receiver that stands where the topic stands. */
  readonly messages: readonly SharedMessage[];
  /** Where a receiver stands that has taken them all. */
  readonly sequence: number;
};

/** One subscribable stream, whoever follows it and by whatever transport: (instrument, channel, parameters). */
export type Topic = {
  readonly subscription: SubscriptionId;
  readonly instrument: InstrumentId;
  readonly channel: Channel;
  readonly terms: FullTerms;
  /** Where the stream stands now; moves only forward within an epoch. */
  readonly sequence: number;
  /**
   * @param position the sequence the receiver stands at under this epoch, null when it has nothing
   */
  since(position: number | null): CatchUp;
};
