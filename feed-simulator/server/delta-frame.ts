import { DELTA } from '../../main/core/market-data/book-update.ts';
import type { FlatLevels } from '../../main/core/market-data/flat-levels.ts';
import type { Delta } from '../../main/core/market-data/market-event.ts';
import { MAX_TEXT_INTEGERS, writeAscii, writeNext, writtenText } from './integer-text-writer.ts';
import {
  MAX_WRITTEN_INTEGERS,
  shortText,
  writeArrayHead,
  writeBytes,
  writeInteger,
  written,
} from './message-pack-writer.ts';

const MAP_OF_NINE = 0x89;
const START = [MAP_OF_NINE, ...shortText('type'), ...shortText('delta'), ...shortText('epoch')];
const SUBSCRIPTION = shortText('subscription');
const PREVIOUS_SEQUENCE = shortText('previousSequence');
const SEQUENCE = shortText('sequence');
const LEVELS = shortText('levels');
const HASH = [...shortText('hash'), 0x92];
const VENUE_TIME = shortText('venueTime');
const SENT_TIME = shortText('sentTime');
/** Integers of a flat delta before its levels. */
const FLAT_HEAD = 9;

/**
 * The MessagePack frame of a delta, byte for byte what the general encoder makes, in a third of its time: deltas are nearly
 * all that a venue sends. Null for a delta too long for the room it works in.
 */
export function deltaFrame(delta: Delta): Uint8Array | null {
  const { levels, hash } = delta;
  if (levels.length > MAX_WRITTEN_INTEGERS) return null;
  let at = writeInteger(writeBytes(0, START), delta.epoch);
  at = writeInteger(writeBytes(at, SUBSCRIPTION), delta.subscription);
  at = writeInteger(writeBytes(at, PREVIOUS_SEQUENCE), delta.previousSequence);
  at = writeInteger(writeBytes(at, SEQUENCE), delta.sequence);
  at = writeArrayHead(writeBytes(at, LEVELS), levels.length);
  at = writeLevels(at, levels);
  at = writeInteger(writeInteger(writeBytes(at, HASH), hash[0]), hash[1]);
  at = writeInteger(writeBytes(at, VENUE_TIME), delta.venueTime);
  at = writeInteger(writeBytes(at, SENT_TIME), delta.sentTime);
  return written(at);
}

/** The same in flat form. */
export function flatDeltaFrame(delta: Delta): Uint8Array | null {
  const { levels, hash } = delta;
  if (levels.length > MAX_WRITTEN_INTEGERS) return null;
  let at = writeArrayHead(0, FLAT_HEAD + levels.length);
  at = writeInteger(at, DELTA);
  at = writeInteger(at, delta.epoch);
  at = writeInteger(at, delta.subscription);
  at = writeInteger(at, delta.previousSequence);
  at = writeInteger(at, delta.sequence);
  at = writeInteger(writeInteger(at, hash[0]), hash[1]);
  at = writeInteger(at, delta.venueTime);
  at = writeInteger(at, delta.sentTime);
  return written(writeLevels(at, levels));
}

/** The JSON of a delta in flat form, letter for letter what the general encoder makes, in half its time; null as above. */
export function flatDeltaText(delta: Delta): string | null {
  const { levels, hash } = delta;
  if (levels.length > MAX_TEXT_INTEGERS - FLAT_HEAD) return null;
  let at = writeAscii(0, `[${DELTA}`);
  at = writeNext(at, delta.epoch);
  at = writeNext(at, delta.subscription);
  at = writeNext(at, delta.previousSequence);
  at = writeNext(at, delta.sequence);
  at = writeNext(writeNext(at, hash[0]), hash[1]);
  at = writeNext(at, delta.venueTime);
  at = writeNext(at, delta.sentTime);
  for (let i = 0; i < levels.length; i += 1) at = writeNext(at, levels[i] ?? 0);
  return writtenText(writeAscii(at, ']'));
}

function writeLevels(start: number, levels: FlatLevels): number {
  let at = start;
  for (let i = 0; i < levels.length; i += 1) at = writeInteger(at, levels[i] ?? 0);
  return at;
}
