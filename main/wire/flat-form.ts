import { DELTA, SNAPSHOT } from '../core/market-data/book-update.ts';
import type { MarketEvent } from '../core/market-data/market-event.ts';
import { flatTrades } from './flat-trades.ts';
import { ignoredMessage, received, wireError, type IgnoredMessage, type WireError } from './wire-error.ts';

/** The first integer of trades in flat form; {@link DELTA} and {@link SNAPSHOT} are the others. */
export const TRADES = 3;

/** A message in flat form (PROTOCOL.md section 2), null for one that has none. */
export function flatFormOf(event: MarketEvent): readonly number[] | null {
  switch (event.type) {
    case 'delta': {
      const { epoch, subscription, previousSequence, sequence, hash, levels, venueTime, sentTime } = event;
      const head = [DELTA, epoch, subscription, previousSequence, sequence, hash[0], hash[1], venueTime];
      return [...head, sentTime, ...Array.from(levels)];
    }
    case 'snapshot': {
      const { epoch, subscription, id, sequence, part, parts, hash, levels, venueTime, sentTime } = event;
      const head = [SNAPSHOT, epoch, subscription, id, sequence, part, parts, hash[0], hash[1], venueTime];
      return [...head, sentTime, ...Array.from(levels)];
    }
    case 'trades': {
      const { epoch, subscription, previousSequence, sequence, sentTime, trades } = event;
      return [TRADES, epoch, subscription, previousSequence, sequence, sentTime, ...flatTrades(trades)];
    }
    default:
      return null;
  }
}

/** The types that are arrays under a flat codec, and only there. */
export function hasFlatForm(type: unknown): boolean {
  return type === 'delta' || type === 'snapshot' || type === 'trades';
}

/** A message as a map, so that the rules of its fields are those of the map and stand in one place. */
type Unflattened = {
  readonly type: 'map';
  readonly map: { readonly type: string; readonly [field: string]: unknown };
};

/**
 * An array that came under a flat codec as the map it stands for. Nothing is judged but the code: an array that ends
 * early lacks fields, and whatever stood in a place stands in its field.
 *
 * @returns ignored for a code this version does not know; WIRE_TYPE_MISSING when no integer comes first
 */
export function unflattened(array: readonly unknown[]): Unflattened | IgnoredMessage | WireError {
  const [code] = array;
  const layout = LAYOUTS.get(code);
  if (layout !== undefined) return { type: 'map', map: mapOf(layout, array) };
  if (Number.isSafeInteger(code)) return ignoredMessage(`flat ${String(code)}`);
  return wireError('WIRE_TYPE_MISSING', `expected the code of a message first, received ${received(code)}`);
}

type FlatLayout = { readonly type: string; readonly fields: readonly string[]; readonly list: string };

const BOOK_ENDING = ['hash', 'hash', 'venueTime', 'sentTime'];
/** `hash` takes two places. */
const LAYOUTS: ReadonlyMap<unknown, FlatLayout> = new Map<unknown, FlatLayout>([
  [
    DELTA,
    {
      type: 'delta',
      fields: ['epoch', 'subscription', 'previousSequence', 'sequence', ...BOOK_ENDING],
      list: 'levels',
    },
  ],
  [
    SNAPSHOT,
    {
      type: 'snapshot',
      fields: ['epoch', 'subscription', 'id', 'sequence', 'part', 'parts', ...BOOK_ENDING],
      list: 'levels',
    },
  ],
  [
    TRADES,
    {
      type: 'trades',
      fields: ['epoch', 'subscription', 'previousSequence', 'sequence', 'sentTime'],
      list: 'trades',
    },
  ],
]);

function mapOf({ type, fields, list }: FlatLayout, array: readonly unknown[]): Unflattened['map'] {
  const map: { type: string; [field: string]: unknown } = { type };
  for (const [i, field] of fields.entries()) {
    const place = i + 1;
    if (place >= array.length) return map;
    if (field !== 'hash') map[field] = array[place];
    else if (map['hash'] === undefined) map['hash'] = array.slice(place, place + 2);
  }
  map[list] = array.slice(fields.length + 1);
  return map;
}
