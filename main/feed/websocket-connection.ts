import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { connectionTrouble } from './connection-trouble.ts';
import { createInflater, deflateTerms, type DeflateTerms, type Inflater } from './receive/inflater.ts';
import { ReadPacer } from './receive/read-pacer.ts';
import { ReceivePath, type ReceivePathName } from './receive/receive-path.ts';
import { connectTapped, type ConnectRequest } from './receive/tapped-socket.ts';
import { readRefusal } from './refusal.ts';
import type { FeedMode } from '../core/market-data/feed-mode.ts';
import { codecOfSubProtocol, SUB_PROTOCOLS, type CodecName } from '../wire/codec.ts';

/** Callbacks of one connection; none comes after `onClosed`, which comes exactly once. */
export type ConnectionEvents = {
  onOpen(codec: CodecName): void;
  /** Bytes came from the socket. Each frame comes between this and `onReadEnd`, which follows in the same turn. */
  onReadStart(): void;
  /** One whole message: `bytes` from `start` to `end` (exclusive), only valid during the call. */
  onFrame(bytes: Uint8Array, start: number, end: number, isBinary: boolean): void;
  onReadEnd(): void;
  /**
   * @param reason for a person
   * @param retryAfterMs where the venue refused the connection and said when to come back
   */
  onClosed(reason: string, retryAfterMs?: number): void;
};

export type FeedConnection = {
  /** What takes messages from the socket's bytes; null before the connection stands. */
  readonly receivePath: ReceivePathName | null;
  send(frame: Uint8Array | string): void;
  /** Also for what is on its way already; `fast` until said otherwise. */
  setMode(mode: FeedMode): void;
  /** Ends at once; does not wait for the peer. `onClosed` follows with this reason. */
  terminate(reason: string): void;
};

export type ConnectionOptions = {
  /** Offers permessage-deflate; false by default: inflating costs more than the bytes, unless the line is thin. */
  readonly deflate?: boolean;
  /** `quick` by default, where it can be. */
  readonly receivePath?: ReceivePathName;
};

/**
 * The client's options, pinned in one place. Larger than PROTOCOL.md's largest server message means a broken or hostile
 * peer.
 */
const CLIENT_OPTIONS = {
  maxPayload: 1_048_576,
  handshakeTimeout: 5_000,
  followRedirects: false,
  maxFragments: 1_024,
  maxBufferedChunks: 65_536,
  closeTimeout: 1_000,
} as const;

/** Requests are too short to gain by it, and a compressor is memory. */
const UNCOMPRESSED = { compress: false } as const;

/** Opens a WebSocket to a venue, offering the codecs in order of preference. Never throws: a bad address is `onClosed`. */
export function openWebSocketConnection(
  url: string,
  codecs: readonly CodecName[],
  events: ConnectionEvents,
  options: ConnectionOptions = {},
): FeedConnection {
  return new WebSocketConnection(url, codecs, events, options);
}

/**
 * `ws` shakes hands, sends, answers pings and closes. What is received goes through a {@link ReceivePath} in front of it.
 */
class WebSocketConnection implements FeedConnection {
  receivePath: ReceivePathName | null = null;
  readonly #url: string;
  readonly #events: ConnectionEvents;
  readonly #options: ConnectionOptions;
  /** Null for an address that is none. */
  readonly #ws: WebSocket | null;
  readonly #path: ReceivePath;
  readonly #pacer: ReadPacer;
  /** Null where `ws` has a socket of its own. */
  #socket: Socket | null = null;
  #deflate: DeflateTerms | null = null;
  #inflater: Inflater | null = null;
  #isClosed = false;
  #reason = '';
  #retryAfterMs: number | undefined;

