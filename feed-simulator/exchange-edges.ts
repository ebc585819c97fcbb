import type { Socket } from 'node:net';
import { ControlDesk } from './faults/control-desk.ts';
import { shippedScenarios } from './faults/scenario-files.ts';
import type { BasicParts, Core } from './exchange-core.ts';
import { createHttpEdge } from './http/http-edge.ts';
import type { HttpEdge } from './http/http-edge.ts';
import { createObservability } from './observability/observability.ts';
import type { Observability } from './observability/observability.ts';
import { statusPage } from './observability/status-page.ts';
import { DEFAULT_DEFLATE } from './server/deflate-limits.ts';
import { WebSocketEdge } from './server/websocket-edge.ts';
import type { StartVenueOptions } from './venue-options.ts';

export type Edges = {
  readonly sockets: WebSocketEdge;
  readonly http: HttpEdge;
  readonly observability: Observability;
};

/** Everything with sockets, on one HTTP server that does not listen yet, and what tells of it. */
export async function openEdges(options: StartVenueOptions, parts: BasicParts, core: Core): Promise<Edges> {
  const { clock, counts, limits, log, access } = parts;
  const { runs, faults, gateFor, life } = core;
  const nextNumber = (): number => (life.connections += 1);
  const sockets = new WebSocketEdge({
    venue: () => runs.current,
    isDown: () => runs.isDown,
    isBusy: () => runs.current.isBusy,
    access,
    counts,
    messageBytes: limits.messageBytes,
    nextNumber,
    deflate: options.isDeflating === true ? DEFAULT_DEFLATE : null,
  });
  const observability = createObservability({
    counts,
    clock,
    venue: () => {
      const { name, epoch, instruments, sessions } = runs.current.summary();
      return { name, epoch, instruments, sessions: [...sessions, ...http.streams()] };
    },
    faults: () => faults.list(),
    life: () => ({ isWarm: !runs.isDown, isGoingAway: life.isGoingAway }),
  });
  const audit = log.audit.bind(log);
  const control = new ControlDesk({ faults, scenarios: shippedScenarios(), market: core.market, audit });
  const http = await createHttpEdge({
    venue: () => runs.current,
    isDown: () => runs.isDown,
    access,
    limits,
    counts,
    clock,
    gateFor,
    nextConnectionNumber: nextNumber,
    audit,
    observability: { ...observability, page: statusPage() },
    control: options.isControlled === true ? control : null,
    logger: log.logger,
    tls: options.tls ?? null,
  });
  sockets.attach(http.server);
  // A venue that is down answers nobody, as a process that is not there.
  http.server.prependListener('connection', (socket: Socket) => {
    if (runs.isDown) socket.destroy();
  });
  core.onRestart.carryOut = (pauseMs) => {
    // A venue that leaves does not come back; one that is away already comes back once, when it was last told.
    if (life.isGoingAway) return;
    clearTimeout(life.comeBack);
    runs.goDown();
    sockets.cutAll();
    http.cutStreams();
    life.comeBack = setTimeout(() => runs.comeBack(), pauseMs);
  };
  return { sockets, http, observability };
}
