import type { Clock } from '../../main/core/clock.ts';
import type { MarketEvent, SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import type { Connection, OutgoingGate } from './connection.ts';
import type { Counts, Tally } from './counts.ts';
import { requestError } from './request-error.ts';
import { SharedMessage, bytesOfFrame } from './shared-message.ts';
import type { EncodedFrame } from './shared-message.ts';
import { SlowReader } from './slow-reader.ts';
import type { CatchUp } from './topic.ts';
import type { VenueErrorCode } from './venue-error-code.ts';
import type { VenueLimits } from './venue-limits.ts';

export const CLOSE_POLICY = 1008;
const CLOSE_TOO_SLOW = 1013;

/** A stream on this connection, for the list of a heartbeat. */
export type Moving = { readonly id: SubscriptionId; readonly position: number; hasMoved: boolean };

type Tallies = Record<'messages' | 'bytes' | 'held' | 'conflated' | 'snapshot' | 'gap' | 'cut', Tally>;

/** Everything that leaves on one connection passes here: encoding, the slow-reader rule, the list for heartbeats. */
export class Outbox {
  readonly reader: SlowReader;
  readonly #connection: Connection;
  readonly #codec: CodecName;
  readonly #clock: Clock;
  readonly #limits: VenueLimits;
  readonly #counts: Counts;
  readonly #tallies: Tallies;
  readonly #gate: OutgoingGate | null;
  readonly #hand = (frame: EncodedFrame): void => this.#send(frame, bytesOfFrame(frame));
  #moved: Moving[] = [];
  #messagesOut = 0;
  #isOpen = true;
  #closed: { readonly code: number; readonly reason: string } | null = null;

  constructor(options: {
    connection: Connection;
    codec: CodecName;
    clock: Clock;
    limits: VenueLimits;
    counts: Counts;
    gate: OutgoingGate | null;
  }) {
    this.#connection = options.connection;
    this.#codec = options.codec;
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#counts = options.counts;
    this.#gate = options.gate;
    this.reader = new SlowReader(options.limits);
    this.#tallies = talliesOf(options.counts, options.connection);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** How the venue closed it; null while it did not. */
  get closed(): { readonly code: number; readonly reason: string } | null {
    return this.#closed;
  }

  get messagesOut(): number {
    return this.#messagesOut;
  }

  get bufferedBytes(): number {
    return this.#connection.bufferedBytes();
  }

  /** The stamp of a message that is sent now. */
  get sentTime(): TimestampMicros {
    return this.#clock.wallMicros();
  }

  send(event: MarketEvent): void {
    this.sendShared(new SharedMessage(event));
  }

  /** Sends an `error` and counts the refusal. @param id the request refused, 0 for none */
  sendError(id: number, code: VenueErrorCode, message: string, retryAfterMs?: number): void {
    this.#counts.add('refusals', [code]);
    this.send(requestError(id, code, message, retryAfterMs));
  }

  /** Nothing whatever is sent beyond the bound on unsent bytes: the last bound on the memory of one connection. */
  sendShared(message: SharedMessage): void {
    if (!this.#isOpen) return;
    if (this.#connection.bufferedBytes() > this.#limits.unsentBytes)
      return this.#cut('the reader is too slow: too much waits unsent');
    this.#pass(message);
  }

  /** Sends on a subscription's stream and remembers that it moved. */
  sendOnStream(message: SharedMessage, stream: Moving): void {
    this.sendShared(message);
    if (stream.hasMoved) return;
    stream.hasMoved = true;
    this.#moved.push(stream);
  }

  /** True when what may wait has to wait. */
  mustWait(): boolean {
    if (this.reader.isHeldBack) return true;
    if (!this.reader.isTooMuch(this.#connection.bufferedBytes())) return false;
    this.reader.hold(this.#clock.monotonicMs());
    this.#tallies.held.value += 1;
    return true;
  }

  /** Judges a held reader by the clock: cuts one that is too slow; true when it has caught up. */
  judgeReader(nowMs: number): boolean {
    if (!this.reader.isHeldBack) return false;
    if (this.reader.hasCaughtUp(this.#connection.bufferedBytes())) return true;
    if (this.reader.isTooSlow(nowMs))
      this.#cut(`the reader is too slow: over the mark for ${this.#limits.slowForMs} ms`);
    return false;
  }

  /** Counts what a slow reader gets in place of what it missed. */
  countCatchUp({ messages, resumed }: CatchUp): void {
    const first = messages[0]?.event.type;
    if (first === undefined) return;
    const action = first === 'gap' ? 'gap' : resumed ? 'conflated' : 'snapshot';
    this.#tallies[action].value += 1;
  }

  /** Pairs `[subscription, sequence, ...]` of the streams that moved since the last call. */
  takeMoved(): number[] {
    const pairs: number[] = [];
    for (const stream of this.#moved) {
      if (stream.hasMoved) pairs.push(stream.id, stream.position);
      stream.hasMoved = false;
    }
    this.#moved = [];
    return pairs;
  }

  close(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#closed = { code, reason };
    this.end();
    this.#connection.close(code, reason);
  }

  /** The connection is gone already: nothing is sent any more. */
  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#gate?.close();
  }

  #cut(reason: string): void {
    this.#tallies.cut.value += 1;
    this.#counts.add('refusals', ['SLOW_READER']);
    this.#pass(new SharedMessage(requestError(0, 'SLOW_READER', reason)));
    this.close(CLOSE_TOO_SLOW, reason);
  }

  #pass(message: SharedMessage): void {
    const codec = this.#codec;
    if (this.#gate !== null) this.#gate.pass(message, this.#hand);
    else this.#send(message.encoded(codec), message.bytes(codec));
  }

  #send(frame: EncodedFrame, bytes: number): void {
    this.#connection.send(frame);
    this.#messagesOut += 1;
    this.#tallies.messages.value += 1;
    this.#tallies.bytes.value += bytes;
  }
}

function talliesOf(counts: Counts, { facts }: Connection): Tallies {
  const labels = [facts.transport, facts.codec] as const;
  const action = (name: string) => counts.tally('slowReaderActions', name);
  return {
    messages: counts.tally('messagesOut', ...labels),
    bytes: counts.tally('bytesOut', ...labels),
    held: action('held'),
    conflated: action('conflated'),
    snapshot: action('snapshot'),
    gap: action('gap'),
    cut: action('cut'),
  };
}
