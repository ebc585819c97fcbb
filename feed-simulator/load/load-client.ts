import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { VenueRequest } from '../../main/core/market-data/venue-request.ts';
import { SUB_PROTOCOLS } from '../../main/wire/codec.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { encodeClientMessage } from '../../main/wire/encode-message.ts';
import { FrameSplitter, clientFrame } from './frame-splitter.ts';
import type { RunTally } from './run-tally.ts';
import { StreamFollower } from './stream-follower.ts';

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
/** RFC 6455 section 1.3. */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const MAX_HEAD_BYTES = 16_384;
/** One buffer for what all clients read: a chunk is done with before the next one is read. */
const READ_BUFFER = Buffer.allocUnsafe(262_144);

export type LoadClientOptions = {
  readonly url: URL;
  readonly codec: CodecName;
  readonly token: string | null;
  readonly tally: RunTally;
  readonly isSample: boolean;
  readonly wallMicros: () => number;
  readonly onEvent: (event: MarketEvent) => void;
  /** Once, when the connection is gone: the code of the close frame, 0 where none came. */
  readonly onClosed: (code: number, reason: string) => void;
};

/**
 * One client on a bare socket: a thousand of them must cost less than the venue that feeds them, so that one machine can
 * hold both.
 */
export class LoadClient {
  readonly follower: StreamFollower;
  readonly #options: LoadClientOptions;
  readonly #socket: Socket;
  readonly #splitter = new FrameSplitter();
  readonly #accept: string;
  #head: Buffer | null = Buffer.alloc(0);
  #end: { code: number; reason: string } | null = null;

  constructor(options: LoadClientOptions) {
    this.#options = options;
    const { url, codec, tally, isSample, onEvent } = options;
    this.follower = new StreamFollower({ codec, tally, isSample, onEvent });
    const key = randomBytes(16).toString('base64');
    this.#accept = createHash('sha1').update(`${key}${ACCEPT_GUID}`).digest('base64');
    const onread = {
      buffer: READ_BUFFER,
      callback: (bytes: number, buffer: Uint8Array): boolean => {
        this.#receive(Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
        return true;
      },
    };
    const host = url.hostname.replace(/^\[|\]$/g, '');
    this.#socket = connect({ host, port: Number(url.port || 80), noDelay: true, onread });
    this.#socket.on('error', (error) => (this.#end ??= { code: 0, reason: error.message }));
    this.#socket.once('close', () => {
      const end = this.#end ?? { code: 0, reason: 'the connection was cut' };
      options.onClosed(end.code, end.reason);
    });
    this.#socket.write(this.#upgradeRequest(key));
  }

  send(request: VenueRequest): void {
    const message = encodeClientMessage(this.#options.codec, request);
    if (typeof message === 'string') this.#socket.write(clientFrame(TEXT, Buffer.from(message)));
    else this.#socket.write(clientFrame(BINARY, message));
  }

  /** Stops reading, as a client that hangs does. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #upgradeRequest(key: string): string {
    const { url, codec, token } = this.#options;
    const lines = [
      `GET ${url.pathname}${url.search} HTTP/1.1`,
      `Host: ${url.host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${key}`,
      `Sec-WebSocket-Protocol: ${SUB_PROTOCOLS[codec]}`,
    ];
    if (token !== null) lines.push(`Authorization: Bearer ${token}`);
    return `${lines.join('\r\n')}\r\n\r\n`;
  }

  #receive(chunk: Buffer): void {
    const frames = this.#head === null ? chunk : this.#afterHead(this.#head, chunk);
    if (frames === null || this.#end !== null) return;
    const receivedMicros = this.#options.wallMicros();
    const fault = this.#splitter.push(frames, (opcode, bytes, start, end) => {
      if (opcode === TEXT || opcode === BINARY) this.follower.take(bytes, start, end, receivedMicros);
      else this.#control(opcode, bytes.subarray(start, end));
    });
    if (fault === null) return;
    this.#options.tally.unreadable += 1;
    this.#give(`a frame that is ${fault}`);
  }

  /** What follows the head of the HTTP answer; null while it has not come whole, or when it refuses. */
  #afterHead(before: Buffer, chunk: Buffer): Buffer | null {
    const bytes = Buffer.concat([before, chunk]);
    const end = bytes.indexOf('\r\n\r\n');
    this.#head = bytes;
    if (end < 0) {
      if (bytes.length > MAX_HEAD_BYTES) this.#give('an HTTP answer without an end');
      return null;
    }
    const head = bytes.toString('latin1', 0, end);
    const status = head.split('\r\n', 1)[0] ?? '';
    const body = bytes.subarray(end + 4);
    if (!/^HTTP\/1\.1 101 /.test(status)) {
      this.#give(`${status.slice(9)}: ${body.toString('utf8').trim().slice(0, 300)}`);
      return null;
    }
    if (!head.includes(this.#accept)) this.#give('an answer to another WebSocket key');
    this.#head = null;
    return body;
  }

  #control(opcode: number, payload: Buffer): void {
    if (opcode === PING) this.#socket.write(clientFrame(PONG, payload));
    if (opcode !== CLOSE) return;
    const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
    this.#end ??= { code, reason: payload.toString('utf8', 2) };
    this.#socket.end(clientFrame(CLOSE, payload.subarray(0, 2)));
  }

  #give(reason: string): void {
    this.#end ??= { code: 0, reason };
    this.#socket.destroy();
  }
}
