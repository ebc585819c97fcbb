import { DELTA, SNAPSHOT } from '../../main/core/market-data/book-update.ts';
import { TRADES } from '../../main/wire/flat-form.ts';

/** What a client that only counts looks at. One object is used again and again: a glance makes no garbage. */
export type Glance = {
  type: string;
  subscription: number;
  previousSequence: number;
  sequence: number;
  sentTime: number;
};

export function emptyGlance(): Glance {
  return { type: '', subscription: 0, previousSequence: 0, sequence: 0, sentTime: 0 };
}

/** For the next message. */
export function clearGlance(glance: Glance): void {
  glance.type = '';
  glance.subscription = glance.previousSequence = glance.sequence = glance.sentTime = 0;
}

/** Of a message in flat form nothing further back is looked at. */
export const FLAT_PLACES_READ = 11;
const SUBSCRIPTION = 2;
const PREVIOUS_SEQUENCE = 3;
const SEQUENCE = 4;

/** Takes a message in flat form (PROTOCOL.md section 2). @returns false when a field is missing or no number */
export function glanceAtFlat(places: ArrayLike<unknown>, glance: Glance): boolean {
  const code = places[0];
  const sentTime = code === DELTA ? 8 : code === SNAPSHOT ? 10 : 5;
  glance.type = code === DELTA ? 'delta' : code === SNAPSHOT ? 'snapshot' : code === TRADES ? 'trades' : '?';
  if (glance.type === '?') return Number.isSafeInteger(code);
  glance.subscription = Number(places[SUBSCRIPTION]);
  glance.previousSequence = code === SNAPSHOT ? 0 : Number(places[PREVIOUS_SEQUENCE]);
  glance.sequence = Number(places[SEQUENCE]);
  glance.sentTime = Number(places[sentTime]);
  return !Number.isNaN(glance.subscription + glance.previousSequence + glance.sequence + glance.sentTime);
}
