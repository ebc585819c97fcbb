import type { FedInstrument, FedInstruments } from './fed-instruments.ts';
import type { FeedRequests } from './feed-requests.ts';
import type { InstrumentId } from './instrument/instrument.ts';
import type { Epoch, InstrumentChange, InstrumentStatus } from './market-data/market-event.ts';
import type { Moment } from './moment.ts';

/** What a venue tells of its instruments after the welcome. Under another epoch than the present one it tells nothing. */
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

  #changing(id: InstrumentId, isPresentEpoch: boolean, what: string): FedInstrument | null {
    const fed = this.#fed.find(id);
    if (fed?.isAnnounced === true && isPresentEpoch) return fed;
    this.#requests.note(`${what} of ${id}, which this run of the venue has not announced`);
    return null;
  }
}
