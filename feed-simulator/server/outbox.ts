import type { Clock } from '../../main/core/clock.ts';
import type { MarketEvent, SubscriptionId } from '../../main/core/market-data/market-event.ts';
import type { TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { SharedMessage } from './shared-message.ts';
import type { EncodedFrame } from './shared-message.ts';
import { SlowReader } from './slow-reader.ts';

/** The way to one client, as the edge supplies it. */
export type Connection = {
  /** Never blocks; what the client does not take waits in the connection. */
  send(frame: EncodedFrame): void;
  /** Bytes handed over and not yet taken by the operating system. */
  bufferedBytes(): number;
  close(code: number, reason: string): void;
};

/** Nothing whatever is sent beyond this many unsent bytes: the last bound on the memory of one connection. */
export const MAX_UNSENT_BYTES = 8 * 1_048_576;

export const CLOSE_POLICY = 1008;
const CLOSE_TOO_SLOW = 1013;

/** Everything that leaves on one connection passes here: encoding, the slow-reader rule, the list for heartbeats. */
export class Outbox {
  readonly reader = new SlowReader();
  readonly #connection: Connection;
  readonly #codec: CodecName;
  readonly #clock: Clock;
  readonly #moved = new Map<SubscriptionId, number>();
  #isOpen = true;

  constructor(connection: Connection, codec: CodecName, clock: Clock) {
    this.#connection = connection;
    this.#codec = codec;
    this.#clock = clock;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The stamp of a message that is sent now. */
  get sentTime(): TimestampMicros {
    return this.#clock.wallMicros();
  }

  send(event: MarketEvent): void {
    this.sendShared(new SharedMessage(event));
  }

  sendShared(message: SharedMessage): void {
    if (!this.#isOpen) return;
    if (this.#connection.bufferedBytes() > MAX_UNSENT_BYTES) {
      this.close(CLOSE_TOO_SLOW, 'the reader is too slow: too much waits unsent');
      return;
    }
    this.#connection.send(message.encoded(this.#codec));
  }

  /** Sends on a subscription's stream and remembers where it stands now. */
  sendOnStream(message: SharedMessage, subscription: SubscriptionId, sequence: number): void {
    this.sendShared(message);
    this.#moved.set(subscription, sequence);
  }

  /** True when what may wait has to wait. */
  mustWait(): boolean {
    return this.reader.mustWait(this.#connection.bufferedBytes(), this.#clock.monotonicMs());
  }

  /** Judges the reader by the clock: cuts one that is too slow; true when a held one has caught up. */
  judgeReader(): boolean {
    if (this.reader.hasCaughtUp(this.#connection.bufferedBytes())) return true;
    if (this.reader.isTooSlow(this.#clock.monotonicMs()))
      this.close(CLOSE_TOO_SLOW, 'the reader is too slow: over the mark for 10 seconds');
    return false;
  }

  /** Pairs `[subscription, sequence, ...]` of the streams that moved since the last call. */
  takeMoved(): number[] {
    const pairs = [...this.#moved].flat();
    this.#moved.clear();
    return pairs;
  }

  forget(subscription: SubscriptionId): void {
    this.#moved.delete(subscription);
  }

  close(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#connection.close(code, reason);
  }

  /** The connection is gone already: nothing is sent any more. */
  end(): void {
    this.#isOpen = false;
  }
}
