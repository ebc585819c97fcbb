import { openCore, basicParts } from './exchange-core.ts';
import type { Core } from './exchange-core.ts';
import { openEdges } from './exchange-edges.ts';
import type { TokenDesk } from './access/token-desk.ts';
import type { FaultDesk } from './faults/fault-desk.ts';
import { isProblem } from './faults/fault-problem.ts';
import { VENUE_PATH } from './server/upgrade-request.ts';
import type { Venue } from './server/venue.ts';
import { keepStepping } from './step-loop.ts';
import type { StartVenueOptions } from './venue-options.ts';

export type { StartVenueOptions } from './venue-options.ts';

const LOOPBACK = '127.0.0.1';
const SHUTTING_DOWN = 'the venue is shutting down';

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
  const port = await edges.http
    .listen(options.port, host)
    .then((taken) => {
      startFaults(options, core);
      return taken;
    })
    .catch(async (error: unknown) => {
      await closeEdges();
      throw error;
    });
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

function startFaults({ scenario }: StartVenueOptions, { faults }: Core): void {
  const started = scenario === undefined ? null : faults.startAll(scenario);
  if (isProblem(started)) throw new RangeError(started.message);
}
