import { randomUUID } from 'node:crypto';
import type { Clock } from '../main/core/clock.ts';
import { AccessGate } from './access/access-gate.ts';
import { TokenDesk } from './access/token-desk.ts';
import { newKeyJwk, tokenKeyOf } from './access/token-key.ts';
import { VenueAccess } from './access/venue-access.ts';
import { FaultDesk } from './faults/fault-desk.ts';
import { subjectByNumber } from './faults/message-subject.ts';
import { TWELVE_INSTRUMENTS } from './market-model/instruments.ts';
import { SeededRandom } from './market-model/seeded-random.ts';
import type { SimulatedMarket } from './market-model/simulated-market.ts';
import { createLog } from './observability/log.ts';
import type { Log } from './observability/log.ts';
import type { Connection, OutgoingGate } from './server/connection.ts';
import { Counts } from './server/counts.ts';
import { systemClock } from './server/system-clock.ts';
import type { TradeRing } from './server/trade-ring.ts';
import { DEFAULT_LIMITS } from './server/venue-limits.ts';
import type { VenueLimits } from './server/venue-limits.ts';
import { Venue } from './server/venue.ts';
import type { StartVenueOptions } from './venue-options.ts';
import { VenueRuns } from './venue-runs.ts';
import { warmMarket } from './warm-market.ts';

const VENUE_NAME = 'Touchline simulated exchange';
/** Looks at the clock after the warm-up, each of which leaves less to make up for. */
const CATCH_UPS = 3;

/** What every part of an exchange shares. */
export type BasicParts = {
  readonly clock: Clock;
  readonly limits: VenueLimits;
  readonly counts: Counts;
  readonly log: Log;
  readonly tokens: TokenDesk;
  readonly access: VenueAccess;
};

export async function basicParts(options: StartVenueOptions): Promise<BasicParts> {
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

export type Core = {
  readonly market: SimulatedMarket;
  readonly runs: VenueRuns;
  readonly faults: FaultDesk;
  readonly gateFor: ((connection: Connection) => OutgoingGate) | null;
  readonly life: Life;
  /** What a restart fault does; the edges put it here. */
  readonly onRestart: { carryOut: (pauseMs: number) => void };
};

/** The market, the venue on it, and the faults between the venue and its connections. */
export function openCore(options: StartVenueOptions, parts: BasicParts): Core {
  const { clock, counts, limits, log, access } = parts;
  const { seed, rate, specs = TWELVE_INSTRUMENTS } = options;
  const { market, history } = warmMarket({ seed, rate, specs, openedAt: clock.wallMicros() });
  const onRestart: Core['onRestart'] = { carryOut: () => undefined };
  const faults = new FaultDesk({
    clock,
    counts,
    seed,
    subjectOf: subjectByNumber(market.instruments),
    instruments: market.instruments.map(({ id }) => id),
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
      mayMessage: ({ address }, rights) => access.take({ address, rights }),
      random: () => random.next() / 0x1_0000_0000,
      audit: (entry) => log.audit(entry),
      ...(gateFor === null ? {} : { gates: (_facts, connection) => gateFor(connection) }),
    });
  const runs = new VenueRuns({ open, history, wallMicros: () => clock.wallMicros() });
  // The warm-up took its time: the market begins at the time of day, so that an age means something.
  for (let times = 0; times < CATCH_UPS; times += 1) {
    const until = clock.wallMicros();
    if (until > market.now) market.advanceTo(until, (change) => runs.apply(change));
  }
  return {
    market,
    runs,
    faults,
    gateFor,
    onRestart,
    life: { isGoingAway: false, comeBack: undefined, connections: 0 },
  };
}
