import type { Clock } from '../../main/core/clock.ts';
import type { Instrument } from '../../main/core/instrument/instrument.ts';
import type { Epoch, MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { Trade } from '../../main/core/market-data/trade.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import type { MarketChange, SimulatedTrade } from '../market-model/market-change.ts';
import { InstrumentDirectory } from './instrument-directory.ts';
import { Outbox } from './outbox.ts';
import type { Connection } from './outbox.ts';
import { RequestDesk } from './request-desk.ts';
import { HEARTBEAT_INTERVAL_MS, Session } from './session.ts';
import { SharedMessage } from './shared-message.ts';
import { TradeRing } from './trade-ring.ts';
import { VenueInstrument } from './venue-instrument.ts';

/** Trades kept per instrument; PROTOCOL.md section 7 promises 10,000. Room for the history made before opening. */
export const TRADES_KEPT = 100_000;

/** The market as the venue sees it: where it stands when the venue opens. Its changes come through `apply`. */
type VenueMarket = {
  readonly instruments: readonly Instrument[];
  readonly now: TimestampMicros;
  /** The whole book of the instrument at that place: bids best first, then asks best first. */
  levels(index: number): number[];
};

/** The exchange's server side: numbers the market's changes and passes them to its sessions. No I/O, no timers. */
export class Venue {
  readonly epoch: Epoch;
  readonly #name: string;
  readonly #market: VenueMarket;
  readonly #clock: Clock;
  readonly #directory: InstrumentDirectory;
  readonly #sessions = new Set<Session>();
  #nextTradeId: number;

  /**
   * @param options.epoch names this run of the venue
   * @param options.history the trades made before opening, one ring per instrument; empty ones when left out
   */
  constructor(options: {
    name: string;
    epoch: Epoch;
    market: VenueMarket;
    clock: Clock;
    history?: readonly TradeRing[];
  }) {
    this.epoch = options.epoch;
    this.#name = options.name;
    this.#market = options.market;
    this.#clock = options.clock;
    const rings = options.market.instruments.map(
      (_, index) => options.history?.[index] ?? new TradeRing(TRADES_KEPT),
    );
    this.#nextTradeId = 1 + rings.reduce((sum, ring) => sum + ring.last, 0);
    this.#directory = new InstrumentDirectory(
      rings.map((ring, index) => openInstrument(options.market, options.epoch, index, ring)),
    );
  }

  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** A new client; it has its welcome when this returns. */
  openSession(connection: Connection, codec: CodecName): Session {
    const outbox = new Outbox(connection, codec, this.#clock);
    const desk = new RequestDesk(this.#directory, this.epoch, outbox);
    const session = new Session({
      codec,
      clock: this.#clock,
      outbox,
      desk,
      welcome: {
        type: 'welcome',
        protocol: 1,
        venue: this.#name,
        epoch: this.epoch,
        sentTime: outbox.sentTime,
        heartbeatIntervalMs: HEARTBEAT_INTERVAL_MS,
        instruments: this.#directory.definitions,
      },
    });
    this.#sessions.add(session);
    return session;
  }

  /** The client's connection is gone. */
  endSession(session: Session): void {
    session.end();
    this.#sessions.delete(session);
  }

  /** One change of the market, in the market's order. */
  apply(change: MarketChange): void {
    const instrument = this.#directory.at(change.instrument);
    const { venueTime } = change;
    switch (change.kind) {
      case 'book': {
        const trades = change.trades.map((trade) => this.#withId(trade));
        return instrument.apply(change.levels, trades, { venueTime, sentTime: this.#clock.wallMicros() });
      }
      case 'state': {
        instrument.setState(change.state);
        const { state, reason } = change;
        const { id } = instrument.definition;
        return this.#announce({
          type: 'status',
          epoch: this.epoch,
          instrument: id,
          state,
          reason,
          venueTime,
        });
      }
      case 'terms': {
        const { definition, levels } = change;
        return instrument.changeTerms(definition, levels, venueTime, () => {
          this.#announce({ type: 'instrument', epoch: this.epoch, instrument: definition });
        });
      }
    }
  }

  /** To be called every few milliseconds: heartbeats, slow readers, sessions that closed themselves. */
  tick(): void {
    for (const session of this.#sessions) {
      session.tick(this.epoch, this.#market.now);
      if (!session.isOpen) this.endSession(session);
    }
  }

  #withId(trade: SimulatedTrade): Omit<Trade, 'sequence'> {
    const tradeId = this.#nextTradeId;
    this.#nextTradeId += 1;
    return { tradeId, ...trade };
  }

  #announce(event: MarketEvent): void {
    const message = new SharedMessage(event);
    for (const session of this.#sessions) session.announce(message);
  }
}

function openInstrument(market: VenueMarket, epoch: Epoch, index: number, ring: TradeRing): VenueInstrument {
  const definition = market.instruments[index];
  if (definition === undefined) throw new RangeError(`expected an instrument at ${index}`);
  return new VenueInstrument({
    index,
    epoch,
    definition,
    levels: market.levels(index),
    venueTime: market.now,
    ring,
  });
}
