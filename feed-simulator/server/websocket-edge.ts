import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import type { CodecName } from '../../main/wire/codec.ts';
import type { AccessRefusal } from './access-refusal.ts';
import { ClientSocket, SharedWriting } from './client-socket.ts';
import type { Connection } from './connection.ts';
import type { Counts } from './counts.ts';
import { deflateOptions } from './deflate-limits.ts';
import type { DeflateLimits } from './deflate-limits.ts';
import type { Rights } from './rights.ts';
import {
  VENUE_PATH,
  errorRefusal,
  judgeUpgrade,
  plainAddress,
  plainRefusal,
  queryTokens,
} from './upgrade-request.ts';
import { WriteBatch } from './write-batch.ts';

/** Peers are asked this often whether they are there. */
const PEER_CHECK_MS = 5_000;
/** Unanswered questions after which a peer is gone, whatever its socket says. A slow reader is cut before that. */
const MAX_UNANSWERED = 3;
/** A peer that was told to go and has not answered gets this many checks more; ws itself would wait 30 s. */
const MAX_CHECKS_WHILE_CLOSING = 1;
/** Time for clients to answer the closing handshake before their sockets are cut. */
const CLOSE_WITHIN_MS = 700;
const GOING_AWAY = 1001;

/** A place among the connections, given back when the connection is gone. */
export type Admission = { readonly type: 'admission'; release(): void };

/** Who may come in: what the edge asks before it upgrades a request. */
export type UpgradeAccess = {
  /**
   * The rights of whoever sent the request, to read: of its token, or of a stranger where it brought none. Never rejects.
   *
   * @param request.queryTokens every `access_token` of the query
   */
  readerOf(
    request: { readonly authorization: string | undefined; readonly queryTokens: readonly string[] },
    address: string,
  ): Promise<Rights | AccessRefusal>;
  admit(visitor: { readonly address: string; readonly rights: Rights }): Admission | AccessRefusal;
};

/** What the edge asks of the venue. */
export type ConnectedVenue = {
  openSession(connection: Connection, codec: CodecName, rights: Rights): ConnectedSession;
  /** The connection of this session is gone, with this close code (1006: without a word). */
  endSession(session: ConnectedSession, closed: { readonly code: number; readonly reason: string }): void;
  /** Tells every session that it will be closed. */
  goAway(reason: string): void;
};
export type ConnectedSession = { receive(frame: Uint8Array, isBinary: boolean): void };

export type WebSocketEdgeOptions = {
  /** The venue of now: a restart puts another in its place. */
  readonly venue: () => ConnectedVenue;
  /** True between two runs: who asks then is cut off with no word. Never when left out. */
  readonly isDown?: () => boolean;
  /** True: a client that sends on is not read until {@link WebSocketEdge.readOn}. Never when left out. */
  readonly isBusy?: () => boolean;
  readonly access: UpgradeAccess;
  readonly counts: Counts;
  /** Longest client message, before and after inflating. */
  readonly messageBytes: number;
  /** The next number of a connection; shared with the other transports. */
  readonly nextNumber: () => number;
  /** Null: compression is not offered. */
  readonly deflate: DeflateLimits | null;
  /** How often peers are asked whether they are there; 5 s when left out. */
  readonly peerCheckMs?: number;
};

/** The venue's WebSockets, upgraded from requests of an HTTP server that somebody else runs. */
export class WebSocketEdge {
  readonly #options: WebSocketEdgeOptions;
  readonly #server: WebSocketServer;
  readonly #batch = new WriteBatch();
  readonly #writing = new SharedWriting(this.#batch);
  readonly #peers = new Map<WebSocket, ClientSocket>();
  readonly #peerCheck: NodeJS.Timeout;
  readonly #held: ClientSocket[] = [];
  #isGoingAway = false;

