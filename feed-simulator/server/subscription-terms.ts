import { DEFAULT_STATE_CONFLATION_MS } from '../../main/core/market-data/channel.ts';
import type { Channel, ConflationMs, VenueCandleIntervalMs } from '../../main/core/market-data/channel.ts';
import type { SubscriptionTerms } from '../../main/core/market-data/venue-request.ts';
import { refusal } from './access-refusal.ts';
import type { AccessRefusal } from './access-refusal.ts';

/** What a subscription is besides its instrument, with every default filled in. */
export type FullTerms = {
  readonly channel: Channel;
  /** 0, the whole book, for every channel but `book`. */
  readonly depth: number;
  readonly conflationMs: ConflationMs;
  /** Of `candles`, and there always; null elsewhere. */
  readonly intervalMs: VenueCandleIntervalMs | null;
};

/**
 * Fills in the defaults of PROTOCOL.md section 5. What belongs to another channel is left out, so that one selection can
 * name several channels; that a single subscribe does not is for its validation.
 *
 * @returns BAD_MESSAGE for candles without an interval
 */
export function fullTerms(terms: SubscriptionTerms): FullTerms | AccessRefusal {
  const { channel } = terms;
  switch (channel) {
    case 'book':
      return { channel, depth: terms.depth ?? 0, conflationMs: terms.conflationMs ?? 0, intervalMs: null };
    case 'ticker':
      return { channel, depth: 0, conflationMs: stateConflation(terms), intervalMs: null };
    case 'candles':
      return terms.intervalMs === undefined
        ? refusal('BAD_MESSAGE', 'expected intervalMs for candles')
        : { channel, depth: 0, conflationMs: stateConflation(terms), intervalMs: terms.intervalMs };
    case 'trades':
    case 'status':
    case 'instruments':
      return { channel, depth: 0, conflationMs: 0, intervalMs: null };
  }
}

function stateConflation(terms: SubscriptionTerms): ConflationMs {
  return terms.conflationMs ?? DEFAULT_STATE_CONFLATION_MS;
}

/** The fields of `subscribed` that say what the subscription is; what the protocol leaves out is left out. */
export function termsOnTheWire(terms: FullTerms): {
  channel: Channel;
  depth: number;
  conflationMs?: ConflationMs;
  intervalMs?: VenueCandleIntervalMs;
} {
  const { channel, depth, conflationMs, intervalMs } = terms;
  return {
    channel,
    depth,
    ...(conflationMs === 0 ? {} : { conflationMs }),
    ...(intervalMs === null ? {} : { intervalMs }),
  };
}
