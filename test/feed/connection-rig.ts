import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { Server as SecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import {
  openWebSocketConnection,
  type ConnectionEvents,
  type ConnectionOptions,
  type FeedConnection,
} from '../../main/feed/websocket-connection.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { aFrame, TEXT } from './receive/websocket-frames.ts';

const WITHIN_MS = 4_000;

/** What one connection told its owner, in order: `open json`, `text hello`, `binary 3`, `closed why`. */
export class Told {
  readonly lines: string[] = [];
  #watcher: (() => void) | null = null;
  readonly connection: FeedConnection;

  /** Called before each line is told. */
  onLine: (line: string) => void = () => undefined;
  reads = 0;

  constructor(
    url: string,
    codecs: readonly CodecName[] = ['msgpack', 'json'],
    options: ConnectionOptions = {},
  ) {
    const events: ConnectionEvents = {
      onOpen: (codec) => this.#tell(`open ${codec}`),
      onReadStart: () => (this.reads += 1),
      onFrame: (bytes, start, end, isBinary) => {
        const message = Buffer.from(bytes.subarray(start, end));
        this.#tell(isBinary ? `binary ${message.length}` : `text ${message.toString('utf8')}`);
      },
      onReadEnd: () => undefined,
      onClosed: (reason, retryAfterMs) =>
        this.#tell(`closed ${reason}${retryAfterMs === undefined ? '' : `; again in ${retryAfterMs} ms`}`),
    };
    this.connection = openWebSocketConnection(url, codecs, events, options);
  }

  /** Waits for a line that starts so. */
  async until(start: string): Promise<string> {
    for (;;) {
      const found = this.lines.find((line) => line.startsWith(start));
      if (found !== undefined) return found;
      await new Promise<void>((resolve, reject) => {
        const limit = setTimeout(
          () => reject(new Error(`waited in vain for "${start}" after ${this.lines.join('; ')}`)),
          WITHIN_MS,
        );
        this.#watcher = () => {
          clearTimeout(limit);
          resolve();
        };
      });
    }
  }

  #tell(line: string): void {
    this.onLine(line);
    this.lines.push(line);
    this.#watcher?.();
  }
}

const cleanups: (() => void)[] = [];
export function cleanUp(): void {
  for (const cleanup of cleanups.splice(0)) cleanup();
}

/** Listens on loopback until the test is over. @returns where */
export async function listening(server: Server, scheme: 'ws' | 'wss' = 'ws'): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

/** A venue on loopback that picks the sub-protocol given. */
export async function aVenue(
  greet: (peer: WebSocket) => void,
  subProtocol = 'touchline.v1.json',
): Promise<{ url: string; offers: string[] }> {
  const server = createServer();
  const offers: string[] = [];
  const sockets = new WebSocketServer({
    server,
    perMessageDeflate: false,
    handleProtocols: (offered) => {
      offers.push(...offered);
      return subProtocol;
    },
  });
  sockets.on('connection', greet);
  return { url: await listening(server), offers };
}

/** A venue on loopback that shakes hands and then has the socket to itself; `first` goes out with the handshake. */
export async function aRawVenue(
  onSocket: (socket: Duplex) => void,
  { first = Buffer.alloc(0), extensions = '', server = createServer() }: RawVenueOptions = {},
): Promise<string> {
  server.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const lines = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}`,
      'Sec-WebSocket-Protocol: touchline.v1.json',
      ...(extensions === '' ? [] : [`Sec-WebSocket-Extensions: ${extensions}`]),
    ];
    socket.on('error', () => undefined); // the client ends connections as it likes
    socket.write(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), first]));
    socket.on('end', () => socket.end()).resume();
    onSocket(socket);
  });
  return listening(server, server instanceof SecureServer ? 'wss' : 'ws');
}

export type RawVenueOptions = {
  readonly first?: Uint8Array;
  readonly extensions?: string;
  readonly server?: Server;
};

/** The code in a client's close frame, which is masked. */
export function closeCodeOf(bytes: Buffer): string {
  if (bytes[0] !== 0x88) return 'no close';
  return String((((bytes[6] ?? 0) ^ (bytes[2] ?? 0)) << 8) | ((bytes[7] ?? 0) ^ (bytes[3] ?? 0)));
}

/** Text frames that hold the numbers from 0, padded to `size`. */
export function numbered(count: number, size = 0): Buffer[] {
  return upTo(count).map((number) => aFrame(TEXT, `${number}`.padEnd(size)));
}

export function numbersIn(told: Told): number[] {
  return told.lines.filter((line) => line.startsWith('text')).map((line) => Number(line.slice(5)));
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
