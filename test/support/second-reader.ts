import { WebSocket } from 'ws';
import { MirrorBook } from './second-reader-book.ts';
import type { BookSides, RawMessage } from './second-reader-book.ts';
import { readFrame, type ReaderCodec } from './second-reader-flat.ts';
import { writeMessagePack, type RequestField } from './second-reader-request.ts';

// A reader of the protocol written from PROTOCOL.md alone. It shares no code with the product, so that a mistake made
// in both ends of the product still shows here.

export type { ReaderCodec };

const ANSWER_WITHIN_MS = 5_000;

/** One connection to a running venue, its messages decoded by hand; what they mean is left to the caller. */
export class SecondReader {
  readonly messages: RawMessage[] = [];
  readonly #socket: WebSocket;
  readonly #codec: ReaderCodec;
  readonly #watchers = new Set<() => void>();
  #nextId = 1;
  /** Close code and reason, once closed. */
  closed: { code: number; reason: string } | null = null;

  constructor(url: string, codec: ReaderCodec) {
    this.#codec = codec;
    this.#socket = new WebSocket(url, [`touchline.v1.${codec.replace('-', '.')}`], {
      perMessageDeflate: false,
    });
    this.#socket.on('message', (bytes: Buffer, isBinary) => {
      this.messages.push(this.#read(bytes, isBinary));
      for (const watcher of this.#watchers) watcher();
    });
    this.#socket.on('error', (error) => (this.closed ??= { code: 0, reason: error.message }));
    this.#socket.on('close', (code, reason) => {
      this.closed ??= { code, reason: reason.toString() };
      for (const watcher of this.#watchers) watcher();
    });
  }

  /** Sends a request and gives its id. Requests are JSON, or MessagePack written by hand. */
  request(fields: Readonly<Record<string, RequestField>>): number {
    const id = this.#nextId;
    this.#nextId += 1;
    const message = { id, ...fields };
    this.sendRaw(this.#codec.endsWith('json') ? JSON.stringify(message) : writeMessagePack(message));
    return id;
  }

  sendRaw(frame: string | Uint8Array): void {
    this.#socket.send(frame);
  }

  /** Stops reading from the socket, as a client that hangs does. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Waits until `condition` holds, looked at after every message; rejects after five seconds. */
  async until(condition: () => boolean, what: string): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const finish = (end: () => void): void => {
        clearTimeout(limit);
        this.#watchers.delete(watcher);
        end();
      };
      const watcher = (): void => {
        if (condition()) finish(resolve);
      };
      const limit = setTimeout(
        () =>
          finish(() =>
            reject(new Error(`waited in vain for ${what}; closed: ${JSON.stringify(this.closed)}`)),
          ),
        ANSWER_WITHIN_MS,
      );
      this.#watchers.add(watcher);
    });
  }

  /** The first message that fits. */
  async next(what: string, fits: (message: RawMessage) => boolean): Promise<RawMessage> {
    await this.until(() => this.messages.some(fits), what);
    const found = this.messages.find(fits);
    if (found === undefined) throw new Error(`expected ${what}`);
    return found;
  }

  async close(): Promise<void> {
    if (this.closed !== null) return;
    this.#socket.close();
    await this.until(() => this.closed !== null, 'the close');
  }

  #read(bytes: Buffer, isBinary: boolean): RawMessage {
    return readFrame(this.#codec, isBinary ? bytes : bytes.toString('utf8'));
  }
}

/** Follows the messages of one subscription into a book. */
export function mirrorOf(messages: readonly RawMessage[], subscription: number): MirrorBook {
  const mirror = new MirrorBook();
  for (const message of messages)
    if (message.subscription === subscription && (message.type === 'snapshot' || message.type === 'delta'))
      mirror.receive(message);
  return mirror;
}

/**
 * The venue's whole book of an instrument as it was at `sequence`, asked for on a connection of its own and checked
 * against its hash. Rejects when the venue refuses (too old, ahead, unknown) or the answer has a fault.
 */
export async function readBookAt(
  url: string,
  instrumentId: string,
  sequence: number,
): Promise<{ sequence: number } & BookSides> {
  const reader = new SecondReader(url, 'json');
  try {
    await reader.next('the welcome', (message) => message.type === 'welcome');
    const asked = reader.request({ type: 'subscribe', instrument: instrumentId, channel: 'book', depth: 0 });
    const { subscription } = await answerTo(reader, asked, 'subscribed');
    const id = reader.request({ type: 'snapshot', subscription: subscription ?? 0, atSequence: sequence });
    await answerTo(reader, id, 'snapshot');
    const answers = reader.messages.filter((message) => message.type === 'snapshot' && message.id === id);
    const mirror = mirrorOf(answers, subscription ?? 0);
    if (mirror.faults.length > 0 || mirror.verified !== 1) throw new Error(mirror.faults.join('; '));
    return { sequence: mirror.sequence, ...mirror.sides() };
  } finally {
    await reader.close();
  }
}

async function answerTo(reader: SecondReader, id: number, type: string): Promise<RawMessage> {
  const answer = await reader.next(
    `the answer ${type}`,
    (message) =>
      message.id === id &&
      (message.type === 'error' || (message.type === type && message.part === message.parts)),
  );
  if (answer.type === 'error') throw new Error(`the venue refused: ${String(answer.code)}`);
  return answer;
}
