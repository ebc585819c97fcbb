import type { Clock } from '../../main/core/clock.ts';
import type { Connection, OutgoingGate } from '../server/connection.ts';
import type { Counts } from '../server/counts.ts';
import { instrumentMatcher } from '../server/instrument-pattern.ts';
import { faultProblem } from './fault-problem.ts';
import type { FaultProblem } from './fault-problem.ts';
import { Fault } from './fault.ts';
import type { FaultState } from './fault.ts';
import type { FaultKind, FaultSpec } from './fault-spec.ts';
import { FaultyLine } from './faulty-line.ts';
import type { SubjectOf } from './message-subject.ts';
import type { Scenario } from './scenario.ts';

/** Faults that may be on or wait at once, and ended ones that are remembered for their counts. */
export const MAX_FAULTS = 32;
const MAX_ENDED_KEPT = 32;
const TWO_TO_32 = 0x1_0000_0000;
/** Kinds that happen at moments, and not to messages as they pass. */
const KINDS_IN_WAVES: readonly FaultKind[] = ['disconnect-storm', 'server-restart'];

/** One fault as the control API shows it. Times in milliseconds from now. */
export type FaultReport = {
  readonly id: number;
  readonly kind: FaultKind;
  readonly scenario: string;
  readonly state: FaultState;
  /** Messages and connections it has befallen. */
  readonly applied: number;
  /** Null: until it is stopped, or over. */
  readonly remainingMs: number | null;
  readonly spec: FaultSpec;
};

/**
 * Switches faults on and off and lets them act on every connection of the venue, over its restarts. No timer of its own:
 * whoever owns it calls {@link tick} every few milliseconds. What is drawn depends on the seed, the fault's number and
 * the connection's, so a run with the same seed and messages repeats itself.
 */
export class FaultDesk {
  readonly #clock: Clock;
  readonly #counts: Counts;
  readonly #seed: number;
  readonly #subjectOf: SubjectOf;
  readonly #instruments: readonly string[];
  readonly #onRestart: (pauseMs: number) => void;
  readonly #lines = new Set<FaultyLine>();
  readonly #ended: Fault[] = [];
  /** When a storm has its next wave; a restart fault has one wave only. */
  readonly #nextWaveMs = new Map<Fault, number>();
  #open: readonly Fault[] = [];
  #lastId = 0;
  /** Nothing is on and nothing is held: ticks have nothing to do. */
  #isIdle = true;

  constructor(options: {
    clock: Clock;
    counts: Counts;
    /** Of the run; faults and scenarios may have their own. */
    seed: number;
    subjectOf: SubjectOf;
    /** Names of the venue's instruments, so that a fault that would befall none is refused. */
    instruments: readonly string[];
    /** Ends the venue's run with no word, and opens it `pauseMs` later under a new epoch. */
    onRestart: (pauseMs: number) => void;
  }) {
    this.#clock = options.clock;
    this.#counts = options.counts;
    this.#seed = options.seed;
    this.#subjectOf = options.subjectOf;
    this.#instruments = options.instruments;
    this.#onRestart = options.onRestart;
  }

  /** How many faults may be started now. */
  get room(): number {
    this.#sortOut(this.#clock.monotonicMs());
    return MAX_FAULTS - this.#open.length;
  }

  /** @returns its number, from 1 */
  start(spec: FaultSpec): number | FaultProblem {
    return this.#problemOf([spec]) ?? this.#begin(spec, '');
  }

  /** All faults of a scenario, or none. */
  startAll({ name, faults }: Scenario): { readonly ids: readonly number[] } | FaultProblem {
    return this.#problemOf(faults) ?? { ids: faults.map((spec) => this.#begin(spec, name)) };
  }

  /** @returns false when no such fault is on. Messages it holds back still come when they are due. */
  stop(id: number): boolean {
    const fault = this.#open.find((candidate) => candidate.id === id);
    fault?.end(this.#clock.monotonicMs());
    this.tick();
    return fault !== undefined;
  }

  /** @returns how many were on or waiting */
  stopAll(): number {
    const nowMs = this.#clock.monotonicMs();
    const { length } = this.#open;
    for (const fault of this.#open) fault.end(nowMs);
    this.tick();
    return length;
  }

  /** Those that are not over, then the ended ones that are remembered, each oldest first. */
  list(): FaultReport[] {
    const nowMs = this.#clock.monotonicMs();
    this.#sortOut(nowMs);
    return [...this.#open, ...this.#ended].map((fault) => ({
      id: fault.id,
      kind: fault.spec.kind,
      scenario: fault.scenario,
      state: fault.stateAt(nowMs),
      applied: fault.applied,
      remainingMs: fault.remainingMs(nowMs),
      spec: fault.spec,
    }));
  }

