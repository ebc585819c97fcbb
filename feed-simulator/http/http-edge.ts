import cors from '@fastify/cors';
import { LogController, fastify } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createServer as createPlainServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SessionSummary } from '../server/venue-summary.ts';
import { answerTrouble } from './answers.ts';
import { Callers } from './callers.ts';
import { addControlRoutes } from './control-routes.ts';
import type { Control } from './control-routes.ts';
import { EventStreams } from './event-streams.ts';
import { HistoryReaders } from './history-readers.ts';
import { addHistoryRoutes } from './history-routes.ts';
import type { HttpContext } from './http-context.ts';
import { OpenRequests } from './open-requests.ts';
import { addPollRoute } from './poll-route.ts';
import { addPublicRoutes } from './public-routes.ts';
import type { Shown } from './public-routes.ts';
import { addStreamRoute } from './stream-route.ts';
import { addInstrumentsRoute, addTokenRoutes } from './venue-routes.ts';
import { Turns } from './turns.ts';
import { WaitingPolls } from './waiting-polls.ts';

/** Bounds of one request. Address and headers hold a cursor, a token and a list of instruments at their longest. */
const SERVER_LIMITS = {
  maxHeaderSize: 24_576,
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
};
const MAX_BODY_BYTES = 16_384;
/** Sockets beside those that stream: pages, polls, supervisors. */
const SPARE_SOCKETS = 256;
/** Time for readers to take the end of their streams before their sockets are cut. */
const CLOSE_WITHIN_MS = 700;

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

const CORS = {
  origin: '*',
  methods: ['GET', 'HEAD', 'POST', 'DELETE'],
  allowedHeaders: ['authorization', 'content-type', 'if-none-match', 'last-event-id'],
  exposedHeaders: ['etag', 'retry-after'],
  maxAge: 600,
};

export type HttpEdgeOptions = HttpContext & {
  readonly observability: Shown;
  /** Null: no faults can be switched on, and `/v1/control` is nowhere. */
  readonly control: Control | null;
  readonly logger: FastifyBaseLogger | null;
  /** PEM. Null: plain HTTP. */
  readonly tls: { readonly key: string; readonly cert: string } | null;
};

export type HttpEdge = {
  readonly app: FastifyInstance;
  /** Of HTTP and, once mounted there, of the WebSocket upgrade. */
  readonly server: Server;
  /** @returns the port really taken. Rejects with the system's error (`code`) when it cannot be had. */
  listen(port: number, host: string): Promise<number>;
  /** To be called every few milliseconds, after the market has moved: streams, polls and slow readers. */
  tick(): void;
  /** Every event stream, for the status page. */
  streams(): readonly SessionSummary[];
  /** Ends every stream with no word, as a venue that falls over does, and answers every poll. */
  cutStreams(): void;
  /** Tells every stream that the venue goes, answers every poll, and waits until they are read, or cuts them. */
  closeStreams(): Promise<void>;
  /** {@link closeStreams}, and frees the port. */
  close(): Promise<void>;
};

/** The venue over HTTP on one port: event streams, polling, histories, control and what supervisors ask. */
export async function createHttpEdge(options: HttpEdgeOptions): Promise<HttpEdge> {
  const { limits, counts, clock, observability } = options;
  const parts: EdgeParts = {
    app: createApp(options),
    streams: new EventStreams(options),
    polls: new WaitingPolls(),
    turns: new Turns(() => options.venue()),
    readers: new HistoryReaders({ counts, slowForMs: limits.slowForMs, nowMs: () => clock.monotonicMs() }),
  };
  const { app } = parts;
  answerTrouble(app, counts);
  await app.register(cors, CORS);
  app.addHook('onRequest', async (_request, reply) => void reply.headers(HEADERS));
  addPublicRoutes(app, observability);
  await addCheckedRoutes(options, parts);
  await app.ready();
  return edgeOf(options, parts);
}

/** The routes that ask who comes, in three rooms: one for each scope a token may need. */
async function addCheckedRoutes(
  options: HttpEdgeOptions,
  { app, streams, polls, turns, readers }: EdgeParts,
): Promise<void> {
  const { limits, control, observability } = options;
  const callers = new Callers(options);
  const places = new OpenRequests(limits);
  await app.register((room, _options, done) => {
    room.addHook('onRequest', (request, reply) => {
      if (options.isDown?.() !== true) return callers.check(request, reply, 'market-data');
      reply.hijack();
      request.socket.destroy();
      return Promise.resolve(undefined);
    });
    addStreamRoute(room, options, { callers, streams });
    addPollRoute(room, options, { callers, polls, places, turns });
    addHistoryRoutes(room, options, { callers, readers, places });
    addInstrumentsRoute(room, options, callers);
    done();
  });
  await app.register((room, _options, done) => {
    room.addHook('onRequest', (request, reply) => callers.check(request, reply, null));
    addTokenRoutes(room, options, { callers, summary: (showsWho) => observability.summary(showsWho) });
    done();
  });
  if (control !== null)
    await app.register((room, _options, done) => {
      room.addHook('onRequest', (request, reply) => callers.check(request, reply, 'control'));
      addControlRoutes(room, options, { callers, control });
      done();
    });
}

type EdgeParts = {
  readonly app: FastifyInstance;
  readonly streams: EventStreams;
  readonly polls: WaitingPolls;
  readonly turns: Turns;
  readonly readers: HistoryReaders;
};

function edgeOf(options: HttpEdgeOptions, { app, streams, polls, turns, readers }: EdgeParts): HttpEdge {
  const { server } = app;
  const closeStreams = async (): Promise<void> => {
    streams.goAway();
    turns.finish();
    polls.wakeAll();
    const cut = setTimeout(() => streams.cutAll(), CLOSE_WITHIN_MS);
    await streams.closed();
    clearTimeout(cut);
  };
  return {
    app,
    server,
    listen: async (port, host) => {
      await app.listen({ port, host });
      return (server.address() as AddressInfo).port;
    },
    tick: () => {
      streams.tick();
      turns.tick();
      polls.tick(options.clock.monotonicMs(), options.venue());
      readers.tick();
    },
    streams: () => streams.summaries(),
    cutStreams: () => {
      streams.cutAll();
      polls.wakeAll();
    },
    closeStreams,
    close: async () => {
      // Answers that are being written get their time too.
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
      await closeStreams();
      await app.close();
      clearTimeout(cut);
    },
  };
}

function createApp({ tls, logger, limits }: HttpEdgeOptions): FastifyInstance {
  return fastify({
    serverFactory: (listener: RequestListener): Server => {
      const server =
        tls === null
          ? createPlainServer(SERVER_LIMITS, listener)
          : createSecureServer({ ...SERVER_LIMITS, ...tls, minVersion: 'TLSv1.2' }, listener);
      server.maxConnections = limits.connections + SPARE_SOCKETS;
      return server;
    },
    bodyLimit: MAX_BODY_BYTES,
    // Request lines would hold tokens; what is worth knowing is counted, and sessions are audited.
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: true,
    forceCloseConnections: 'idle',
    ajv: {
      customOptions: {
        strict: true,
        coerceTypes: true,
        removeAdditional: false,
        useDefaults: false,
        allErrors: false,
      },
    },
    ...(logger === null ? {} : { loggerInstance: logger }),
  });
}
