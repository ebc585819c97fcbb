import type { FedInstrument, FedInstruments } from './fed-instruments.ts';
import type { FeedRequests } from './feed-requests.ts';
import type { InstrumentId } from './instrument/instrument.ts';
import type {
  Epoch,
  GoingAway,
  InstrumentChange,
  InstrumentStatus,
  TokenExpiring,
} from './market-data/market-event.ts';
import type { Moment } from './moment.ts';
import type { TimestampMicros } from './units/timestamp.ts';

/**
 * What a venue tells after the welcome of its instruments (under another epoch than the present one, nothing), and of the
 * end that is near.
 */
export class FeedAnnouncements {
  readonly #fed: FedInstruments;
  readonly #requests: FeedRequests;

  constructor(fed: FedInstruments, requests: FeedRequests) {
    this.#fed = fed;
    this.#requests = requests;
  }

  acceptTerms({ instrument, epoch }: InstrumentChange, present: Epoch, now: Moment): void {
    const fed = this.#changing(instrument.id, epoch === present, 'terms');
    if (fed === null) return;
    this.#requests.note(`${instrument.id}: new terms`);
    if (this.#fed.change(fed, instrument, now.wallMs) === 'kept') return;
    // Should the book that the venue now sends unasked not come, it is asked for.
    const subscription = this.#requests.desk.findBook(instrument.id);
    if (subscription !== null) this.#requests.desk.awaitSnapshot(subscription.id, now.monotonicMs);
  }

  acceptStatus({ instrument, epoch, state, reason }: InstrumentStatus, present: Epoch, now: Moment): void {
    const fed = this.#changing(instrument, epoch === present, 'state');
    if (fed === null) return;
    this.#requests.note(`${instrument}: ${state}, ${reason}`);
    this.#fed.change(fed, { ...fed.pipeline.instrument, state }, now.wallMs);
  }

  /** Nothing is wrong yet; when the connection ends, the notes say why. */
  acceptFarewell(event: GoingAway | TokenExpiring): void {
    this.#requests.note(
      event.type === 'going-away'
        ? `the venue is going away: ${event.reason}`
        : `the access token of this connection ends in ${secondsBetween(event.sentTime, event.expiresAt)} s`,
    );
  }

  #changing(id: InstrumentId, isPresentEpoch: boolean, what: string): FedInstrument | null {
    const fed = this.#fed.find(id);
    if (fed?.isAnnounced === true && isPresentEpoch) return fed;
    this.#requests.note(`${what} of ${id}, which this run of the venue has not announced`);
    return null;
  }
}

/** Whole seconds of the venue's clock. */
function secondsBetween(from: TimestampMicros, to: TimestampMicros): number {
  return Math.round((to - from) / 1_000_000);
}
