import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Clock } from '../main/core/clock.ts';
import { AccessGate } from './access/access-gate.ts';
import { TokenDesk } from './access/token-desk.ts';
import { newKeyJwk, tokenKeyOf } from './access/token-key.ts';
import type { TokenKey } from './access/token-key.ts';
import { VenueAccess } from './access/venue-access.ts';
import { ControlDesk } from './faults/control-desk.ts';
import { FaultDesk } from './faults/fault-desk.ts';
import { subjectByNumber } from './faults/message-subject.ts';
import { startScenario } from './faults/scenario.ts';
import type { Scenario } from './faults/scenario.ts';
import { shippedScenarios } from './faults/scenario-files.ts';
import { createHttpEdge } from './http/http-edge.ts';
import type { HttpEdge } from './http/http-edge.ts';
import type { InstrumentSpec } from './market-model/instrument-spec.ts';
import { TWELVE_INSTRUMENTS } from './market-model/instruments.ts';
import { SeededRandom } from './market-model/seeded-random.ts';
import type { SimulatedMarket } from './market-model/simulated-market.ts';
import { createLog } from './observability/log.ts';
import type { Log } from './observability/log.ts';
import { createObservability } from './observability/observability.ts';
import type { Observability } from './observability/observability.ts';
import { statusPage } from './observability/status-page.ts';
import type { Connection, OutgoingGate } from './server/connection.ts';
import { Counts } from './server/counts.ts';
import { DEFAULT_DEFLATE } from './server/deflate-limits.ts';
import { waitAfterStep } from './server/step-pace.ts';
import { systemClock } from './server/system-clock.ts';
import type { TradeRing } from './server/trade-ring.ts';
import { VENUE_PATH } from './server/upgrade-request.ts';
import { VenueDriver } from './server/venue-driver.ts';
import { DEFAULT_LIMITS } from './server/venue-limits.ts';
import type { VenueLimits } from './server/venue-limits.ts';
import { Venue } from './server/venue.ts';
import { WebSocketEdge } from './server/websocket-edge.ts';
import { VenueRuns } from './venue-runs.ts';
import { warmMarket } from './warm-market.ts';

const VENUE_NAME = 'Touchline simulated exchange';
const LOOPBACK = '127.0.0.1';
const SHUTTING_DOWN = 'the venue is shutting down';

export type StartVenueOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly seed: number;
  /** Level updates a second over all instruments. */
  readonly rate: number;
  /** Loopback when left out. */
  readonly host?: string;
  /** The twelve when left out. */
  readonly specs?: readonly InstrumentSpec[];
  /** Simulated seconds in a real one; 1 when left out. */
  readonly speed?: number;
  readonly limits?: VenueLimits;
  /** True when left out. */
  readonly isAnonymousAllowed?: boolean;
  /** What tokens are signed with; one of this run only when left out. */
  readonly tokenKey?: TokenKey;
  /** PEM; plain HTTP when left out. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly isDeflating?: boolean;
  /** Opens `/v1/control`. */
  readonly isControlled?: boolean;
  /** Faults to begin with. */
  readonly scenario?: Scenario;
  /** One line about trouble, without line end; the default drops it. */
  readonly warn?: (line: string) => void;
  readonly log?: Log;
};

export type RunningVenue = {
  /** Of the WebSocket. */
  readonly url: string;
  /** Of the status page; every HTTP path starts here. */
  readonly httpUrl: string;
  readonly port: number;
  /** The run of now: a restart fault puts another in its place. */
  readonly venue: () => Venue;
  readonly tokens: TokenDesk;
  readonly faults: FaultDesk;
  /** Says `going-away`, closes every connection with 1001 and frees the port, within about a second. */
  close(): Promise<void>;
};

/**
 * A simulated exchange on a real port, its books warm. Rejects with the system's error when the port is taken, and with a
 * RangeError for options out of range.
 */
export async function startVenue(options: StartVenueOptions): Promise<RunningVenue> {
  const parts = await basicParts(options);
  const core = openCore(options, parts);
  const edges = await openEdges(options, parts, core);
  const host = options.host ?? LOOPBACK;
  const closeEdges = async (): Promise<void> => {
    // The goodbye first: event streams ask the venue what to say.
    const socketsClosed = edges.sockets.close(SHUTTING_DOWN);
    await Promise.all([socketsClosed, edges.http.closeStreams()]);
    await edges.http.close();
    edges.observability.close();
  };
  const port = await edges.http.listen(options.port, host).catch(async (error: unknown) => {
    await closeEdges();
    throw error;
  });
  if (options.scenario !== undefined) startScenario(options.scenario, core.faults);
  const stopSteps = keepStepping(options, parts, core, edges);
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const isSecure = options.tls !== undefined;
  return {
    url: `${isSecure ? 'wss' : 'ws'}://${authority}${VENUE_PATH}`,
    httpUrl: `${isSecure ? 'https' : 'http'}://${authority}/`,
    port,
    venue: () => core.runs.current,
    tokens: parts.tokens,
    faults: core.faults,
    close: async () => {
      core.life.isGoingAway = true;
      clearTimeout(core.life.comeBack);
      await closeEdges();
      stopSteps();
    },
  };
}

