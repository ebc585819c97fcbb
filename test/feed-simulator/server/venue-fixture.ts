import type { Clock } from '../../../main/core/clock.ts';
import type { Instrument } from '../../../main/core/instrument/instrument.ts';
import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import { priceTicks } from '../../../main/core/units/price.ts';
import { sizeLots } from '../../../main/core/units/size.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import { isBinaryCodec, type CodecName } from '../../../main/wire/codec.ts';
import { packMessage } from '../../../main/wire/message-pack.ts';
import type { MarketChange, SimulatedTrade } from '../../../feed-simulator/market-model/market-change.ts';
import type { Connection, ConnectionFacts } from '../../../feed-simulator/server/connection.ts';
import type { EncodedFrame } from '../../../feed-simulator/server/shared-message.ts';
import { Venue } from '../../../feed-simulator/server/venue.ts';
import type { VenueOptions } from '../../../feed-simulator/server/venue-options.ts';
import type { Rights } from '../../../feed-simulator/server/rights.ts';
import type { Session } from '../../../feed-simulator/server/session.ts';
import type { RawMessage } from '../../support/second-reader-book.ts';
import { readFrame } from '../../support/second-reader-flat.ts';

/** Time that moves only when a test says so. */
export class ManualClock implements Clock {
  #ms = 1_000;

  advance(ms: number): void {
    this.#ms += ms;
  }

  wallMicros(): ReturnType<Clock['wallMicros']> {
    return timestampMicros(1_700_000_000_000_000 + this.#ms * 1000);
  }

  monotonicMs(): number {
    return this.#ms;
  }
}

/** A connection whose client reads when the test says so. */
export class FakeConnection implements Connection {
  readonly facts: ConnectionFacts;
  readonly messages: RawMessage[] = [];
  closed: { code: number; reason: string } | null = null;
  unsentBytes = 0;
  /** While true, what is sent adds to the unsent bytes. */
  isStalled = false;
  isCut = false;

  constructor(codec: CodecName = 'json') {
    this.facts = { number: 1, transport: 'websocket', codec, address: '192.0.2.1' };
  }

  send(frame: EncodedFrame): void {
    if (this.closed !== null) throw new Error('sent after the close');
    if (this.isStalled) this.unsentBytes += frame.length;
    this.messages.push(readFrame(this.facts.codec, frame));
  }

  bufferedBytes(): number {
    return this.unsentBytes;
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  cut(): void {
    this.isCut = true;
  }

  freeze(): void {
    throw new Error('the venue freezes nothing by itself');
  }

  sendHalf(): void {
    throw new Error('the venue breaks nothing by itself');
  }

  /** The messages since the last call. */
  take(): RawMessage[] {
    return this.messages.splice(0);
  }

  ofType(type: string): RawMessage[] {
    return this.messages.filter((message) => message.type === type);
  }
}

export function instrument(id: string): Instrument {
  return {
    id: instrumentId(id),
    name: `${id} of the fixture`,
    kind: 'equity',
    currency: 'USD',
    tickUnits: 1,
    priceDigits: 2,
    lotUnits: 1,
    sizeDigits: 0,
    minTicks: priceTicks(1),
    maxTicks: priceTicks(1_000_000),
    state: 'trading',
  };
}

export const bid = (ticks: number, lots: number): number[] => [ticks * 2, lots];
export const ask = (ticks: number, lots: number): number[] => [ticks * 2 + 1, lots];

/** Bids 100, 99, 98 and asks 101, 102, 103 of 10, 20, 30 lots. */
export const OPENING_BOOK = [
  ...bid(100, 10),
  ...bid(99, 20),
  ...bid(98, 30),
  ...ask(101, 10),
  ...ask(102, 20),
  ...ask(103, 30),
];

/** Two instruments, AAA with the opening book and BBB empty, a venue, and a way to make its market change. */
export class VenueFixture {
  readonly clock = new ManualClock();
  readonly instruments = [instrument('AAA'), instrument('BBB')];
  now = timestampMicros(1_600_000_000_000_000);
  readonly venue: Venue;
  /** May read everything and has no token. */
  readonly rights: Rights = {
    subject: '',
    tokenId: null,
    scopes: ['market-data'],
    instruments: ['*'],
    mayRead: () => true,
    expiresAt: null,
    maxSubscriptions: 1_024,
  };

  constructor(options: Partial<VenueOptions> = {}) {
    const levels = (index: number): number[] => (index === 0 ? OPENING_BOOK : []);
    const market = { instruments: this.instruments, levels, now: this.now };
    this.venue = new Venue({ name: 'Fixture', epoch: 7, market, clock: this.clock, ...options });
  }

  /** A new client; it speaks the codec of its connection, JSON unless said otherwise. */
  connect(connection = new FakeConnection(), rights?: Rights): Client {
    const { codec } = connection.facts;
    const session = this.venue.openSession(connection, codec, rights);
    const ask: Ask = (request) => {
      const isBinary = isBinaryCodec(codec);
      const frame = isBinary ? packMessage(request) : JSON.stringify(request);
      session.receive(Buffer.from(frame), isBinary);
    };
    return { connection, session, ask };
  }

  /** The book of AAA (or of the instrument at `index`) changes. */
  change(levels: number[], trades: readonly SimulatedTrade[] = [], index = 0): void {
    this.apply({ kind: 'book', instrument: index, venueTime: this.#later(), levels, trades });
  }

  apply(change: MarketChange): void {
    this.venue.apply(change);
  }

  /** Lets time pass and the venue act on it. */
  pass(ms: number): void {
    this.clock.advance(ms);
    this.venue.tick();
  }

  trade(ticks: number, lots: number): SimulatedTrade {
    return { price: priceTicks(ticks), size: sizeLots(lots), aggressorSide: 'buy', venueTime: this.now };
  }

  #later(): typeof this.now {
    this.now = timestampMicros(this.now + 1_000);
    return this.now;
  }
}

export type Client = { readonly connection: FakeConnection; readonly session: Session; readonly ask: Ask };
type Ask = (request: Readonly<Record<string, unknown>>) => void;
