import type { CountName, Counts } from '../server/counts.ts';
import type { HealthAnswer } from './health.ts';
import type { ProcessReadings } from './process-readings.ts';
import type { InstrumentSummary, SessionSummary, VenueSummary } from '../server/venue-summary.ts';

/** Connections listed one by one; of more, those with most unsent bytes, because they are the ones in trouble. */
export const MAX_LISTED_CONNECTIONS = 100;

/** Shown instead of a name or an address that is nobody's business. */
const SOMEBODY = 'hidden';

/** A fault that was switched on: `waiting`, `on` or `ended`. Ended ones are not shown. */
export type ActiveFault = {
  readonly id: number;
  readonly kind: string;
  readonly scenario: string;
  readonly state: string;
  readonly applied: number;
  readonly remainingMs: number | null;
};

export type Tallied = { readonly name: string; readonly count: number };

/** A running total and what it does in a second; null before two looks at it were taken. */
export type Activity = { readonly total: number; readonly perSecond: number | null };

export type ListedConnection = {
  readonly number: number;
  readonly transport: string;
  readonly codec: string;
  readonly address: string;
  readonly subject: string;
  readonly subscriptions: number;
  readonly bufferedBytes: number;
  readonly openSeconds: number;
};

const ACTIVITIES = [
  'levelUpdates',
  'trades',
  'messagesIn',
  'bytesIn',
  'messagesOut',
  'bytesOut',
] as const satisfies readonly CountName[];

/** The body of `GET /v1/summary`: the venue at one moment, for people and scripts. */
export type StatusSummary = {
  readonly venue: string;
  readonly epoch: number;
  readonly uptimeSeconds: number;
  readonly state: HealthAnswer['state'];
  readonly instruments: readonly (InstrumentSummary & { readonly changesPerSecond: number | null })[];
  readonly connections: {
    readonly open: number;
    readonly subscriptions: number;
    readonly bufferedBytes: number;
    readonly byKind: readonly Tallied[];
    /** By number; at most 100. */
    readonly listed: readonly ListedConnection[];
  };
  readonly activity: Readonly<Record<(typeof ACTIVITIES)[number], Activity>>;
  readonly refusals: readonly Tallied[];
  readonly authentications: readonly Tallied[];
  readonly slowReaders: readonly Tallied[];
  readonly peersTimedOut: number;
  readonly faults: readonly ActiveFault[];
  readonly process: {
    readonly loopDelayP50Ms: number;
    readonly loopDelayP99Ms: number;
    readonly residentBytes: number;
    readonly cpuSeconds: number;
  };
};

export type SummarySources = {
  readonly venue: VenueSummary;
  readonly counts: Counts;
  readonly faults: readonly ActiveFault[];
  readonly state: HealthAnswer['state'];
  readonly readings: ProcessReadings;
  /** Wall time in microseconds, as of `SessionSummary.openedAt`. */
  readonly nowMicros: number;
  readonly uptimeSeconds: number;
  /** Change a second of a total of {@link summaryTotals}. */
  readonly rateOf: (name: string) => number | null;
  /** Whether subjects and addresses may be told: only to who runs the venue. */
  readonly showsWho: boolean;
};

/** The running totals whose rates a summary shows, by the names it asks them under. */
export function summaryTotals(venue: VenueSummary, counts: Counts): Map<string, number> {
  const totals = new Map<string, number>(ACTIVITIES.map((name) => [name, counts.total(name)]));
  for (const { id, sequence } of venue.instruments) totals.set(`${venue.epoch}/${id}`, sequence);
  return totals;
}

export function statusSummary(sources: SummarySources): StatusSummary {
  const { venue, counts, rateOf, readings } = sources;
  const tallied = (name: CountName): Tallied[] =>
    byCount(counts.entries(name).map(({ labels, value }) => ({ name: labels.join(' '), count: value })));
  const activity = (name: CountName): Activity => ({ total: counts.total(name), perSecond: rateOf(name) });
  return {
    venue: venue.name,
    epoch: venue.epoch,
    uptimeSeconds: sources.uptimeSeconds,
    state: sources.state,
    instruments: venue.instruments.map((instrument) => ({
      ...instrument,
      changesPerSecond: rateOf(`${venue.epoch}/${instrument.id}`),
    })),
    connections: connectionSummary(sources),
    activity: {
      levelUpdates: activity('levelUpdates'),
      trades: activity('trades'),
      messagesIn: activity('messagesIn'),
      bytesIn: activity('bytesIn'),
      messagesOut: activity('messagesOut'),
      bytesOut: activity('bytesOut'),
    },
    refusals: tallied('refusals'),
    authentications: tallied('authentications'),
    slowReaders: tallied('slowReaderActions'),
    peersTimedOut: counts.total('peersTimedOut'),
    faults: openFaults(sources),
    process: {
      loopDelayP50Ms: readings.loopDelay.p50 * 1_000,
      loopDelayP99Ms: readings.loopDelay.p99 * 1_000,
      residentBytes: readings.residentBytes,
      cpuSeconds: readings.cpuSeconds,
    },
  };
}

function openFaults({ faults }: SummarySources): ActiveFault[] {
  return faults
    .filter(({ state }) => state !== 'ended')
    .map(({ id, kind, scenario, state, applied, remainingMs }) => ({
      id,
      kind,
      scenario,
      state,
      applied,
      remainingMs,
    }));
}

function connectionSummary(sources: SummarySources): StatusSummary['connections'] {
  const { sessions } = sources.venue;
  const kinds = new Map<string, number>();
  for (const { facts } of sessions) {
    const kind = `${facts.transport} ${facts.codec}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const sumOf = (read: (session: SessionSummary) => number): number =>
    sessions.reduce((sum, session) => sum + read(session), 0);
  const inTrouble = [...sessions].sort((one, other) => other.bufferedBytes - one.bufferedBytes);
  const listed = inTrouble
    .slice(0, MAX_LISTED_CONNECTIONS)
    .sort((one, other) => one.facts.number - other.facts.number);
  return {
    open: sessions.length,
    subscriptions: sumOf((session) => session.subscriptions),
    bufferedBytes: sumOf((session) => session.bufferedBytes),
    byKind: byCount([...kinds].map(([name, count]) => ({ name, count }))),
    listed: listed.map((session) => listedConnection(session, sources)),
  };
}

function listedConnection(session: SessionSummary, sources: SummarySources): ListedConnection {
  const { facts, subject, subscriptions, bufferedBytes, openedAt } = session;
  return {
    number: facts.number,
    transport: facts.transport,
    codec: facts.codec,
    address: sources.showsWho ? facts.address : SOMEBODY,
    subject: sources.showsWho || subject === '' ? subject : SOMEBODY,
    subscriptions,
    bufferedBytes,
    openSeconds: Math.max(0, (sources.nowMicros - openedAt) / 1e6),
  };
}

/** Most first; the same number by name, so that rows keep their places. */
function byCount(tallies: readonly Tallied[]): Tallied[] {
  return [...tallies].sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
}
