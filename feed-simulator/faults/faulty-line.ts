import type { Clock } from '../../main/core/clock.ts';
import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { Connection, OutgoingGate } from '../server/connection.ts';
import type { EncodedFrame, SharedMessage } from '../server/shared-message.ts';
import { cutShort, oversized } from './altered-message.ts';
import type { Fault } from './fault.ts';
import { FAULT_EFFECTS, WHOLE_LINE_KINDS } from './fault-effects.ts';
import type { Victim } from './fault-effects.ts';
import { HeldParcels } from './held-parcels.ts';
import { messageSubject } from './message-subject.ts';
import type { SubjectOf } from './message-subject.ts';
import { parcelOf } from './parcel.ts';
import type { Parcel } from './parcel.ts';

type Deliver = (frame: EncodedFrame) => void;

/** What faults make of the messages to one connection. The order of what is not reordered on purpose is kept. */
export class FaultyLine implements OutgoingGate {
  readonly connection: Connection;
  readonly #clock: Clock;
  readonly #openedAtMs: number;
  /** Those that are not over, in the order in which they began. */
  readonly #faults: () => readonly Fault[];
  readonly #subjectOf: SubjectOf;
  readonly #onClose: (line: FaultyLine) => void;
  readonly #victims = new Map<Fault, Victim | null>();
  readonly #held = new HeldParcels();
  #state: 'open' | 'frozen' | 'closed' = 'open';

  constructor(options: {
    connection: Connection;
    clock: Clock;
    faults: () => readonly Fault[];
    subjectOf: SubjectOf;
    onClose: (line: FaultyLine) => void;
  }) {
    this.connection = options.connection;
    this.#clock = options.clock;
    this.#openedAtMs = options.clock.monotonicMs();
    this.#faults = options.faults;
    this.#subjectOf = options.subjectOf;
    this.#onClose = options.onClose;
  }

  get heldCount(): number {
    return this.#held.count;
  }

  pass(message: SharedMessage, deliver: Deliver): void {
    if (this.#state === 'closed') return;
    const faults = this.#faults();
    if (faults.length === 0 && this.#held.count === 0)
      return deliver(message.encoded(this.connection.facts.codec));
    const nowMs = this.#clock.monotonicMs();
    this.#held.release(nowMs);
    for (const parcel of this.#befallen(parcelOf(message), faults, nowMs)) this.#post(parcel, nowMs, deliver);
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#held.clear();
    this.#victims.clear();
    this.#onClose(this);
  }

  /** Sends what is due by now. */
  release(nowMs: number): void {
    this.#held.release(nowMs);
  }

  /** @returns whether that changed anything */
  freeze(isFrozen: boolean): boolean {
    const wanted = isFrozen ? 'frozen' : 'open';
    if (this.#state === 'closed' || this.#state === wanted) return false;
    this.#state = wanted;
    this.connection.freeze(isFrozen);
    return true;
  }

  /** Ends the connection with no word. */
  cut(): void {
    if (this.#state === 'closed') return;
    this.close();
    this.connection.cut();
  }

  /** What the fault knows of this connection; null when it does not befall it. */
  victimOf(fault: Fault): Victim | null {
    const known = this.#victims.get(fault);
    if (known !== undefined) return known;
    const { facts } = this.connection;
    const victim = fault.befalls(facts, this.#openedAtMs)
      ? { spec: fault.spec, random: fault.randomFor(facts, 'chance'), runs: new Map<number, number>() }
      : null;
    this.#victims.set(fault, victim);
    return victim;
  }

  forget(fault: Fault): void {
    this.#victims.delete(fault);
  }

  #befallen(whole: Parcel, faults: readonly Fault[], nowMs: number): readonly Parcel[] {
    let parcels: readonly Parcel[] = [whole];
    for (const fault of faults) {
      const effect = FAULT_EFFECTS[fault.spec.kind];
      if (effect === undefined || fault.stateAt(nowMs) !== 'on') continue;
      if (!this.#isOf(fault, whole.message.event)) continue;
      const victim = this.victimOf(fault);
      if (victim === null) continue;
      parcels = parcels.flatMap((parcel) => {
        const made = effect(parcel, victim, nowMs - fault.beginsAtMs);
        if (made !== null) fault.count();
        return made ?? [parcel];
      });
    }
    return parcels;
  }

  #isOf(fault: Fault, event: MarketEvent): boolean {
    const { kind } = fault.spec;
    if (kind === 'heartbeat-loss') return event.type === 'heartbeat';
    if (WHOLE_LINE_KINDS.includes(kind) && fault.isUnlimited) return true;
    return fault.concerns(messageSubject(event, this.#subjectOf));
  }

  #post(parcel: Parcel, nowMs: number, deliver: Deliver): void {
    const mustWait = parcel.lateMs > 0 || (this.#held.hasQueue && !parcel.isOvertaken);
    if (!mustWait) return this.#send(parcel, deliver);
    // A line that holds more than it may is cut: nothing of it is ever left out in silence.
    if (!this.#held.hold(parcel, nowMs, (due) => this.#send(due, deliver))) this.cut();
  }

  #send({ message, form, bytes }: Parcel, deliver: Deliver): void {
    if (this.#state === 'closed') return;
    const { codec } = this.connection.facts;
    if (form === 'whole') return deliver(message.encoded(codec));
    if (form === 'cut-short') return deliver(cutShort(message.encoded(codec)));
    if (form === 'oversized') return deliver(oversized(message.event, codec, bytes));
    this.close();
    this.connection.sendHalf(message.encoded(codec));
  }
}
