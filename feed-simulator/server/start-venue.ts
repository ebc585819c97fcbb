import { timestampMicros } from '../../main/core/units/timestamp.ts';
import { SimulatedMarket } from '../market-model/simulated-market.ts';
import { systemClock } from './system-clock.ts';
import { VENUE_PATH } from './upgrade-request.ts';
import { VenueDriver } from './venue-driver.ts';
import { Venue } from './venue.ts';
import { WARM_UP_MICROS, WARM_UP_RATE, warmUp } from './warm-up.ts';
import { WebSocketEdge } from './websocket-edge.ts';

const VENUE_NAME = 'Touchline simulated exchange';
/** How often the market moves on: fine enough for a latency to mean something, coarse enough to sleep between. */
const STEP_MS = 5;
const LOOPBACK = '127.0.0.1';

type StartVenueOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  readonly seed: number;
  /** 1 is about 2,000 level updates a second over all instruments. */
  readonly rate: number;
  /** Loopback when left out: the simulated exchange has no authentication. */
  readonly host?: string;
  /** One line about trouble, without line end; the default drops it. */
  readonly log?: (line: string) => void;
};

export type RunningVenue = {
  readonly url: string;
  readonly port: number;
  readonly venue: Venue;
  /** Closes every connection with 1001 and frees the port, within a second. */
  close(): Promise<void>;
};

/** A simulated exchange on a real port, its books warm. Rejects with the system's error when the port is taken. */
export async function startVenue(options: StartVenueOptions): Promise<RunningVenue> {
  const clock = systemClock();
  const openedAt = clock.wallMicros();
  const market = new SimulatedMarket({
    seed: options.seed,
    rate: WARM_UP_RATE,
    startTime: timestampMicros(openedAt - WARM_UP_MICROS),
  });
  const history = warmUp(market, openedAt);
  market.setRate(options.rate);
  // In milliseconds: a venue that was killed and started again at once must not speak under its old epoch.
  const epoch = Math.floor(openedAt / 1_000);
  const venue = new Venue({ name: VENUE_NAME, epoch, market, clock, history });
  const edge = new WebSocketEdge(venue);
  const host = options.host ?? LOOPBACK;
  const port = await edge.listen(options.port, host);
  const driver = new VenueDriver({ market, venue, clock, log: options.log ?? (() => undefined) });
  const timer = setInterval(() => edge.batched(() => driver.step()), STEP_MS);
  return {
    url: `ws://${host.includes(':') ? `[${host}]` : host}:${port}${VENUE_PATH}`,
    port,
    venue,
    close: async () => {
      clearInterval(timer);
      await edge.close();
    },
  };
}
