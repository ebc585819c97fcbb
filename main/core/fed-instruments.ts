import type { Instrument, InstrumentId } from './instrument/instrument.ts';
import { MarketPipeline } from './market-pipeline.ts';

/** One instrument of the feed. `index` is given once and stays, also over a venue's restart. */
export type FedInstrument = {
  readonly index: number;
  readonly pipeline: MarketPipeline;
  /** The venue's latest welcome names it; one that is not announced is never live. */
  isAnnounced: boolean;
};

/** Twice what one welcome may announce, for each keeps its index and its books also when a later one does not name it. */
const MAX_INSTRUMENTS = 2_000;

/** The instruments a venue has ever announced to this feed, at most {@link MAX_INSTRUMENTS}, in the order of their first announcement. */
export class FedInstruments {
  readonly #list: FedInstrument[] = [];
  readonly #byId = new Map<InstrumentId, FedInstrument>();
  #termsVersion = 0;
  #announcedCount = 0;
  /** -1: to be counted anew. */
  #liveCount = -1;

  get list(): readonly FedInstrument[] {
    return this.#list;
  }
  /** Changes when an instrument came, went or changed its terms or state. */
  get termsVersion(): number {
    return this.#termsVersion;
  }
  /** Of the latest welcome, also those for which there was no room: they count as announced and are never live. */
  get announcedCount(): number {
    return this.#announcedCount;
  }
  get liveCount(): number {
    if (this.#liveCount < 0) this.#liveCount = this.#list.filter(isLive).length;
    return this.#liveCount;
  }

  /** Some book may have become live or stale. Called for all but deltas that were applied, which change nothing of it. */
  standingChanged(): void {
    this.#liveCount = -1;
  }

  find(id: string): FedInstrument | undefined {
    return this.#byId.get(id as InstrumentId);
  }

  /** A venue's welcome: these are announced, and no others. @returns how many are left out for want of room */
  announce(instruments: readonly Instrument[], wallMs: number): number {
    let leftOut = 0;
    this.#announcedCount = instruments.length;
    for (const fed of this.#list) fed.isAnnounced = false;
    for (const instrument of instruments) {
      const known = this.#byId.get(instrument.id);
      if (known !== undefined) {
        known.isAnnounced = true;
        known.pipeline.applyTerms(instrument, wallMs);
      } else if (this.#list.length < MAX_INSTRUMENTS) this.#add(instrument);
      else leftOut += 1;
    }
    this.#termsVersion += 1;
    return leftOut;
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

function isLive({ isAnnounced, pipeline }: FedInstrument): boolean {
  return isAnnounced && pipeline.quality.isLive;
}
