import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket } from 'ws';
import { SUB_PROTOCOLS } from '../../../main/wire/codec.ts';
import type { CodecName } from '../../../main/wire/codec.ts';
import type { AccessRefusal } from '../../../feed-simulator/server/access-refusal.ts';
import type { Connection } from '../../../feed-simulator/server/connection.ts';
import { Counts } from '../../../feed-simulator/server/counts.ts';
import type { Rights } from '../../../feed-simulator/server/rights.ts';
import { WebSocketEdge } from '../../../feed-simulator/server/websocket-edge.ts';
import type {
  ConnectedVenue,
  UpgradeAccess,
  WebSocketEdgeOptions,
} from '../../../feed-simulator/server/websocket-edge.ts';

export const STRANGER: Rights = {
  subject: '',
  tokenId: null,
  scopes: ['market-data'],
  instruments: ['*'],
  mayRead: () => true,
  expiresAt: null,
  maxSubscriptions: 64,
};

type Opened = { readonly connection: Connection; readonly rights: Rights; readonly received: string[] };

/** A venue that greets, remembers, and answers `echo ...`. */
export class GreetingVenue implements ConnectedVenue {
  readonly sessions: Opened[] = [];
  ended = 0;
  said: string[] = [];
  #onReceive: () => void = () => undefined;

  openSession(connection: Connection, _codec: CodecName, rights: Rights) {
    const opened: Opened = { connection, rights, received: [] };
    this.sessions.push(opened);
    connection.send('welcome');
    return {
      receive: (frame: Uint8Array) => {
        const text = Buffer.from(frame).toString();
        opened.received.push(text);
        if (text.startsWith('echo ')) for (const word of text.slice(5).split(' ')) connection.send(word);
        this.#onReceive();
      },
    };
  }

  endSession(): void {
    this.ended += 1;
    this.#onReceive();
  }

  goAway(reason: string): void {
    this.said.push(reason);
    for (const { connection } of this.sessions) connection.send(`going away: ${reason}`);
  }

  connection(index = 0): Connection {
    const opened = this.sessions[index];
    if (opened === undefined) throw new Error(`no session ${index}`);
    return opened.connection;
  }

  /** Resolves once `condition` holds, looked at whenever something is received or ends. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#onReceive = () => {
        if (condition()) resolve();
      };
      this.#onReceive();
    });
  }
}

/** An access that lets everybody in as a stranger, or refuses as the test says, and counts what it lent out. */
export class ScriptedAccess implements UpgradeAccess {
  verdict: Rights | AccessRefusal = STRANGER;
  admission: AccessRefusal | null = null;
  readonly asked: Parameters<UpgradeAccess['readerOf']>[0][] = [];
  readonly addresses: string[] = [];
  lent = 0;

  readerOf(asked: Parameters<UpgradeAccess['readerOf']>[0]): Promise<Rights | AccessRefusal> {
    this.asked.push(asked);
    return Promise.resolve(this.verdict);
  }

  admit({ address }: { address: string }): ReturnType<UpgradeAccess['admit']> {
    this.addresses.push(address);
    if (this.admission !== null) return this.admission;
    this.lent += 1;
    return { type: 'admission', release: () => (this.lent -= 1) };
  }
}

type Refused = { status: number; headers: Readonly<Record<string, unknown>>; body: string };

/** An edge on a real port, behind a plain HTTP server. */
export class EdgeRig {
  readonly venue = new GreetingVenue();
  readonly access = new ScriptedAccess();
  readonly counts = new Counts();
  readonly edge: WebSocketEdge;
  readonly #http: Server = createServer();
  readonly #clients: WebSocket[] = [];

  private constructor(options: Partial<WebSocketEdgeOptions>) {
    let number = 0;
    this.edge = new WebSocketEdge({
      venue: () => this.venue,
      access: this.access,
      counts: this.counts,
      messageBytes: 4_096,
      nextNumber: () => (number += 1),
      deflate: null,
      ...options,
    });
    this.edge.attach(this.#http);
  }

  static async start(options: Partial<WebSocketEdgeOptions> = {}): Promise<EdgeRig> {
    const rig = new EdgeRig(options);
    rig.#http.listen(0, '127.0.0.1');
    await once(rig.#http, 'listening');
    return rig;
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/v1`;
  }

  /** A client that has been greeted, and the messages it gets as text. */
  async connect(
    options: { codec?: CodecName; query?: string; isCompressing?: boolean } = {},
  ): Promise<{ client: WebSocket; messages: string[] }> {
    const { codec = 'json', query = '', isCompressing = false } = options;
    const client = new WebSocket(`${this.url}${query}`, [SUB_PROTOCOLS[codec]], {
      perMessageDeflate: isCompressing,
    });
    this.#clients.push(client);
    const messages: string[] = [];
    client.on('message', (message: Buffer) => messages.push(message.toString()));
    client.on('error', () => undefined);
    await received(client, () => messages.includes('welcome'));
    return { client, messages };
  }

  /** Asks for an upgrade that is expected to be refused. */
  refused(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Refused> {
    const { promise, resolve, reject } = Promise.withResolvers<Refused>();
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': 'touchline.v1.json',
      ...headers,
    };
    const sent = request({ host: '127.0.0.1', port: this.port, path, headers: upgrade }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.on('error', reject);
    sent.on('upgrade', (_response, socket: Socket) => {
      socket.destroy();
      reject(new Error('it was accepted'));
    });
    sent.end();
    return promise;
  }

  async close(): Promise<void> {
    await this.edge.close('the test is over');
    for (const client of this.#clients) client.terminate();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }
}

/** Resolves once the condition holds, looked at after each message; rejects when the client closes first. */
export function received(client: WebSocket, condition: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (!condition()) return;
      client.off('message', look);
      resolve();
    };
    client.on('message', look);
    client.once('close', (code, reason) => reject(new Error(`closed with ${code} ${reason.toString()}`)));
    look();
  });
}

export async function closeOf(client: WebSocket): Promise<{ code: number; reason: string }> {
  const [code, reason] = (await once(client, 'close')) as [number, Buffer];
  return { code, reason: reason.toString() };
}
