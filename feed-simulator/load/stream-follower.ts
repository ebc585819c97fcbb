import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import { isBinaryCodec, type CodecName } from '../../main/wire/codec.ts';
import { decodeFrame } from '../../main/wire/decode-message.ts';
import { validateServerMessage } from '../../main/wire/validate-message.ts';
import { CheckedBook } from './checked-book.ts';
import { emptyGlance } from './glance.ts';
import { glanceAt } from './message-glance.ts';
import type { RunTally } from './run-tally.ts';

const glance = emptyGlance();

/** What a client does with its messages: nothing lost, nothing twice, and in a sample every book right. No I/O. */
export class StreamFollower {
  readonly #codec: CodecName;
  readonly #tally: RunTally;
  /** Null: this client only counts. */
  readonly #books: Map<number, CheckedBook> | null;
  /** Where each subscription stands. */
  readonly #sequences = new Map<number, number>();
  readonly #onEvent: (event: MarketEvent) => void;
  /** False: what arrives is followed but not counted, as with clients that are slow on purpose. */
  isCounted = true;

  /** @param options.onEvent takes every message but deltas and trades */
  constructor(options: {
    codec: CodecName;
    tally: RunTally;
    isSample: boolean;
    onEvent: (event: MarketEvent) => void;
  }) {
    this.#codec = options.codec;
    this.#tally = options.tally;
    this.#books = options.isSample ? new Map<number, CheckedBook>() : null;
    this.#onEvent = options.onEvent;
  }

  /** Subscriptions whose first whole state has come. */
  get started(): number {
    return this.#sequences.size;
  }

  /**
   * One message, in `bytes` from `start` to `end`.
   *
   * @param receivedMicros wall time
   */
  take(bytes: Buffer, start: number, end: number, receivedMicros: number): void {
    if (!glanceAt(this.#codec, bytes, start, end, glance)) {
      this.#tally.unreadable += 1;
      return;
    }
    const { type, subscription, previousSequence, sequence, sentTime } = glance;
    const isDelivery = type === 'delta' || type === 'trades';
    if (isDelivery) {
      this.#join(subscription, previousSequence, sequence);
      if (this.isCounted) {
        this.#tally.deliveries += 1;
        this.#tally.delays.add(receivedMicros - sentTime);
      }
    }
    if (!isDelivery || this.#books !== null) this.#read(bytes.subarray(start, end));
  }

  #join(subscription: number, previousSequence: number, sequence: number): void {
    if (this.#sequences.get(subscription) !== previousSequence || sequence <= previousSequence)
      this.#tally.brokenChains += 1;
    this.#sequences.set(subscription, sequence);
  }

  #read(message: Buffer): void {
    const decoded = decodeFrame(this.#codec, message, isBinaryCodec(this.#codec));
    const event = decoded.type === 'decoded' ? validateServerMessage(decoded.value, this.#codec) : decoded;
    if (event.type === 'wire-error') this.#tally.unreadable += 1;
    else if (event.type !== 'ignored') this.#follow(event);
  }

  #follow(event: MarketEvent): void {
    switch (event.type) {
      case 'snapshot':
        if (event.part === event.parts) this.#sequences.set(event.subscription, event.sequence);
        return this.#checkBook(event);
      case 'delta':
        return this.#checkBook(event);
      case 'trades':
        return;
      case 'gap':
        this.#tally.gaps += event.to - event.from + 1;
        this.#sequences.set(event.subscription, event.to);
        return;
      case 'subscribed':
        if (event.channel === 'trades') this.#sequences.set(event.subscription, event.sequence);
        return this.#onEvent(event);
      case 'heartbeat':
        for (let i = 0; i + 1 < event.sequences.length; i += 2)
          if (this.#sequences.get(event.sequences[i] ?? 0) !== event.sequences[i + 1])
            this.#tally.brokenChains += 1;
        return;
      case 'error':
        this.#tally.noteError(event.code);
        return this.#onEvent(event);
      default:
        return this.#onEvent(event);
    }
  }

  #checkBook(event: Parameters<CheckedBook['take']>[0]): void {
    if (this.#books === null) return;
    const book = this.#books.get(event.subscription) ?? new CheckedBook();
    this.#books.set(event.subscription, book);
    const verdict = book.take(event);
    if (verdict === 'right') this.#tally.verifiedBooks += 1;
    if (verdict === 'wrong') this.#tally.wrongBooks += 1;
  }
}