  constructor(
    url: string,
    codecs: readonly CodecName[],
    events: ConnectionEvents,
    options: ConnectionOptions,
  ) {
    this.#url = url;
    this.#events = events;
    this.#options = options;
    this.#pacer = new ReadPacer({
      open: () => this.#ws?.resume(),
      close: () => this.#ws?.pause(),
      takeLeft: () => this.#path.takeLeft(),
    });
    this.#path = new ReceivePath({
      events,
      pacer: this.#pacer,
      limits: CLIENT_OPTIONS,
      handOn: (bytes) => this.#socket?.emit('data', Buffer.from(bytes)),
    });
    this.#ws = this.#connect(codecs);
    if (this.#ws !== null) this.#listen(this.#ws);
  }

  send(frame: Uint8Array | string): void {
    if (this.#ws?.readyState === WebSocket.OPEN) this.#ws.send(frame, UNCOMPRESSED);
  }

  setMode(mode: FeedMode): void {
    this.#pacer.setMode(mode);
  }

  terminate(reason: string): void {
    this.#reason ||= reason;
    this.#path.stop();
    this.#pacer.end();
    this.#ws?.terminate();
  }

  #connect(codecs: readonly CodecName[]): WebSocket | null {
    const isTapped = this.#options.receivePath !== 'ws';
    try {
      return new WebSocket(
        this.#url,
        codecs.map((codec) => SUB_PROTOCOLS[codec]),
        {
          ...CLIENT_OPTIONS,
          perMessageDeflate: this.#options.deflate ?? false,
          ...(isTapped
            ? { createConnection: (request: unknown) => this.#tap(request as ConnectRequest) }
            : {}),
        },
      );
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      queueMicrotask(() => this.#closed(message));
      return null;
    }
  }

  #tap(request: ConnectRequest): Socket {
    const isSecure = ['wss:', 'https:'].includes(URL.parse(this.#url)?.protocol ?? '');
    const socket = connectTapped(request, isSecure, (bytes, count) => this.#path.accept(bytes, count));
    // Before `ws` listens: what was read and not taken comes before the end, and may hold the close itself.
    socket.on('end', () => this.#path.takeAll());
    socket.on('close', () => this.#path.takeAll());
    this.#socket = socket;
    return socket;
  }

  #listen(ws: WebSocket): void {
    ws.on('upgrade', (response) => {
      this.#deflate = deflateTerms(response.headers['sec-websocket-extensions']);
    });
    ws.on('open', () => this.#open(ws));
    ws.on('message', (bytes: Buffer, isBinary) => this.#path.acceptFromWs(bytes, isBinary));
    ws.on('ping', () => this.#path.controlFromWs());
    ws.on('pong', () => this.#path.controlFromWs());
    ws.on('unexpected-response', (request, response) => this.#refused(() => request.destroy(), response));
    ws.on('error', (error) => {
      this.#reason ||= connectionTrouble(error, this.#url);
    });
    ws.on('close', (code, text) => {
      const said = text.toString();
      this.#closed(said === '' ? `connection closed (${code})` : `connection closed (${code}: ${said})`);
    });
  }

  #open(ws: WebSocket): void {
    const codec = codecOfSubProtocol(ws.protocol);
    if (codec === null) {
      return this.terminate(`the venue chose no sub-protocol of ours, received "${ws.protocol}"`);
    }
    if (this.#deflate !== null) this.#inflater = createInflater(this.#deflate, CLIENT_OPTIONS.maxPayload);
    const isInflatable = this.#deflate === null || this.#inflater !== null;
    // Frames that `ws` has as the rest of the handshake are on their way to it past this path.
    const isOurs = this.#path.hasRead && this.#socket?.readableLength === 0 && isInflatable;
    this.receivePath = isOurs ? 'quick' : 'ws';
    this.#path.open(this.receivePath, this.#inflater);
    this.#events.onOpen(codec);
  }

  #refused(giveUp: () => void, response: IncomingMessage): void {
    readRefusal(response, (refusal) => {
      this.#reason ||= refusal.reason;
      this.#retryAfterMs = refusal.retryAfterMs;
      giveUp();
      this.#closed(this.#reason);
    });
  }

  #closed(fallback: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#path.stop();
    this.#pacer.end();
    this.#inflater?.close();
    this.#events.onClosed(this.#reason === '' ? fallback : this.#reason, this.#retryAfterMs);
  }
}
