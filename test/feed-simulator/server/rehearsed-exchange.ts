import type { CodecName } from '../../../main/wire/codec.ts';
import { priceTicks } from '../../../main/core/units/price.ts';
import { sizeLots } from '../../../main/core/units/size.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import type { SubscriptionTerms } from '../../../main/core/market-data/venue-request.ts';
import type { OutgoingGate } from '../../../feed-simulator/server/connection.ts';
import { SharedMessage } from '../../../feed-simulator/server/shared-message.ts';
import type { Topic } from '../../../feed-simulator/server/topic.ts';
import { readFrame } from '../../support/second-reader-flat.ts';
import { ExchangeRecord } from './exchange-record.ts';
import { bookReceiver, candleReceiver, tickerReceiver, tradeReceiver } from './receivers.ts';
import type { Receiver } from './receivers.ts';
import { FakeConnection, OPENING_BOOK, VenueFixture } from './venue-fixture.ts';
import type { Client } from './venue-fixture.ts';

/** One thing that happens at the exchange or to its one client. */
export type Step =
  | {
      readonly kind: 'change';
      readonly levels: readonly (readonly [number, number])[];
      readonly trades: readonly { price: number; size: number; side: 'buy' | 'sell' }[];
    }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'stall' | 'read' | 'cut' | 'come-back' | 'subscribe' | 'resume' | 'terms' };

export type Rehearsal = {
  readonly terms: SubscriptionTerms;
  readonly codec: CodecName;
  /** `pull`: an event stream or a poll, which asks a topic what is new since its position. */
  readonly way: 'websocket' | 'pull';
  readonly steps: readonly Step[];
};

const START = 1_600_000_000_000_000;
const NEW_BOOK = [...OPENING_BOOK.slice(0, 2), ...OPENING_BOOK.slice(6, 8)];
/** Longer than any conflation: what was merged is out. */
const SETTLED_MS = 5_100;

/**
 * Plays a rehearsal and gives what the receiver found wrong.
 *
 * @param spoil a planted fault: what becomes of each event on its way out
 */
export function rehearse(
  rehearsal: Rehearsal,
  spoil?: (message: SharedMessage) => SharedMessage | null,
): string[] {
  const play = new Play(rehearsal, spoil);
  for (const step of rehearsal.steps) play.take(step);
  play.end();
  return play.receiver.faults;
}

class Play {
  readonly receiver: Receiver;
  readonly #rehearsal: Rehearsal;
  readonly #fixture: VenueFixture;
  readonly #record = new ExchangeRecord(OPENING_BOOK, START);
  readonly #spoil: (message: SharedMessage) => SharedMessage | null;
  #client: Client | null = null;
  #pulled: { readonly topics: readonly Topic[]; release(): void } | null = null;
  /** Where who pulls stands: on the terms of the instrument, which it always follows, and on its channel. */
  readonly #positions: (number | null)[] = [1, null];
  #time = START;
  #isStalled = false;

  constructor(rehearsal: Rehearsal, spoil?: (message: SharedMessage) => SharedMessage | null) {
    this.#rehearsal = rehearsal;
    this.#spoil = spoil ?? ((message) => message);
    const gate = (codec: CodecName): OutgoingGate => ({
      pass: (message, deliver) => {
        const passed = this.#spoil(message);
        if (passed !== null) deliver(passed.encoded(codec));
      },
      close: () => undefined,
    });
    this.#fixture = new VenueFixture({ gates: (facts) => gate(facts.codec) });
    this.receiver = receiverOf(rehearsal.terms, this.#record);
    this.#comeBack(false);
  }

  take(step: Step): void {
    switch (step.kind) {
      case 'change':
        this.#change(step);
        break;
      case 'wait':
        this.#fixture.pass(step.ms);
        break;
      case 'terms':
        this.#newTerms();
        break;
      case 'stall':
      case 'read':
        this.#setStalled(step.kind === 'stall');
        break;
      case 'cut':
        this.#cut();
        break;
      case 'come-back':
        this.#comeBack(true);
        break;
      case 'subscribe':
      case 'resume':
        if (this.#client !== null && !this.#isStalled) this.#subscribe(step.kind === 'resume');
        break;
    }
    this.#listen();
    this.#fixture.pass(1);
    this.#listen();
  }

  /** Everything that waits comes out: back on the line, reading, every interval over. */
  end(): void {
    this.#comeBack(true);
    this.#setStalled(false);
    for (const ms of [1, SETTLED_MS, 1]) {
      this.#fixture.pass(ms);
      this.#listen();
    }
    this.receiver.settle();
  }

  #change({ levels, trades }: Extract<Step, { kind: 'change' }>): void {
    // A millisecond or a minute: candles and days have ends.
    this.#time += trades.length === 2 ? 61_000_000 : 1_000;
    const venueTime = timestampMicros(this.#time);
    const fills = trades.map(({ price, size, side }) => ({
      price: priceTicks(price),
      size: sizeLots(size),
      aggressorSide: side,
      venueTime,
    }));
    const unique = new Map(levels);
    this.#record.change(unique, fills, this.#time);
    this.#fixture.apply({
      kind: 'book',
      instrument: 0,
      venueTime,
      levels: [...unique].flat(),
      trades: fills,
    });
  }