  /** What stands between the venue and this connection from now on. To be closed with it. */
  gateFor(connection: Connection): OutgoingGate {
    const line = new FaultyLine({
      connection,
      clock: this.#clock,
      faults: () => this.#open,
      subjectOf: this.#subjectOf,
      onClose: (closed) => this.#lines.delete(closed),
    });
    this.#lines.add(line);
    this.#freezeLine(line, this.#clock.monotonicMs());
    return line;
  }

  /** Sends what is due, ends what is over, and lets storms and restarts happen. */
  tick(): void {
    if (this.#isIdle) return;
    const nowMs = this.#clock.monotonicMs();
    this.#sortOut(nowMs);
    for (const fault of this.#open) this.#makeWave(fault, nowMs);
    let held = 0;
    for (const line of this.#lines) {
      line.release(nowMs);
      this.#freezeLine(line, nowMs);
      held += line.heldCount;
    }
    this.#isIdle = this.#open.length === 0 && held === 0;
  }

  #problemOf(specs: readonly FaultSpec[]): FaultProblem | null {
    if (specs.length > this.room)
      return faultProblem(
        'TOO_MANY_FAULTS',
        `expected at most ${MAX_FAULTS} faults at once, received ${specs.length} with room for ${this.room}`,
      );
    for (const pattern of specs.flatMap(({ instruments }) => instruments ?? []))
      if (!this.#instruments.some(instrumentMatcher([pattern])))
        return faultProblem('BAD_FAULT', `expected an instrument of the venue, received ${pattern}`);
    return null;
  }

  #begin(spec: FaultSpec, scenario: string): number {
    this.#lastId += 1;
    const tally = this.#counts.tally('faultsApplied', spec.kind);
    const seed = spec.seed ?? this.#seed;
    const nowMs = this.#clock.monotonicMs();
    const fault = new Fault({ id: this.#lastId, spec, scenario, seed, nowMs, tally });
    this.#open = [...this.#open, fault];
    this.#isIdle = false;
    if (KINDS_IN_WAVES.includes(spec.kind)) this.#nextWaveMs.set(fault, fault.beginsAtMs);
    this.tick();
    return fault.id;
  }

  #makeWave(fault: Fault, nowMs: number): void {
    const waveMs = this.#nextWaveMs.get(fault);
    if (waveMs === undefined || nowMs < waveMs) return;
    const { kind, everyMs, pauseMs } = fault.spec;
    if (kind === 'server-restart') {
      fault.count();
      fault.end(nowMs);
      this.#nextWaveMs.delete(fault);
      this.#onRestart(pauseMs);
      return;
    }
    this.#nextWaveMs.set(fault, nowMs + everyMs);
    for (const line of this.#lines) {
      const victim = line.victimOf(fault);
      if (victim === null || victim.random.next() / TWO_TO_32 >= fault.spec.probability) continue;
      fault.count();
      line.cut();
    }
  }

  #freezeLine(line: FaultyLine, nowMs: number): void {
    const fault = this.#open.find(
      (candidate) =>
        candidate.spec.kind === 'half-open-socket' &&
        candidate.stateAt(nowMs) === 'on' &&
        line.victimOf(candidate) !== null,
    );
    if (line.freeze(fault !== undefined)) fault?.count();
  }

  /** Faults whose time is over go to the ended ones, the oldest of which are forgotten. */
  #sortOut(nowMs: number): void {
    const over = this.#open.filter((fault) => fault.stateAt(nowMs) === 'ended');
    if (over.length === 0) return;
    this.#open = this.#open.filter((fault) => !over.includes(fault));
    for (const fault of over) {
      this.#nextWaveMs.delete(fault);
      for (const line of this.#lines) line.forget(fault);
    }
    this.#ended.push(...over);
    this.#ended.splice(0, this.#ended.length - MAX_ENDED_KEPT);
  }
}
