import type { BookHash } from '../../../main/core/market-data/market-event.ts';
import type { BookStreamOptions } from '../book-stream.ts';
import type { SentStreamOptions } from './sent-stream.ts';

// What the benchmark says to the two processes it starts, and they to it.

/** Given to both as their one argument, in JSON. */
export type ProcessOptions = { readonly shape: BookStreamOptions; readonly receiver?: ReceiverName };

export type SenderRequest =
  | ({ readonly kind: 'prepare' } & SentStreamOptions)
  /** All that was prepared, as quickly as it is read. */
  | { readonly kind: 'blast' }
  /** What was prepared, so many messages a second. */
  | { readonly kind: 'pace'; readonly messagesPerSecond: number };

export type SenderAnswer =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'prepared'; readonly endHashes: readonly BookHash[]; readonly bytes: number }
  /** When each message was handed to the socket; on the clock of {@link sharedMs}. */
  | { readonly kind: 'paced'; readonly sentMs: Float64Array };

/** Who reads: the product, a stack of others' parts, or the limit. */
export type ReceiverName =
  | 'product-msgpack'
  | 'product-json'
  | 'product-maps'
  | 'tardis'
  | 'tardis-flat'
  | 'ccxt'
  | 'splice'
  | 'splice-flat'
  | 'fixed';

export type ReceiverRequest =
  /** Connects anew; answered with `live` once every book stands. */
  | {
      readonly kind: 'connect';
      readonly port: number;
      readonly isDeflated: boolean;
      readonly isCalm: boolean;
    }
  /** Measures the next so many messages; answered with `armed`, and with `measured` after the last. */
  | { readonly kind: 'measure'; readonly messages: number; readonly isEachTimed: boolean }
  | { readonly kind: 'close' };

export type ReceiverAnswer =
  { readonly kind: 'live'; readonly blockMs: number } | { readonly kind: 'armed' } | Measured;

/** One run as the receiving process saw it. */
export type Measured = {
  readonly kind: 'measured';
  /** Of the whole process, all its threads, user and system, from arming to the last message. */
  readonly cpuMs: number;
  /** From the first of the messages to the last. */
  readonly wallMs: number;
  readonly views: number;
  readonly hashes: readonly BookHash[];
  /** Own processor time of each turn of the event loop that read the socket, milliseconds. */
  readonly turnsMs: Float64Array;
  /** When the view state held each message; empty unless asked for. */
  readonly doneMs: Float64Array;
};

/** Milliseconds of the machine's monotonic clock: the same in every process. */
export function sharedMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
