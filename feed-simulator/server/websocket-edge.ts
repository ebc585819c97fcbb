import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import type { CodecName } from '../../main/wire/codec.ts';
import { VENUE_PATH, isVenuePath, judgeUpgrade } from './upgrade-request.ts';
import type { Venue } from './venue.ts';

const MAX_CLIENT_MESSAGE_BYTES = 4_096;
const MAX_CONNECTIONS = 1_000;
/** Peers are asked this often whether they are there. */
const PEER_CHECK_MS = 5_000;
/** Unanswered questions after which a peer is gone, whatever its socket says. A slow reader is cut before that. */
const MAX_UNANSWERED = 3;
/** A peer that was told to go and has not answered gets this many checks more; ws itself would wait 30 s. */
const MAX_CHECKS_WHILE_CLOSING = 1;
/** Time for clients to answer the closing handshake before their sockets are cut. */
const CLOSE_WITHIN_MS = 700;
const GOING_AWAY = 1001;
const STATUS_TEXT: Record<number, string> = {
  400: 'Bad Request',
  404: 'Not Found',
  503: 'Service Unavailable',
};

type Peer = { readonly socket: Socket; unanswered: number };

/** The venue on a real port: the only place of the simulator that knows sockets. */
export class WebSocketEdge {
  readonly #venue: Venue;
  readonly #http: Server;
  readonly #server: WebSocketServer;
  readonly #peers = new Map<WebSocket, Peer>();
  #peerCheck: NodeJS.Timeout | undefined;

  constructor(venue: Venue) {
    this.#venue = venue;
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: MAX_CLIENT_MESSAGE_BYTES,
      handleProtocols: (offered) => acceptedSubProtocol([...offered].join(',')),
    });
    this.#http = createServer((request, response) => {
      const isVenue = isVenuePath(request.url);
      response.writeHead(isVenue ? 426 : 404, { 'content-type': 'text/plain', connection: 'close' });
      response.end(isVenue ? 'this is a WebSocket\n' : `nothing here: the venue is at ${VENUE_PATH}\n`);
    });
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** @returns the port really taken. Rejects with the system's error (`code`) when it cannot be had. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, host, () => {
        this.#http.off('error', reject);
        resolve();
      });
    });
    this.#peerCheck = setInterval(() => this.#checkPeers(), PEER_CHECK_MS);
    return (this.#http.address() as AddressInfo).port;
  }

  /** Runs `work` and hands each connection what it sent there in one write. */
  batched(work: () => void): void {
    const sockets = [...this.#peers.values()].map((peer) => peer.socket);
    for (const socket of sockets) socket.cork();
    try {
      work();
    } finally {
      for (const socket of sockets) socket.uncork();
    }
  }

  /** Says goodbye with 1001 and is gone within a second, also when a client does not answer. */
  async close(): Promise<void> {
    clearInterval(this.#peerCheck);
    const gone = [...this.#peers.keys()].map((peer) => new Promise((resolve) => peer.once('close', resolve)));
    for (const peer of this.#peers.keys()) peer.close(GOING_AWAY, 'the venue is going away');
    const isClosed = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    const cut = setTimeout(() => {
      for (const peer of this.#peers.keys()) peer.terminate();
      this.#http.closeAllConnections();
    }, CLOSE_WITHIN_MS);
    await Promise.all(gone);
    this.#http.closeAllConnections();
    await isClosed;
    clearTimeout(cut);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const verdict = judgeUpgrade(request.url, request.headers['sec-websocket-protocol']);
    if (verdict.kind === 'refused') return refuse(socket, verdict.status, verdict.reason);
    if (this.#peers.size >= MAX_CONNECTIONS)
      return refuse(socket, 503, `the venue has its ${MAX_CONNECTIONS} connections already`);
    this.#server.handleUpgrade(request, socket, head, (peer) =>
      this.#admit(peer, request.socket, verdict.codec),
    );
  }

  #admit(peer: WebSocket, socket: Socket, codec: CodecName): void {
    socket.setNoDelay(true);
    const state: Peer = { socket, unanswered: 0 };
    this.#peers.set(peer, state);
    // An oversized or malformed frame: ws closes with the code that says so, and `close` follows.
    peer.on('error', () => undefined);
    const session = this.#venue.openSession(
      {
        send: (frame) => peer.send(frame),
        bufferedBytes: () => peer.bufferedAmount,
        close: (code, reason) => {
          state.unanswered = 0;
          peer.close(code, reason);
        },
      },
      codec,
    );
    peer.on('pong', () => (state.unanswered = 0));
    peer.on('message', (frame: RawData, isBinary) => session.receive(bytesOf(frame), isBinary));
    peer.on('close', () => {
      this.#peers.delete(peer);
      this.#venue.endSession(session);
    });
  }

  #checkPeers(): void {
    for (const [peer, state] of this.#peers) {
      state.unanswered += 1;
      const allowed = peer.readyState === peer.OPEN ? MAX_UNANSWERED : MAX_CHECKS_WHILE_CLOSING;
      if (state.unanswered > allowed) peer.terminate();
      else if (peer.readyState === peer.OPEN) peer.ping();
    }
  }
}

function acceptedSubProtocol(offered: string): string | false {
  const verdict = judgeUpgrade(VENUE_PATH, offered);
  return verdict.kind === 'accepted' ? verdict.subProtocol : false;
}

function refuse(socket: Duplex, status: number, reason: string): void {
  const body = `${reason}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_TEXT[status] ?? 'Refused'}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.on('error', () => undefined);
  // An upgraded socket may stay half open: a client that keeps its end would be held for ever, and with it `close`.
  socket.once('finish', () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function bytesOf(frame: RawData): Uint8Array {
  if (Array.isArray(frame)) return Buffer.concat(frame);
  return frame instanceof ArrayBuffer ? new Uint8Array(frame) : frame;
}