type BasicParts = {
  readonly clock: Clock;
  readonly limits: VenueLimits;
  readonly counts: Counts;
  readonly log: Log;
  readonly tokens: TokenDesk;
  readonly access: VenueAccess;
};

async function basicParts(options: StartVenueOptions): Promise<BasicParts> {
  const clock = systemClock();
  const limits = options.limits ?? DEFAULT_LIMITS;
  const counts = new Counts();
  const log = options.log ?? createLog({ level: 'silent', stream: { write: () => undefined } });
  const key = options.tokenKey ?? (await tokenKeyOf(await newKeyJwk()));
  if (key === null) throw new Error('a key made just now is not accepted');
  const tokens = new TokenDesk({ key, limits, newTokenId: randomUUID });
  const access = new VenueAccess({
    desk: tokens,
    gate: new AccessGate({ limits, clock, counts }),
    limits,
    isAnonymousAllowed: options.isAnonymousAllowed ?? true,
    clock,
    counts,
    audit: (entry) => log.audit(entry),
  });
  return { clock, limits, counts, log, tokens, access };
}

type Life = { isGoingAway: boolean; comeBack: NodeJS.Timeout | undefined; connections: number };

type Core = {
  readonly market: SimulatedMarket;
  readonly runs: VenueRuns;
  readonly faults: FaultDesk;
  readonly gateFor: ((connection: Connection) => OutgoingGate) | null;
  readonly life: Life;
  /** What a restart fault does; the edges put it here. */
  readonly onRestart: { carryOut: (pauseMs: number) => void };
};

/** The market, the venue on it, and the faults between the venue and its connections. */
function openCore(options: StartVenueOptions, parts: BasicParts): Core {
  const { clock, counts, limits, log, access } = parts;
  const { seed, rate, specs = TWELVE_INSTRUMENTS } = options;
  const { market, history } = warmMarket({ seed, rate, specs, openedAt: clock.wallMicros() });
  const onRestart: Core['onRestart'] = { carryOut: () => undefined };
  const faults = new FaultDesk({
    clock,
    counts,
    seed,
    subjectOf: subjectByNumber(market.instruments),
    onRestart: (pauseMs) => onRestart.carryOut(pauseMs),
  });
  const mayFail = options.isControlled === true || options.scenario !== undefined;
  const gateFor = mayFail ? (connection: Connection) => faults.gateFor(connection) : null;
  const random = new SeededRandom(seed, 'reconnect spread');
  const open = (epoch: number, trades: readonly TradeRing[]): Venue =>
    new Venue({
      name: VENUE_NAME,
      epoch,
      market,
      clock,
      history: trades,
      limits,
      counts,
      authenticate: (token, facts) => access.authenticate(token, facts.address),
      mayMessage: ({ address }, rights) => {
        const refused = access.take({ address, rights });
        return refused === null ? null : { ...refused, retryAfterMs: refused.retryAfterMs ?? 1_000 };
      },
      random: () => random.next() / 0x1_0000_0000,
      audit: (entry) => log.audit(entry),
      ...(gateFor === null ? {} : { gates: (_facts, connection) => gateFor(connection) }),
    });
  const runs = new VenueRuns({ open, history, wallMicros: () => clock.wallMicros() });
  return {
    market,
    runs,
    faults,
    gateFor,
    onRestart,
    life: { isGoingAway: false, comeBack: undefined, connections: 0 },
  };
}

type Edges = {
  readonly sockets: WebSocketEdge;
  readonly http: HttpEdge;
  readonly observability: Observability;
};

async function openEdges(options: StartVenueOptions, parts: BasicParts, core: Core): Promise<Edges> {
  const { clock, counts, limits, log, access } = parts;
  const { runs, faults, gateFor, life } = core;
  const nextNumber = (): number => (life.connections += 1);
  const sockets = new WebSocketEdge({
    venue: () => runs.current,
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
  const control = new ControlDesk({ faults, scenarios: shippedScenarios(), audit });
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
    runs.goDown();
    sockets.cutAll();
    http.cutStreams();
    life.comeBack = setTimeout(() => runs.comeBack(), pauseMs);
  };
  return { sockets, http, observability };
}

/** @returns what stops it */
function keepStepping(
  options: StartVenueOptions,
  { clock, counts }: BasicParts,
  { market, runs, faults }: Core,
  { sockets, http, observability }: Edges,
): () => void {
  const { speed = 1, warn = () => undefined } = options;
  const driver = new VenueDriver({ market, venue: runs, clock, log: warn, speed });
  let timer: NodeJS.Timeout;
  const step = (): void => {
    const startedMs = clock.monotonicMs();
    const sentBefore = counts.total('messagesOut');
    sockets.batched(() => {
      faults.tick();
      driver.step();
      http.tick();
    });
    const tookMs = clock.monotonicMs() - startedMs;
    observability.stepped(tookMs / 1_000, counts.total('messagesOut') - sentBefore);
    timer = setTimeout(step, waitAfterStep(tookMs));
  };
  step();
  return () => clearTimeout(timer);
}