  #newTerms(): void {
    const [definition] = this.#fixture.instruments;
    if (definition === undefined) throw new Error('expected an instrument');
    this.#time += 1_000;
    const venueTime = timestampMicros(this.#time);
    // Who pulls takes what it can under the old terms, as an event stream would have within its batch.
    this.#listen();
    this.#record.newTerms(NEW_BOOK, this.#time);
    this.#fixture.apply({ kind: 'terms', instrument: 0, venueTime, definition, levels: NEW_BOOK });
  }

  #setStalled(isStalled: boolean): void {
    this.#isStalled = isStalled;
    if (this.#client !== null) this.#client.connection.unsentBytes = isStalled ? 2_000_000 : 0;
  }

  #cut(): void {
    if (this.#client !== null) this.#fixture.venue.endSession(this.#client.session);
    this.#pulled?.release();
    this.#client = null;
    this.#pulled = null;
  }

  #comeBack(isResuming: boolean): void {
    if (this.#client !== null || this.#pulled !== null) return;
    this.#isStalled = false;
    if (this.#rehearsal.way === 'pull') this.#openTopics();
    else {
      this.#client = this.#fixture.connect(new FakeConnection(this.#rehearsal.codec));
      this.#subscribe(isResuming);
    }
    this.#listen();
  }

  #subscribe(isResuming: boolean): void {
    const { position } = this.receiver;
    const resume = isResuming && position !== null ? { resume: { epoch: 7, sequence: position } } : {};
    this.#client?.ask({ type: 'subscribe', id: 1, instrument: 'AAA', ...this.#rehearsal.terms, ...resume });
  }

  #openTopics(): void {
    const { channel, ...terms } = this.#rehearsal.terms;
    const selection = { channels: ['instruments', channel] as const, instruments: ['AAA'], ...terms };
    const opened = this.#fixture.venue.openTopics(this.#fixture.rights, selection, 2);
    if (!('topics' in opened)) throw new Error(`expected topics, received ${opened.code}`);
    this.#pulled = opened;
  }

  #listen(): void {
    for (const message of this.#client?.connection.take() ?? []) this.receiver.receive(message);
    // Too slow for too long.
    if (this.#client?.connection.closed?.code === 1013) this.#cut();
    if (this.#pulled === null || this.#isStalled) return;
    for (const [place, topic] of this.#pulled.topics.entries()) {
      const position = this.#positions[place] ?? null;
      if (position !== null && topic.sequence <= position) continue;
      const { messages, sequence } = topic.since(position);
      // What `subscribed` says on a WebSocket.
      if (position === null) this.receiver.receive({ type: 'subscribed', sequence });
      for (const message of messages) this.#hear(message);
      this.#positions[place] = sequence;
    }
  }

  #hear(message: SharedMessage): void {
    const { codec } = this.#rehearsal;
    const passed = this.#spoil(message);
    if (passed !== null) this.receiver.receive(readFrame(codec, passed.encoded(codec)));
  }
}

function receiverOf(
  { channel, depth = 0, intervalMs = 1_000 }: SubscriptionTerms,
  record: ExchangeRecord,
): Receiver {
  if (channel === 'book') return bookReceiver(record, depth);
  if (channel === 'trades') return tradeReceiver(record);
  if (channel === 'ticker') return tickerReceiver(record);
  return candleReceiver(record, intervalMs);
}
