import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../server/system-clock.ts';
import { ClientFleet } from './client-fleet.ts';
import { DelayCounts } from './delay-counts.ts';
import { startExchange } from './exchange-child.ts';
import type { ExchangeChild } from './exchange-child.ts';
import type { LoadArguments } from './load-arguments.ts';
import { phasesOf } from './load-phases.ts';
import type { Phase } from './load-phases.ts';
import { reportOf } from './load-report.ts';
import type { LoadReport, MeasuredPhase } from './load-report.ts';
import { RunTally } from './run-tally.ts';

/** Pauses between the phases of a run with slow clients, in which nothing is counted. */
export type LoadPauses = {
  /** Before a plain phase: what was held back is sent. */
  readonly settleMs: number;
  /** Before a slow phase: those that do not read fill what the systems keep for them, until the venue holds back. */
  readonly fillMs: number;
};
const PAUSES: LoadPauses = { settleMs: 1_500, fillMs: 5_000 };

/**
 * One run: an exchange (unless one is named), its clients, the phases. Rejects when the exchange does not come up or a
 * client is not served; whatever was started is ended then too.
 *
 * @param note takes a line about how far it is
 */
export async function runLoad(
  options: LoadArguments,
  note: (line: string) => void,
  pauses = PAUSES,
): Promise<LoadReport> {
  const exchange = options.url === null ? await startExchange(exchangeFlags(options)) : null;
  const url = exchange?.url ?? options.url;
  if (url === null) throw new RangeError('expected an exchange');
  const clock = systemClock();
  const tally = new RunTally();
  const { codec, token, instruments, depth, conflationMs } = options;
  const wallMicros = (): number => clock.wallMicros();
  const fleet = new ClientFleet({ url, codec, token, instruments, depth, conflationMs, tally, wallMicros });
  try {
    note(`exchange at ${url.href}`);
    const every = Math.max(1, Math.ceil(options.clients / 5));
    await fleet.connectReaders(options.clients, (started) => {
      if (started % every === 0 || started === options.clients)
        note(`${started} of ${options.clients} clients follow`);
    });
    await fleet.connectSlow(options.slow);
    return await new Measurement({ options, exchange, fleet, tally, note, pauses }).run();
  } finally {
    fleet.close();
    await exchange?.stop();
  }
}

/** The most any limit can be. */
const NO_LIMIT = 1_000_000;
/** What a venue grants to one stranger is not meant for a crowd from one address; limits on slow readers stay. */
const CROWD_LIMITS = {
  connections: NO_LIMIT,
  connectionsPerAddress: NO_LIMIT,
  connectBurst: NO_LIMIT,
  connectsPerSecond: NO_LIMIT,
  messageBurst: NO_LIMIT,
  messagesPerSecond: NO_LIMIT,
  addressBurst: NO_LIMIT,
  addressPerSecond: NO_LIMIT,
  anonymousSubscriptions: 1_024,
};

function exchangeFlags({ rate, seed }: LoadArguments): string[] {
  return [
    ...['--port', '0', '--rate', String(rate), '--seed', String(seed)],
    ...Object.entries(CROWD_LIMITS).flatMap(([name, value]) => ['--limit', `${name}=${value}`]),
  ];
}

type Parts = {
  readonly options: LoadArguments;
  readonly exchange: ExchangeChild | null;
  readonly fleet: ClientFleet;
  readonly tally: RunTally;
  readonly note: (line: string) => void;
  readonly pauses: LoadPauses;
};

/** What is counted while all clients are there. */
class Measurement {
  readonly #parts: Parts;
  readonly #measured: MeasuredPhase[] = [];
  #loadCpuSeconds = 0;
  #exchangeCpuSeconds = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async run(): Promise<LoadReport> {
    const { options, exchange, fleet, tally, pauses } = this.#parts;
    const phases = phasesOf(options.seconds, options.slow);
    for (const phase of phases) {
      if (phase.kind === 'plain') {
        await fleet.connectSlow(options.slow);
        await sleep(pauses.settleMs);
        await this.#measure(phase);
      } else {
        fleet.pauseSlow();
        await sleep(pauses.fillMs);
        fleet.stopAsking();
        await this.#measure(phase);
        fleet.resumeSlow();
      }
    }
    const usage = (await exchange?.usage()) ?? null;
    return reportOf(
      options,
      this.#measured,
      {
        loadCpuSeconds: this.#loadCpuSeconds,
        exchange:
          usage === null ? null : { cpuSeconds: this.#exchangeCpuSeconds, peakRssBytes: usage.peakRssBytes },
      },
      { tally, lost: fleet.lost.length, slowCut: fleet.slowCut },
    );
  }

  async #measure({ kind, seconds: planned }: Phase): Promise<void> {
    const { exchange, tally, note } = this.#parts;
    const before = await exchange?.usage();
    const cpuBefore = process.cpuUsage();
    const startedMs = performance.now();
    const delays = new DelayCounts();
    const p99OfEachSecond: number[] = [];
    tally.deliveries = 0;
    for (let left = planned; left > 0; left -= 1) {
      tally.delays = new DelayCounts();
      await sleep(Math.min(1, left) * 1_000);
      p99OfEachSecond.push(tally.delays.percentileMs(0.99) ?? 0);
      delays.addAll(tally.delays);
    }
    const deliveries = tally.deliveries;
    tally.delays = new DelayCounts();
    const seconds = (performance.now() - startedMs) / 1_000;
    const { user, system } = process.cpuUsage(cpuBefore);
    const after = await exchange?.usage();
    this.#loadCpuSeconds += (user + system) / 1e6;
    this.#exchangeCpuSeconds += (after?.cpuSeconds ?? 0) - (before?.cpuSeconds ?? 0);
    this.#measured.push({
      kind,
      seconds,
      deliveries,
      delays,
      p99OfEachSecond,
      rssBytes: after?.rssBytes ?? null,
    });
    note(
      `${kind} phase: ${Math.round(deliveries / seconds)} deliveries/s, p99 ${delays.percentileMs(0.99) ?? 0} ms`,
    );
  }
}
