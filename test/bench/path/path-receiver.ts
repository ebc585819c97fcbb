import type { BookHash } from '../../../main/core/market-data/market-event.ts';

/** One way from a socket to views: connection, decoder, books. */
export type PathReceiver = {
  /** Begins anew on that port. @param onLive called once, when every book stands as it was sent */
  connect(options: ConnectOptions, onLive: () => void): void;
  /** What 60 times a second is made of every book: the best 20 a side. */
  showViews(): void;
  /** Of the book at that place as it is now. */
  hashOf(place: number): BookHash;
  /** Deadlines, ten times a second. */
  tick(): void;
  close(): void;
};

export type ConnectOptions = {
  readonly port: number;
  readonly isDeflated: boolean;
  readonly isCalm: boolean;
};

/**
 * Told after each read of the socket, or each message where the stack has no reads, when views may be made of what came;
 * while a connection is not live yet too.
 *
 * @param messages so many more are in the books
 */
export type OnRead = (messages: number) => void;
