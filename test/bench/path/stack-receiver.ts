import { WebSocket } from 'ws';
import type { BookHash } from '../../../main/core/market-data/market-event.ts';
import type { ConnectOptions, OnRead, PathReceiver } from './path-receiver.ts';
import { benchSubProtocol, type WireForm } from './wire-form.ts';

/** Decoder and books of a stack whose connection is `ws`. */
export type StackBooks = {
  /** One message, into its book. The first of each book is the whole of it. */
  take(message: Buffer): void;
  showViews(): void;
  hashOf(place: number): BookHash;
};

/** `ws` as most people use it, and some books behind it. */
export class StackReceiver implements PathReceiver {
  readonly #form: WireForm;
  readonly #instruments: number;
  readonly #create: () => StackBooks;
  readonly #onRead: OnRead;
  #books: StackBooks;
  #socket: WebSocket | null = null;

  constructor(form: WireForm, instruments: number, create: () => StackBooks, onRead: OnRead) {
    this.#form = form;
    this.#instruments = instruments;
    this.#create = create;
    this.#onRead = onRead;
    this.#books = create();
  }

  connect({ port, isDeflated }: ConnectOptions, onLive: () => void): void {
    const books = this.#create();
    this.#books = books;
    let openings = this.#instruments;
    const url = `ws://127.0.0.1:${port}/v1`;
    this.#socket = new WebSocket(url, [benchSubProtocol(this.#form)], { perMessageDeflate: isDeflated });
    this.#socket.on('message', (message: Buffer) => {
      books.take(message);
      if (openings === 0) return this.#onRead(1);
      openings -= 1;
      if (openings === 0) onLive();
    });
  }

  showViews(): void {
    this.#books.showViews();
  }
  hashOf(place: number): BookHash {
    return this.#books.hashOf(place);
  }
  tick(): void {
    // Stacks of others judge no deadlines.
  }
  close(): void {
    this.#socket?.terminate();
    this.#socket = null;
  }
}
