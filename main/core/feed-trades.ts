import type { FedInstrument, FedInstruments } from './fed-instruments.ts';
import type { FeedRequests } from './feed-requests.ts';
import type {
  Subscribed,
  SubscriptionId,
  TradeGap,
  TradeHistory,
  Trades,
} from './market-data/market-event.ts';
import type { VenueRequest } from './market-data/venue-request.ts';

type HistoryRequest = Pick<VenueRequest & { type: 'trade-history' }, 'id' | 'instrument'>;

/** The trades of a whole feed: which tape they go to, and which history must be asked for because of them. */
export class FeedTrades {
  readonly #fed: FedInstruments;
  readonly #requests: FeedRequests;

  constructor(fed: FedInstruments, requests: FeedRequests) {
    this.#fed = fed;
    this.#requests = requests;
  }

  accept(event: Trades | TradeGap, nowMs: number): void {
    const fed = this.#fedBy(event.subscription);
    if (fed === undefined) return;
    this.#requests.fillIn(fed.pipeline, fed.pipeline.acceptTrades(event, nowMs), nowMs);
  }

  /** Live trades begin behind the sequence that the venue acknowledged. */
  bind({ pipeline }: FedInstrument, { subscription, epoch, sequence }: Subscribed, nowMs: number): void {
    this.#requests.fillIn(pipeline, pipeline.bindTrades(subscription, epoch, sequence, nowMs), nowMs);
  }

  heartbeat({ pipeline }: FedInstrument, sequence: number, nowMs: number): void {
    this.#requests.fillIn(pipeline, pipeline.heartbeatTrades(sequence, nowMs), nowMs);
  }

  acceptHistory(event: TradeHistory, nowMs: number): void {
    const asked = event.isLast
      ? this.#requests.desk.answered(event.id)
      : this.#requests.desk.pending(event.id, nowMs);
    const fed = this.#fed.find(event.instrument);
    if (asked?.type !== 'trade-history' || fed === undefined) return;
    this.#requests.fillIn(fed.pipeline, fed.pipeline.acceptTrades(event, nowMs), nowMs);
    if (event.isLast) this.#requests.historyEnded(event.id, nowMs);
    else this.#requests.historyGoesOn(event.id, nowMs);
  }

  /** What was asked for will not come: it is a gap now. */
  refuseHistory({ id, instrument }: HistoryRequest, nowMs: number): void {
    const pipeline = this.#fed.find(instrument)?.pipeline;
    if (pipeline !== undefined) this.#requests.fillIn(pipeline, pipeline.refuseHistory(nowMs), nowMs);
    this.#requests.historyEnded(id, nowMs);
  }

  #fedBy(id: SubscriptionId): FedInstrument | undefined {
    const subscription = this.#requests.desk.find(id);
    return subscription?.channel === 'trades' ? this.#fed.find(subscription.instrument) : undefined;
  }
}
