import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import { isBinaryCodec, type CodecName } from '../../main/wire/codec.ts';
import { decodeFrame } from '../../main/wire/decode-message.ts';
import { encodeServerMessage } from '../../main/wire/encode-message.ts';
import { validateServerMessage } from '../../main/wire/validate-message.ts';
import type { SeededChance } from './seeded-chance.ts';

const TRIES = 8;

/**
 * One byte of a venue's frame changed, in a way that the protocol promises to be found: the frame is refused, or what
 * differs is covered by the hash of a book or by the chain of its sequences. The rest (a digit of a trade's price, say)
 * is the transport's checksum's to find, and no client could.
 *
 * @returns null when no such change was hit upon
 */
export function damagedByte(codec: CodecName, frame: Uint8Array, chance: SeededChance): Uint8Array | null {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const damaged = Uint8Array.from(frame);
    const at = chance.below(damaged.length);
    damaged[at] = (damaged[at] ?? 0) ^ (1 << chance.below(8));
    const read = readEvent(codec, damaged);
    if (read === null || guarded(read) === guarded(readEvent(codec, frame))) return damaged;
  }
  return null;
}

/** A delta with another size for its first price that stays: well-formed in every way, and wrong. */
export function alteredSize(codec: CodecName, frame: Uint8Array): Uint8Array | null {
  const event = readEvent(codec, frame);
  if (event?.type !== 'delta') return null;
  const levels = Array.from(event.levels);
  const at = levels.findIndex((value, i) => i % 2 === 1 && value > 0);
  if (at < 0) return null;
  levels[at] = (levels[at] ?? 0) + 1;
  const altered = encodeServerMessage(codec, { ...event, levels });
  return typeof altered === 'string' ? Buffer.from(altered, 'utf8') : altered;
}

/** Null when the frame would be refused. */
function readEvent(codec: CodecName, frame: Uint8Array): MarketEvent | null {
  const decoded = decodeFrame(codec, frame, isBinaryCodec(codec));
  if (decoded.type !== 'decoded') return null;
  const event = validateServerMessage(decoded.value, codec);
  return event.type === 'wire-error' || event.type === 'ignored' ? null : event;
}

/** What nothing but the transport guards. */
function guarded(event: MarketEvent | null): string {
  if (event?.type !== 'snapshot' && event?.type !== 'delta') return JSON.stringify(event);
  const free = { levels: 0, hash: 0, previousSequence: 0, venueTime: 0, sentTime: 0 };
  return JSON.stringify({ ...event, ...free });
}
