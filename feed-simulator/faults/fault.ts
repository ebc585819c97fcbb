import type { Tally } from '../server/counts.ts';
import { SeededRandom } from '../market-model/seeded-random.ts';
import type { ConnectionFacts } from '../server/connection.ts';
import { instrumentMatcher } from '../server/instrument-pattern.ts';
import { MARKET_CHANNELS } from './fault-spec.ts';
import type { FaultSpec } from './fault-spec.ts';
import type { MessageSubject } from './message-subject.ts';

const TWO_TO_32 = 0x1_0000_0000;

/** `waiting` for its `afterMs`, `on`, or `ended`: its time is over or it was stopped. */
export type FaultState = 'waiting' | 'on' | 'ended';

/** One fault that was switched on: whom it befalls, from when to when, and how often it did. Monotonic times in ms. */
export class Fault {
  readonly id: number;
  readonly spec: FaultSpec;
  /** Name of the scenario it belongs to; empty for none. */
  readonly scenario: string;
  readonly beginsAtMs: number;
  /** Messages and connections it has befallen. */
  applied = 0;
  readonly #seed: number;
  readonly #tally: Tally;
  readonly #isOfInstrument: (id: string) => boolean;
  #endsAtMs: number;

  constructor(options: {
    id: number;
    spec: FaultSpec;
    scenario: string;
    seed: number;
    nowMs: number;
    tally: Tally;
  }) {
    const { spec, nowMs } = options;
    this.id = options.id;
    this.spec = spec;
    this.scenario = options.scenario;
    this.beginsAtMs = nowMs + spec.afterMs;
    this.#seed = options.seed;
    this.#tally = options.tally;
    this.#isOfInstrument = spec.instruments === null ? () => true : instrumentMatcher(spec.instruments);
    this.#endsAtMs = this.beginsAtMs + (spec.durationMs ?? Number.POSITIVE_INFINITY);
  }

  stateAt(nowMs: number): FaultState {
    if (nowMs >= this.#endsAtMs) return 'ended';
    return nowMs >= this.beginsAtMs ? 'on' : 'waiting';
  }

  end(nowMs: number): void {
    this.#endsAtMs = Math.min(this.#endsAtMs, nowMs);
  }

  /** Milliseconds until it ends by itself; null when it does not or has. */
  remainingMs(nowMs: number): number | null {
    return Number.isFinite(this.#endsAtMs) && nowMs < this.#endsAtMs ? this.#endsAtMs - nowMs : null;
  }

  /** @param openedAtMs when the connection was made. The answer is the same for the whole life of both. */
  befalls(facts: ConnectionFacts, openedAtMs: number): boolean {
    const { numbers, transports, share, opened } = this.spec.connections;
    if (numbers !== null && !numbers.includes(facts.number)) return false;
    if (transports !== null && !transports.includes(facts.transport)) return false;
    if (opened === 'before' && openedAtMs >= this.beginsAtMs) return false;
    return share >= 1 || this.randomFor(facts, 'share').next() / TWO_TO_32 < share;
  }

  /** Whether it befalls messages of that stream; null is what belongs to no stream. */
  concerns(subject: MessageSubject | null): boolean {
    if (subject === null) return false;
    const { channels } = this.spec;
    return (
      (channels ?? MARKET_CHANNELS).includes(subject.channel) && this.#isOfInstrument(subject.instrument)
    );
  }

  /** True: nothing says which streams it befalls, so that it may befall what belongs to none. */
  get isUnlimited(): boolean {
    return this.spec.instruments === null && this.spec.channels === null;
  }

  /** What this fault draws on that connection: the same for the same seed, whatever happens on others. */
  randomFor({ number }: ConnectionFacts, purpose: string): SeededRandom {
    return new SeededRandom(this.#seed, `${this.id}/${this.spec.kind}/${purpose}/${number}`);
  }

  count(): void {
    this.applied += 1;
    this.#tally.value += 1;
  }
}
