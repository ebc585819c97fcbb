import { WebSocket } from 'ws';
import { connectionTrouble } from './connection-trouble.ts';
import { refusalFrom } from './refusal.ts';
import { codecOfSubProtocol, SUB_PROTOCOLS, type CodecName } from '../wire/codec.ts';

/** Callbacks of one connection; none comes after `onClosed`, which comes exactly once. */
export type ConnectionEvents = {
  onOpen(codec: CodecName): void;
  /** One whole message. The bytes are only valid during the call. */
  onFrame(bytes: Uint8Array, isBinary: boolean): void;
  /**
   * @param reason for a person
   * @param retryAfterMs where the venue refused the connection and said when to come back
   */
  onClosed(reason: string, retryAfterMs?: number): void;
};

export type FeedConnection = {
  send(frame: Uint8Array | string): void;
  /** Ends at once; does not wait for the peer. `onClosed` follows with this reason. */
  terminate(reason: string): void;
};

/**
 * The client's options, pinned in one place. Compression is off: it costs 20 us a message and, per connection, a
 * memory that fragments. Larger than PROTOCOL.md's largest server message means a broken or hostile peer.
 */
const CLIENT_OPTIONS = {
  perMessageDeflate: false,
  maxPayload: 1_048_576,
  handshakeTimeout: 5_000,
  followRedirects: false,
  maxFragments: 1_024,
  maxBufferedChunks: 65_536,
  closeTimeout: 1_000,
} as const;

/** Longest part of a refusal's body that is read. */
const MAX_REFUSAL_CHARACTERS = 8_192;

/** Opens a WebSocket to a venue, offering the codecs in order of preference. Never throws: a bad address is `onClosed`. */
export function openWebSocketConnection(
  url: string,
  codecs: readonly CodecName[],
  events: ConnectionEvents,
): FeedConnection {
  let isClosed = false;
  let reason = '';
  let retryAfterMs: number | undefined;
  const closed = (fallback: string): void => {
    if (isClosed) return;
    isClosed = true;
    events.onClosed(reason === '' ? fallback : reason, retryAfterMs);
  };

  const socket = connect(url, codecs);
  if (socket instanceof Error) {
    queueMicrotask(() => closed(socket.message));
    return { send: () => undefined, terminate: (why) => (reason ||= why) };
  }

  socket.on('open', () => {
    const codec = codecOfSubProtocol(socket.protocol);
    if (codec === null) {
      reason = `the venue chose no sub-protocol of ours, received "${socket.protocol}"`;
      socket.terminate();
    } else events.onOpen(codec);
  });
  socket.on('message', (bytes: Buffer, isBinary) => {
    if (!isClosed) events.onFrame(bytes, isBinary);
  });
  socket.on('unexpected-response', (request, response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text = (text + chunk).slice(0, MAX_REFUSAL_CHARACTERS);
    });
    response.on('close', () => {
      const refusal = refusalFrom(response.statusCode ?? 0, text);
      reason ||= refusal.reason;
      retryAfterMs = refusal.retryAfterMs;
      request.destroy();
      closed(reason);
    });
  });
  socket.on('error', (error) => {
    reason ||= connectionTrouble(error, url);
  });
  socket.on('close', (code, text) => {
    const said = text.toString();
    closed(said === '' ? `connection closed (${code})` : `connection closed (${code}: ${said})`);
  });

  return {
    send: (frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    },
    terminate: (why) => {
      reason ||= why;
      socket.terminate();
    },
  };
}

function connect(url: string, codecs: readonly CodecName[]): WebSocket | Error {
  try {
    return new WebSocket(
      url,
      codecs.map((codec) => SUB_PROTOCOLS[codec]),
      CLIENT_OPTIONS,
    );
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
