import type { Instrument, InstrumentId } from './instrument/instrument.ts';
import { MarketPipeline } from './market-pipeline.ts';

/** One instrument of the feed. `index` is given once and stays, also over a venue's restart. */
export type FedInstrument = {
  readonly index: number;
  readonly pipeline: MarketPipeline;
  /** The venue's latest welcome names it; one that is not announced is never live. */
  isAnnounced: boolean;
};

/** Every instrument a venue has ever announced to this feed, in the order of their first announcement. */
export class FedInstruments {
  readonly #list: FedInstrument[] = [];
  readonly #byId = new Map<InstrumentId, FedInstrument>();
  #termsVersion = 0;

  get list(): readonly FedInstrument[] {
    return this.#list;
  }
  /** Changes when an instrument came, went or changed its terms or state. */
  get termsVersion(): number {
    return this.#termsVersion;
  }
  get announcedCount(): number {
    return this.#list.reduce((count, { isAnnounced }) => count + (isAnnounced ? 1 : 0), 0);
  }
  get liveCount(): number {
    return this.#list.reduce(
      (count, { isAnnounced, pipeline }) => count + (isAnnounced && pipeline.quality.isLive ? 1 : 0),
      0,
    );
  }

  find(id: string): FedInstrument | undefined {
    return this.#byId.get(id as InstrumentId);
  }

  /** A venue's welcome: these are announced, and no others. */
  announce(instruments: readonly Instrument[], wallMs: number): void {
    for (const fed of this.#list) fed.isAnnounced = false;
    for (const instrument of instruments) {
      const known = this.#byId.get(instrument.id);
      if (known === undefined) this.#add(instrument);
      else {
        known.isAnnounced = true;
        known.pipeline.applyTerms(instrument, wallMs);
      }
    }
    this.#termsVersion += 1;
  }

  /** New terms or a new state of one instrument. @returns `voided` when its book means nothing any more */
  change(fed: FedInstrument, instrument: Instrument, wallMs: number): 'kept' | 'voided' {
    this.#termsVersion += 1;
    return fed.pipeline.applyTerms(instrument, wallMs);
  }

  #add(instrument: Instrument): void {
    const fed = { index: this.#list.length, pipeline: new MarketPipeline(instrument), isAnnounced: true };
    this.#list.push(fed);
    this.#byId.set(instrument.id, fed);
  }
}
