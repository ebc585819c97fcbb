import type { Connection } from '../../feed-simulator/server/connection.ts';
import type { Session } from '../../feed-simulator/server/session.ts';
import type { ConnectionEvents, FeedConnection } from '../../main/feed/websocket-connection.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import type { ManualClock } from '../support/manual-clock.ts';
import { alteredSize, damagedByte } from './damaged-frame.ts';
import type { RecordedVenue } from './recorded-venue.ts';
import type { SeededChance } from './seeded-chance.ts';

/** Chance of each fault per frame, of a cut, a silence and a stall per hundredth of a second. */
export type FaultRates = {
  readonly drop: number;
  readonly duplicate: number;
  readonly reorder: number;
  readonly delay: number;
  readonly corrupt: number;
  readonly alterSize: number;
  readonly cut: number;
  /** The line goes dead without a word. */
  readonly silence: number;
  /** The client's side stops reading for a while. */
  readonly stall: number;
};

export const NO_FAULTS: FaultRates = {
  drop: 0,
  duplicate: 0,
  reorder: 0,
  delay: 0,
  corrupt: 0,
  alterSize: 0,
  cut: 0,
  silence: 0,
  stall: 0,
};

type Way = { parcels: { readonly dueMs: number; readonly deliver: () => void }[]; lastDueMs: number };

export type LinkOptions = {
  readonly venue: RecordedVenue;
  readonly codec: CodecName;
  /** The client's callbacks. */
  readonly events: ConnectionEvents;
  readonly clock: ManualClock;
  readonly chance: SeededChance;
  /** Read at each use, so that a test can end the faults. */
  readonly rates: () => FaultRates;
};

const LATENCY_MS = 20;
const LONGEST_DELAY_MS = 400;
const LONGEST_STALL_MS = 2_000;
/** More than the venue lets wait unsent before it holds data back. */
const STALLED_BYTES = 2_097_152;

/** One connection between the production client and a session of the production venue, as bad as its rates say. */
export class LossyLink {
  readonly venue: RecordedVenue;
  readonly #options: LinkOptions;
  readonly #toClient: Way = { parcels: [], lastDueMs: 0 };
  readonly #toVenue: Way = { parcels: [], lastDueMs: 0 };
  #session: Session | null = null;
  #stalledUntilMs = 0;
  #isDead = false;

  constructor(options: LinkOptions) {
    this.venue = options.venue;
    this.#options = options;
    this.#post(this.#toVenue, () => {
      this.#post(this.#toClient, () => options.events.onOpen(options.codec));
      this.#session = this.venue.venue.openSession(this.#venueEnd(), options.codec);
    });
  }

  readonly clientEnd: FeedConnection = {
    receivePath: 'quick',
    send: (frame) =>
      this.#carry(this.#toVenue, frame, (bytes) => this.#session?.receive(bytes, typeof frame !== 'string')),
    setMode: () => undefined,
    terminate: () => this.#end(),
  };

  #venueEnd(): Connection {
    const never = (): never => {
      throw new Error('the venue spoils nothing by itself');
    };
    return {
      facts: { number: 1, transport: 'websocket', codec: this.#options.codec, address: '192.0.2.1' },
      send: (frame) =>
        this.#carry(this.#toClient, frame, (bytes) => {
          this.#options.events.onReadStart();
          this.#options.events.onFrame(bytes, 0, bytes.length, typeof frame !== 'string');
          this.#options.events.onReadEnd();
        }),
      bufferedBytes: () => (this.#isStalled ? STALLED_BYTES : 0),
      close: (code, reason) => this.#post(this.#toClient, () => this.cut(`${code} ${reason}`)),
      cut: never,
      freeze: never,
      sendHalf: never,
    };
  }

  get #isStalled(): boolean {
    return this.#options.rates().stall > 0 && this.#options.clock.monotonicMs() < this.#stalledUntilMs;
  }

  /** Delivers what is due and lets the line fall ill. @param afterEach called after each delivery to the client */
  step(afterEach: () => void): void {
    const { chance, clock } = this.#options;
    const rates = this.#options.rates();
    const nowMs = clock.monotonicMs();
    deliverDue(this.#toVenue, nowMs, () => undefined);
    deliverDue(this.#toClient, nowMs, afterEach);
    if (chance.happens(rates.cut)) this.cut('cut');
    if (chance.happens(rates.silence)) this.#isDead = true;
    if (chance.happens(rates.stall)) this.#stalledUntilMs = nowMs + chance.below(LONGEST_STALL_MS);
  }

  /** Both sides learn that the connection is gone. */
  cut(reason: string): void {
    this.#end();
    this.#options.events.onClosed(reason);
  }

  #end(): void {
    this.#isDead = true;
    if (this.#session !== null) this.venue.venue.endSession(this.#session);
  }

  #carry(way: Way, frame: Uint8Array | string, deliver: (bytes: Uint8Array) => void): void {
    const { chance } = this.#options;
    const rates = this.#options.rates();
    const whole = typeof frame === 'string' ? Buffer.from(frame, 'utf8') : frame;
    if (chance.happens(rates.drop)) return;
    const bytes = way === this.#toClient ? this.#spoilt(whole) : whole;
    for (let copies = chance.happens(rates.duplicate) ? 2 : 1; copies > 0; copies -= 1)
      this.#post(way, () => deliver(bytes));
  }

  #spoilt(bytes: Uint8Array): Uint8Array {
    const { chance, codec } = this.#options;
    const rates = this.#options.rates();
    if (chance.happens(rates.corrupt)) return damagedByte(codec, bytes, chance) ?? bytes;
    if (chance.happens(rates.alterSize)) return alteredSize(codec, bytes) ?? bytes;
    return bytes;
  }

  /** In order, unless the line is to reorder: then one parcel overtakes nobody but is overtaken. */
  #post(way: Way, deliver: () => void): void {
    if (this.#isDead) return;
    const { chance, clock } = this.#options;
    const rates = this.#options.rates();
    const late = chance.happens(rates.delay) ? chance.below(LONGEST_DELAY_MS) : 0;
    const dueMs = Math.max(clock.monotonicMs() + LATENCY_MS + late, way.lastDueMs);
    if (chance.happens(rates.reorder)) {
      way.parcels.push({ dueMs: dueMs + 1 + chance.below(100), deliver });
      return;
    }
    way.lastDueMs = dueMs;
    way.parcels.push({ dueMs, deliver });
  }
}

/** By due time, those of one time as they were posted. What a delivery posts is not due yet. */
function deliverDue(way: Way, nowMs: number, afterEach: () => void): void {
  const due = way.parcels.filter(({ dueMs }) => dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
  if (due.length === 0) return;
  way.parcels = way.parcels.filter(({ dueMs }) => dueMs > nowMs);
  for (const { deliver } of due) {
    deliver();
    afterEach();
  }
}
