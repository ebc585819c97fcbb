import { setTimeout as wait } from 'node:timers/promises';
import { scenarioNamed } from '../../../feed-simulator/faults/scenario-files.ts';
import type { Scenario } from '../../../feed-simulator/faults/scenario.ts';
import { isProblem } from '../../../feed-simulator/faults/fault-problem.ts';
import type { FaultReport } from '../../../feed-simulator/faults/fault-desk.ts';
import type { StaleReason } from '../../../main/contract/data-quality.ts';
import { createTerminal } from '../../../main/terminal/terminal.ts';
import type { HealthReport, Terminal } from '../../../main/terminal/terminal-types.ts';
import { ownTimeMs } from '../../support/own-time.ts';
import { RecordedExchange } from './recorded-exchange.ts';
import { ScreenJudge } from './screen-judge.ts';

const SAMPLE_MS = 20;
const LIVE_WITHIN_MS = 20_000;
const LONGEST_SCENARIO_MS = 30_000;

/** What a rehearsal showed. Milliseconds. */
export type Rehearsal = {
  readonly scenario: Scenario;
  readonly violations: readonly string[];
  /** Live books compared with the exchange's while it lasted. */
  readonly judged: number;
  /** Why books were not live. */
  readonly reasons: readonly StaleReason[];
  /** Longest time that a book shown as live was out of date, and that a book was not live. */
  readonly longestOutdatedMs: number;
  readonly longestStaleMs: number;
  /** From the last fault's end until every book was live and at the exchange's latest. */
  readonly recoveredMs: number;
  readonly faults: readonly FaultReport[];
  readonly tradesMissing: number;
  readonly printsJudged: number;
  /** Health of the terminal: at the end, and what of it grew meanwhile. */
  readonly health: HealthReport;
  readonly grown: { readonly resyncs: number; readonly mismatched: number; readonly rejected: number };
  readonly notes: readonly string[];
  /** Lowest and highest median latency that the terminal named. */
  readonly latencyMs: { readonly least: number; readonly most: number };
  /** Runs of the exchange, each with an epoch of its own. */
  readonly runs: number;
};

/** `isSeen`: ends the faults before their time, as soon as the terminal shows what they are to bring about. */
export type Plan = { readonly name: string; readonly isSeen?: (health: HealthReport) => boolean };

/**
 * Plays scenarios to real terminals over real WebSockets, each at an exchange of its own. The exchanges open one after the
 * other, for each keeps the processor busy for a while; then all play at once, because a rehearsal mostly waits.
 *
 * @returns what each came to, by name
 */
export async function rehearseAll(plans: readonly Plan[]): Promise<(name: string) => Promise<Rehearsal>> {
  const prepared: Prepared[] = [];
  for (const { name, isSeen = () => false } of plans) {
    const scenario = scenarioNamed(name);
    if (isProblem(scenario)) throw new Error(scenario.message);
    prepared.push({ scenario, isSeen, exchange: await RecordedExchange.start(scenario.seed) });
  }
  const outcomes = new Map(
    prepared.map((rehearsal) => [rehearsal.scenario.name, settled(rehearse(rehearsal))]),
  );
  return async (name) => {
    const outcome = await outcomes.get(name);
    if (outcome === undefined) throw new Error(`${name} was not rehearsed`);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };
}

async function settled<Value>(promise: Promise<Value>): Promise<PromiseSettledResult<Value>> {
  const [outcome] = await Promise.allSettled([promise]);
  return outcome;
}

async function rehearse(prepared: Prepared): Promise<Rehearsal> {
  const { exchange } = prepared;
  const notes: string[] = [];
  const terminal = createTerminal({ feedUrl: exchange.url, log: (line) => notes.push(line) });
  const judge = new ScreenJudge(exchange);
  const latency = { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
  const sample = (): HealthReport => {
    judge.sample();
    const health = terminal.health();
    const p50 = health.latencyMs?.p50 ?? 0;
    Object.assign(latency, { least: Math.min(latency.least, p50), most: Math.max(latency.most, p50) });
    return health;
  };
  const sampling = setInterval(sample, SAMPLE_MS);
  try {
    return await played({ ...prepared, terminal, judge, notes, latency, sample });
  } finally {
    clearInterval(sampling);
    judge.close();
    terminal.close();
    await exchange.close();
  }
}

type Prepared = {
  readonly scenario: Scenario;
  readonly exchange: RecordedExchange;
  readonly isSeen: (health: HealthReport) => boolean;
};
type Stage = Prepared & {
  readonly terminal: Terminal;
  readonly judge: ScreenJudge;
  readonly notes: string[];
  readonly latency: { least: number; most: number };
  /** Measures now, beside what is measured all the time. */
  readonly sample: () => HealthReport;
};

async function played(stage: Stage): Promise<Rehearsal> {
  const { scenario, exchange, terminal, judge, notes, latency } = stage;
  await until(() => terminal.health().feed.state === 'live', LIVE_WITHIN_MS, 'the first live books');
  await judge.open(terminal, exchange.instruments);
  await untilCaughtUp(stage, LIVE_WITHIN_MS);
  const before = terminal.health();
  judge.beginMeasuring();
  notes.length = 0;
  Object.assign(latency, { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY });
  const started = exchange.faults.startAll(scenario);
  if (isProblem(started)) throw new Error(started.message);
  const isOver = (): boolean => {
    // A wrong picture needs no further proof.
    if (stage.isSeen(stage.sample()) || judge.violations.length > 0) exchange.faults.stopAll();
    return exchange.downSinceMs === null && exchange.faults.list().every(({ state }) => state === 'ended');
  };
  await until(isOver, LONGEST_SCENARIO_MS, 'the end of the faults');
  const endedAtMs = ownTimeMs();
  await untilCaughtUp(stage, LIVE_WITHIN_MS + scenario.expect.recoversWithinMs);
  return outcomeOf(stage, before, ownTimeMs() - endedAtMs);
}

function outcomeOf(
  { scenario, exchange, terminal, judge, notes, latency }: Stage,
  before: HealthReport,
  recoveredMs: number,
): Rehearsal {
  const health = terminal.health();
  const { longestOutdatedMs, longestStaleMs, judged, printsJudged, tradesMissing } = judge;
  return {
    scenario,
    violations: judge.violations.slice(0, 3),
    ...{ judged, printsJudged, tradesMissing, recoveredMs, health, longestOutdatedMs, longestStaleMs },
    reasons: [...judge.reasons],
    faults: exchange.faults.list(),
    grown: {
      resyncs: health.bookIntegrity.resyncs - before.bookIntegrity.resyncs,
      mismatched: health.bookIntegrity.mismatched - before.bookIntegrity.mismatched,
      rejected: sumOf(health.rejected) - sumOf(before.rejected),
    },
    notes: [...notes],
    latencyMs: { ...latency },
    runs: exchange.runCount,
  };
}

/** Every ladder is live and has reached what the exchange's books are at now. */
async function untilCaughtUp({ exchange, judge }: Stage, withinMs: number): Promise<void> {
  const [present] = exchange.records;
  const sequences = exchange.instruments.map((_, index) => present.lastSequence(index));
  const isCaughtUp = (): boolean => judge.isCaughtUp(sequences) && judge.isWatchlistLive;
  await until(() => isCaughtUp() || judge.violations.length > 0, withinMs, 'every book to be live and new');
}

async function until(condition: () => boolean, withinMs: number, what: string): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await wait(5);
  }
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
