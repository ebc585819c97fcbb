import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { SeededRandom } from '../market-model/seeded-random.ts';
import { SharedMessage } from '../server/shared-message.ts';
import { withCrossedBook, withShiftedStamps, withWrongHash } from './altered-message.ts';
import type { FaultKind, FaultSpec } from './fault-spec.ts';
import type { Parcel } from './parcel.ts';

const TWO_TO_32 = 0x1_0000_0000;

/** What one fault knows of one connection. */
export type Victim = {
  readonly spec: FaultSpec;
  readonly random: SeededRandom;
  /** Messages still to be lost of the run on a subscription; bounded by the connection's subscriptions. */
  readonly runs: Map<number, number>;
};

/** @returns what becomes of the parcel; null when the fault leaves it alone */
type Effect = (parcel: Parcel, victim: Victim, elapsedMs: number) => readonly Parcel[] | null;

const LOST: readonly Parcel[] = [];

function isDrawn({ spec, random }: Victim): boolean {
  return random.next() / TWO_TO_32 < spec.probability;
}

const whenDrawn =
  (change: (parcel: Parcel, victim: Victim) => readonly Parcel[]): Effect =>
  (parcel, victim) =>
    isDrawn(victim) ? change(parcel, victim) : null;

const altered =
  (alter: (event: MarketEvent) => MarketEvent | null): Effect =>
  (parcel, victim) => {
    const event = alter(parcel.message.event);
    return event === null || !isDrawn(victim) ? null : [{ ...parcel, message: new SharedMessage(event) }];
  };

const shifted = (parcel: Parcel, byMs: number): readonly Parcel[] | null => {
  const event = withShiftedStamps(parcel.message.event, byMs);
  return event === null ? null : [{ ...parcel, message: new SharedMessage(event) }];
};

const late = (parcel: Parcel, ms: number): readonly Parcel[] => [{ ...parcel, lateMs: parcel.lateMs + ms }];

/** What each kind does to a message that it befalls; none for those that befall connections or the venue. */
export const FAULT_EFFECTS: Readonly<Partial<Record<FaultKind, Effect>>> = {
  drop: whenDrawn(() => LOST),
  duplicate: whenDrawn((parcel) => [parcel, parcel]),
  reorder: whenDrawn((parcel, { spec }) => [
    { ...parcel, lateMs: parcel.lateMs + spec.lateMs, isOvertaken: true },
  ]),
  delay: whenDrawn((parcel, { spec, random }) =>
    late(parcel, spec.delayMs + Math.round((spec.jitterMs * random.next()) / TWO_TO_32)),
  ),
  gap: (parcel, victim) => {
    const { event } = parcel.message;
    const subscription = 'subscription' in event ? (event.subscription ?? 0) : 0;
    const left = victim.runs.get(subscription) ?? (isDrawn(victim) ? victim.spec.run : 0);
    if (left === 0) return null;
    if (left > 1) victim.runs.set(subscription, left - 1);
    else victim.runs.delete(subscription);
    return LOST;
  },
  'wrong-checksum': altered(withWrongHash),
  'crossed-book': altered(withCrossedBook),
  'malformed-frame': whenDrawn((parcel) => [{ ...parcel, form: 'cut-short' }]),
  'half-frame': whenDrawn((parcel) => [{ ...parcel, form: 'half' }]),
  'oversized-frame': whenDrawn((parcel, { spec }) => [{ ...parcel, form: 'oversized', bytes: spec.bytes }]),
  'stalled-while-connected': () => LOST,
  'heartbeat-loss': () => LOST,
  'clock-step': (parcel, { spec }) => shifted(parcel, spec.stepMs),
  'clock-skew': (parcel, { spec }, elapsedMs) => shifted(parcel, (elapsedMs * spec.partsPerMillion) / 1e6),
  'slow-server': (parcel, { spec }, elapsedMs) =>
    late(parcel, Math.min(spec.maxMs, spec.delayMs + Math.round((elapsedMs * spec.growMsPerSecond) / 1_000))),
};

/** Kinds that, when no stream is named, also befall what belongs to none: a late line keeps its order, a clock is one. */
export const WHOLE_LINE_KINDS: readonly FaultKind[] = ['delay', 'clock-step', 'clock-skew', 'slow-server'];
