import type { Delta } from '../../main/core/market-data/market-event.ts';

/** Levels beyond it are for the general encoder: a delta seldom has a hundred. */
const MAX_QUICK_INTEGERS = 4_096;
/** Nine fields and their names, then nine bytes an integer at most. */
const scratch = new Uint8Array(512 + MAX_QUICK_INTEGERS * 9);
const view = new DataView(scratch.buffer);

const MAP_OF_NINE = 0x89;
const START = [MAP_OF_NINE, ...text('type'), ...text('delta'), ...text('epoch')];
const SUBSCRIPTION = text('subscription');
const PREVIOUS_SEQUENCE = text('previousSequence');
const SEQUENCE = text('sequence');
const LEVELS = text('levels');
const HASH = [...text('hash'), 0x92];
const VENUE_TIME = text('venueTime');
const SENT_TIME = text('sentTime');

/**
 * The MessagePack frame of a delta, byte for byte what the general encoder makes, in a third of its time: deltas are nearly
 * all that a venue sends. Null for a delta too long for the room it works in.
 */
export function deltaFrame(delta: Delta): Uint8Array | null {
  const { levels, hash } = delta;
  if (levels.length > MAX_QUICK_INTEGERS) return null;
  let at = bytes(0, START);
  at = integer(at, delta.epoch);
  at = integer(bytes(at, SUBSCRIPTION), delta.subscription);
  at = integer(bytes(at, PREVIOUS_SEQUENCE), delta.previousSequence);
  at = integer(bytes(at, SEQUENCE), delta.sequence);
  at = arrayHead(bytes(at, LEVELS), levels.length);
  for (let i = 0; i < levels.length; i += 1) at = integer(at, levels[i] ?? 0);
  at = integer(integer(bytes(at, HASH), hash[0]), hash[1]);
  at = integer(bytes(at, VENUE_TIME), delta.venueTime);
  at = integer(bytes(at, SENT_TIME), delta.sentTime);
  return scratch.slice(0, at);
}

/** A short ASCII text. */
function text(value: string): number[] {
  return [0xa0 + value.length, ...Buffer.from(value, 'ascii')];
}

function bytes(at: number, source: readonly number[]): number {
  for (let i = 0; i < source.length; i += 1) scratch[at + i] = source[i] ?? 0;
  return at + source.length;
}

/** 0 to 2^53 - 1: the shortest uint, beyond 32 bits a float. */
function integer(at: number, value: number): number {
  if (value < 0x80) {
    scratch[at] = value;
    return at + 1;
  }
  if (value < 0x100) {
    scratch[at] = 0xcc;
    scratch[at + 1] = value;
    return at + 2;
  }
  if (value < 0x1_0000) {
    scratch[at] = 0xcd;
    view.setUint16(at + 1, value);
    return at + 3;
  }
  if (value < 0x1_0000_0000) {
    scratch[at] = 0xce;
    view.setUint32(at + 1, value);
    return at + 5;
  }
  scratch[at] = 0xcb;
  view.setFloat64(at + 1, value);
  return at + 9;
}

function arrayHead(at: number, length: number): number {
  if (length < 16) {
    scratch[at] = 0x90 + length;
    return at + 1;
  }
  scratch[at] = 0xdc;
  view.setUint16(at + 1, length);
  return at + 3;
}
