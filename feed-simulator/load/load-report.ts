import { DelayCounts } from './delay-counts.ts';
import type { LoadArguments } from './load-arguments.ts';
import type { PhaseKind } from './load-phases.ts';
import type { RunTally } from './run-tally.ts';

/** What one phase gave. */
export type MeasuredPhase = {
  readonly kind: PhaseKind;
  readonly seconds: number;
  readonly deliveries: number;
  readonly delays: DelayCounts;
  /** In milliseconds. */
  readonly p99OfEachSecond: readonly number[];
  /** Of the exchange at the end of the phase; null for one that was not started here. */
  readonly rssBytes: number | null;
};

export type RunCosts = {
  /** Of the phases together. */
  readonly loadCpuSeconds: number;
  /** Null for an exchange that was not started here. */
  readonly exchange: { readonly cpuSeconds: number; readonly peakRssBytes: number } | null;
};

type Delay = { readonly p50: number; readonly p99: number };
type PhaseReport = {
  readonly kind: PhaseKind;
  readonly seconds: number;
  readonly deliveredPerSecond: number;
  readonly delayMs: Delay;
  readonly rssMB: number | null;
};

export type LoadReport = {
  readonly clients: number;
  readonly instruments: number;
  readonly seconds: number;
  readonly deliveredPerSecond: number;
  /** Over all plain phases. */
  readonly delayMs: Delay;
  /** The most memory the exchange ever had. */
  readonly rssMB: number | null;
  /** Exchange and load generator together while measuring. */
  readonly cpuSeconds: number;
  readonly exchangeCpuSeconds: number | null;
  readonly verifiedBooks: number;
  readonly wrongBooks: number;
  readonly brokenChains: number;
  readonly unreadable: number;
  /** Readers that lost their connection. */
  readonly lost: number;
  readonly codec: string;
  readonly depth: number;
  readonly conflationMs: number;
  readonly rate: number | null;
  readonly slow: number;
  readonly slowCut: number;
  /** Trades the venue dropped for slow clients and told of. */
  readonly slowGaps: number;
  /**
   * The p99 of a typical second of the slow phases over that of the plain ones: of all seconds of a kind the median, so
   * that one hiccup of the machine decides nothing. Null without slow clients.
   */
  readonly slowP99Ratio: number | null;
  readonly phases: readonly PhaseReport[];
};

export function reportOf(
  options: LoadArguments,
  measured: readonly MeasuredPhase[],
  costs: RunCosts,
  outcome: { readonly tally: RunTally; readonly lost: number; readonly slowCut: number },
): LoadReport {
  const { tally, lost, slowCut } = outcome;
  const seconds = sum(measured.map((phase) => phase.seconds));
  const deliveries = sum(measured.map((phase) => phase.deliveries));
  const p99 = (kind: PhaseKind): number =>
    median(measured.flatMap((phase) => (phase.kind === kind ? phase.p99OfEachSecond : [])));
  const plain = new DelayCounts();
  for (const phase of measured) if (phase.kind === 'plain') plain.addAll(phase.delays);
  const { clients, instruments, codec, depth, conflationMs, slow } = options;
  return {
    clients,
    instruments,
    seconds: rounded(seconds, 2),
    deliveredPerSecond: Math.round(deliveries / seconds),
    delayMs: delayOf(plain),
    rssMB: costs.exchange === null ? null : megabytes(costs.exchange.peakRssBytes),
    cpuSeconds: rounded(costs.loadCpuSeconds + (costs.exchange?.cpuSeconds ?? 0), 2),
    exchangeCpuSeconds: costs.exchange === null ? null : rounded(costs.exchange.cpuSeconds, 2),
    verifiedBooks: tally.verifiedBooks,
    wrongBooks: tally.wrongBooks,
    brokenChains: tally.brokenChains,
    unreadable: tally.unreadable,
    lost,
    codec,
    depth,
    conflationMs,
    rate: options.url === null ? options.rate : null,
    slow,
    slowCut,
    slowGaps: tally.gaps,
    slowP99Ratio: slow === 0 ? null : rounded(p99('slow') / p99('plain'), 3),
    phases: measured.map(phaseReport),
  };
}

/** Whether nothing was wrong, lost or missing. How quick it was is for the reader to judge. */
export function isSound(report: LoadReport): boolean {
  const { wrongBooks, brokenChains, unreadable, lost, verifiedBooks } = report;
  return wrongBooks + brokenChains + unreadable + lost === 0 && verifiedBooks > 0;
}

/** The report for people, one line each. */
export function reportLines(report: LoadReport): string[] {
  const { delayMs, phases } = report;
  const line = (name: string, value: string): string => `${name.padEnd(22)}${value}`;
  const known = (value: number | null, unit: string): string =>
    value === null ? 'not known' : `${value} ${unit}`;
  return [
    line(
      'clients',
      `${report.clients}, each on ${report.instruments} instruments (${report.codec}, depth ${report.depth})`,
    ),
    line('measured', `${report.seconds} s`),
    line('delivered', `${report.deliveredPerSecond} messages/s`),
    line('delay', `p50 ${delayMs.p50} ms, p99 ${delayMs.p99} ms`),
    line('memory of exchange', known(report.rssMB, 'MB at most')),
    line('processor', `${report.cpuSeconds} s, of that exchange ${known(report.exchangeCpuSeconds, 's')}`),
    line('books verified', `${report.verifiedBooks}, wrong ${report.wrongBooks}`),
    line(
      'missing or unreadable',
      `${report.brokenChains + report.unreadable}, connections lost ${report.lost}`,
    ),
    ...(report.slow === 0
      ? []
      : [
          line(
            'slow clients',
            `${report.slow}, cut ${report.slowCut}; p99 of the others × ${report.slowP99Ratio}`,
          ),
          ...phases.map((phase) =>
            line(
              `  ${phase.kind} phase`,
              `p50 ${phase.delayMs.p50} ms, p99 ${phase.delayMs.p99} ms, ${phase.deliveredPerSecond}/s, ${known(phase.rssMB, 'MB')}`,
            ),
          ),
        ]),
  ];
}

function phaseReport({ kind, seconds, deliveries, delays, rssBytes }: MeasuredPhase): PhaseReport {
  return {
    kind,
    seconds: rounded(seconds, 2),
    deliveredPerSecond: Math.round(deliveries / seconds),
    delayMs: delayOf(delays),
    rssMB: rssBytes === null ? null : megabytes(rssBytes),
  };
}

/** 0 where nothing was delivered. */
function delayOf(delays: DelayCounts): Delay {
  return { p50: delays.percentileMs(0.5) ?? 0, p99: delays.percentileMs(0.99) ?? 0 };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function megabytes(bytes: number): number {
  return rounded(bytes / 1e6, 1);
}
