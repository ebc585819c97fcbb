import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SECURITY_HEADERS } from '../../contract/content-security-policy.ts';
import type { Terminal } from '../../terminal/terminal-types.ts';
import { plainText, staticAnswer } from './static-files.ts';
import { isOwnHost } from './upgrade-rules.ts';
import { WindowSockets } from './websocket-transport.ts';
import type { Every } from './window-link.ts';
import { assertWindowToken } from './window-token.ts';

export type WebHostOptions = {
  /** 0 for any. */
  readonly port: number;
  readonly terminal: Terminal;
  /** Where the built renderer lies; read on every request, so a build made later is served. */
  readonly rendererFolder: string;
  /** 22 to 128 characters of base64url; a window must bring it. */
  readonly token: string;
  /** Timer of the pings; the real one by default. */
  readonly every?: Every;
  /** A fault of the host itself; one line on standard error by default. */
  readonly onFault?: (error: unknown) => void;
};

export type WebHost = {
  /** Without the token: `http://127.0.0.1:8820`. */
  readonly address: string;
  readonly port: number;
  /** Within about a second, whatever the windows do. Does not close the terminal. */
  close(): Promise<void>;
};

/** Reached from this machine only; every check below stands on it. */
const LOOPBACK = '127.0.0.1';
/** A browser opens up to six for files beside a page's two sockets; 16 pages. */
const MAX_CONNECTIONS = 160;
const HTTP_LIMITS = {
  maxHeaderSize: 8_192,
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};

/**
 * Serves the built renderer, `GET /health`, `GET /metrics` and the terminal's WebSocket on 127.0.0.1. Rejects with Node's own error
 * (`code` EADDRINUSE, EACCES ...) when the port cannot be had.
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  assertWindowToken(options.token);
  const { terminal, token, every = everyInterval, onFault = reportFault } = options;
  const sockets = new WindowSockets({ terminal, token, every, onFault });
  const server = createServer(HTTP_LIMITS);
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(options.port, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const host = { ...options, port, sockets };

  server.on('error', onFault);
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head, port));
  server.on('request', (request, response) => {
    answer(host, request)
      .catch((error: unknown) => {
        onFault(error);
        return plainText(500, 'The host failed to answer\n');
      })
      .then((answered) => send(response, answered))
      .catch(onFault);
  });
  return {
    address: `http://${LOOPBACK}:${port}`,
    port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await sockets.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};
type AnsweringHost = WebHostOptions & { readonly sockets: WindowSockets };

async function answer(host: AnsweringHost, request: IncomingMessage): Promise<Answer> {
  if (!isOwnHost(request.headers.host, host.port))
    return plainText(421, 'Expected this host by its loopback name\n');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const refusal = plainText(405, 'Only GET and HEAD\n');
    return { ...refusal, headers: { ...refusal.headers, allow: 'GET, HEAD' } };
  }
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (path === '/health') return healthAnswer(host);
  return path === '/metrics' ? metricsAnswer(host) : staticAnswer(host.rendererFolder, path);
}

function healthAnswer({ terminal, sockets }: AnsweringHost): Answer {
  const report = { ...terminal.health(), sockets: sockets.counts };
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: Buffer.from(`${JSON.stringify(report)}\n`),
  };
}

async function metricsAnswer({ terminal, sockets }: AnsweringHost): Promise<Answer> {
  // Loaded for the first scrape: nearly all terminals are started without one.
  const { metricsText } = await import('./metrics-text.ts');
  const { contentType, text } = await metricsText(terminal.health(), sockets.counts);
  return {
    status: 200,
    headers: { 'content-type': contentType, 'cache-control': 'no-store' },
    body: Buffer.from(text),
  };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers, 'content-length': body.byteLength });
  response.end(body);
}

function everyInterval(intervalMs: number, task: () => void): () => void {
  const timer = setInterval(task, intervalMs);
  return () => clearInterval(timer);
}

function reportFault(error: unknown): void {
  process.stderr.write(
    `touchline: the web host met a fault: ${error instanceof Error ? error.message : String(error)}\n`,
  );
}