  constructor(options: WebSocketEdgeOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: options.deflate === null ? false : deflateOptions(options.deflate),
      maxPayload: options.messageBytes,
      handleProtocols: (offered) => acceptedSubProtocol([...offered].join(',')),
    });
    this.#peerCheck = setInterval(() => this.#checkPeers(), options.peerCheckMs ?? PEER_CHECK_MS);
  }

  get connectionCount(): number {
    return this.#peers.size;
  }

  /** Takes the upgrades of a server from now on. */
  attach(server: HttpServer | HttpsServer): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => undefined); // a client that left while it was judged
      void this.#upgrade(request, socket, head);
    });
  }

  /** Runs `work` and hands each connection what it sent there in one write. */
  batched(work: () => void): void {
    this.#batch.run(work);
  }

  /** To be called after each step of the venue: reads those again that had sent too much in the last one. */
  readOn(): void {
    for (const client of this.#held.splice(0)) client.readOn();
  }

  /** Ends every connection with no word, as a crash does. */
  cutAll(): void {
    for (const client of this.#peers.values()) client.cut();
  }

  /**
   * Takes no one any more, says goodbye with `going-away` and 1001, and is done within a second, also when a client does
   * not answer. The HTTP server is its owner's to close.
   */
  async close(reason: string): Promise<void> {
    this.#isGoingAway = true;
    clearInterval(this.#peerCheck);
    this.batched(() => this.#options.venue().goAway(reason));
    const gone = [...this.#peers.keys()].map((peer) => new Promise((resolve) => peer.once('close', resolve)));
    for (const client of this.#peers.values())
      if (client.isFrozen) client.cut();
      else client.close(GOING_AWAY, reason);
    const cut = setTimeout(() => this.cutAll(), CLOSE_WITHIN_MS);
    await Promise.all(gone);
    clearTimeout(cut);
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const verdict = judgeUpgrade(request.url, request.headers['sec-websocket-protocol']);
    if (verdict.kind === 'refused') return refuse(socket, plainRefusal(verdict.status, verdict.reason));
    const address = plainAddress(request.socket.remoteAddress);
    const { authorization } = request.headers;
    const fields = { authorization, queryTokens: queryTokens(request.url) };
    const rights = await this.#options.access.readerOf(fields, address);
    // A session of the run that has ended would wait for ever: nothing moves there any more.
    if (this.#options.isDown?.() === true) return void socket.destroy();
    if ('type' in rights) return refuse(socket, errorRefusal(rights));
    if (this.#isGoingAway) return refuse(socket, plainRefusal(503, 'the venue is going away'));
    if (socket.destroyed) return;
    const admission = this.#options.access.admit({ address, rights });
    if (admission.type === 'refused') return refuse(socket, errorRefusal(admission));
    // The one place of release: also where the handshake fails and no WebSocket comes of it.
    socket.once('close', () => admission.release());
    this.#server.handleUpgrade(request, socket, head, (peer) =>
      this.#admit(peer, request.socket, { codec: verdict.codec, address, rights }),
    );
  }

  #admit(
    peer: WebSocket,
    socket: Socket,
    { codec, address, rights }: { codec: CodecName; address: string; rights: Rights },
  ): void {
    socket.setNoDelay(true);
    const facts = { number: this.#options.nextNumber(), transport: 'websocket', codec, address } as const;
    const client = new ClientSocket({ facts, peer, socket, writing: this.#writing });
    this.#peers.set(peer, client);
    const { counts } = this.#options;
    counts.add('connectionsOpened', ['websocket', codec]);
    const messagesIn = counts.tally('messagesIn', 'websocket', codec);
    const bytesIn = counts.tally('bytesIn', 'websocket', codec);
    // An oversized or malformed frame: ws closes with the code that says so, and `close` follows.
    peer.on('error', (error) => this.#countFault(error));
    const venue = this.#options.venue();
    const session = venue.openSession(client, codec, rights);
    peer.on('message', (raw: RawData, isBinary) => {
      const frame = bytesOf(raw);
      messagesIn.value += 1;
      bytesIn.value += frame.length;
      this.batched(() => session.receive(frame, isBinary));
      if (this.#options.isBusy?.() === true && client.hold()) this.#held.push(client);
    });
    peer.on('close', (code, reason) => {
      this.#peers.delete(peer);
      counts.add('connectionsClosed', ['websocket', codec]);
      venue.endSession(session, { code, reason: reason.toString() });
    });
  }

  #countFault(error: Error): void {
    const isTooBig = 'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    this.#options.counts.add('refusals', [isTooBig ? 'MESSAGE_TOO_BIG' : 'BAD_MESSAGE']);
  }

  #checkPeers(): void {
    for (const [peer, client] of this.#peers) {
      if (client.isFrozen) continue;
      const isOpen = peer.readyState === peer.OPEN;
      if (client.unanswered < (isOpen ? MAX_UNANSWERED : MAX_CHECKS_WHILE_CLOSING)) client.ping();
      else {
        if (isOpen) this.#options.counts.add('peersTimedOut', []);
        peer.terminate();
      }
    }
  }
}

function acceptedSubProtocol(offered: string): string | false {
  const verdict = judgeUpgrade(VENUE_PATH, offered);
  return verdict.kind === 'accepted' ? verdict.subProtocol : false;
}

function refuse(socket: Duplex, answer: string): void {
  // An upgraded socket may stay half open: a client that keeps its end would be held for ever, and with it `close`.
  socket.once('finish', () => socket.destroy());
  socket.end(answer);
}

function bytesOf(frame: RawData): Uint8Array {
  if (Array.isArray(frame)) return Buffer.concat(frame);
  return frame instanceof ArrayBuffer ? new Uint8Array(frame) : frame;
}
