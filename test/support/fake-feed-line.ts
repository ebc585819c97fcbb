import type { Instrument } from '../../main/core/instrument/instrument.ts';
import type { FeedMode } from '../../main/core/market-data/feed-mode.ts';
import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { OpenConnection } from '../../main/feed/feed-client.ts';
import type { ConnectionEvents, FeedConnection } from '../../main/feed/websocket-connection.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { encodeServerMessage } from '../../main/wire/encode-message.ts';
import { levelsFromText } from './book-text.ts';
import {
  anAcknowledgement,
  aSnapshot,
  aWelcome,
  BOOK_SUBSCRIPTION,
  TRADES_SUBSCRIPTION,
} from './market-events.ts';
import type { RawMessage } from './second-reader-book.ts';
import { readMessagePack } from './second-reader-message-pack.ts';

/** One connection as the client opened it; the test plays the venue. */
export class FakeFeedConnection implements FeedConnection {
  readonly url: string;
  readonly offered: readonly CodecName[];
  readonly events: ConnectionEvents;
  readonly receivePath = 'quick';
  /** What the client sent, decoded without the product's decoder. */
  readonly requests: RawMessage[] = [];
  /** Why the client ended it; null while it has not. */
  terminated: string | null = null;
  /** As the client last asked for. */
  mode: FeedMode = 'fast';
  #codec: CodecName = 'json';

  constructor(url: string, offered: readonly CodecName[], events: ConnectionEvents) {
    this.url = url;
    this.offered = offered;
    this.events = events;
  }

  send(frame: Uint8Array | string): void {
    const request: unknown = typeof frame === 'string' ? JSON.parse(frame) : readMessagePack(frame);
    this.requests.push(request as RawMessage);
  }

  setMode(mode: FeedMode): void {
    this.mode = mode;
  }

  terminate(reason: string): void {
    this.terminated ??= reason;
  }

  /** The venue takes the connection and speaks this codec. */
  accept(codec: CodecName = 'json'): void {
    this.#codec = codec;
    this.events.onOpen(codec);
  }

  say(...events: MarketEvent[]): void {
    for (const event of events) {
      const frame = encodeServerMessage(this.#codec, event);
      const bytes = typeof frame === 'string' ? Buffer.from(frame, 'utf8') : frame;
      this.#deliver(bytes, typeof frame !== 'string');
    }
  }

  /** A frame as the test wrote it; text is a text frame. */
  sayRaw(frame: Uint8Array | string): void {
    this.#deliver(Buffer.from(frame as string), typeof frame !== 'string');
  }

  #deliver(bytes: Uint8Array, isBinary: boolean): void {
    this.events.onReadStart();
    this.events.onFrame(bytes, 0, bytes.length, isBinary);
    this.events.onReadEnd();
  }

  close(reason: string, retryAfterMs?: number): void {
    this.events.onClosed(reason, retryAfterMs);
  }

  requestOf(type: string, fields: Readonly<Record<string, unknown>> = {}): RawMessage {
    const request = this.requests.findLast(
      (sent) => sent.type === type && Object.entries(fields).every(([name, value]) => sent[name] === value),
    );
    if (request === undefined) throw new Error(`expected a ${type} request`);
    return request;
  }

  /**
   * Welcomes the client, acknowledges both channels of every instrument (subscriptions 1 and 2 the first, 3 and 4 the
   * second, ...) and sends each book at sequence 100.
   *
   * @param picture of every book, as in book-text.ts
   */
  serve(instruments: readonly Instrument[], picture: string): void {
    this.say(aWelcome(instruments));
    instruments.forEach(({ id: instrument }, index) => {
      const book = this.requestOf('subscribe', { instrument, channel: 'book' }).id ?? 0;
      const trades = this.requestOf('subscribe', { instrument, channel: 'trades' }).id ?? 0;
      const subscription = BOOK_SUBSCRIPTION + index * 2;
      this.say(
        anAcknowledgement({ id: book, instrument, subscription }),
        aSnapshot({ subscription, levels: levelsFromText(picture) }),
        anAcknowledgement({
          id: trades,
          instrument,
          channel: 'trades',
          subscription: TRADES_SUBSCRIPTION + index * 2,
        }),
      );
    });
  }
}

/** Every connection a client opened, newest last. */
export class FakeFeedLine {
  readonly connections: FakeFeedConnection[] = [];

  readonly open: OpenConnection = (url, codecs, events) => {
    const connection = new FakeFeedConnection(url, codecs, events);
    this.connections.push(connection);
    return connection;
  };

  get latest(): FakeFeedConnection {
    const connection = this.connections.at(-1);
    if (connection === undefined) throw new Error('expected a connection');
    return connection;
  }
}
