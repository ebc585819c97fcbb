import { isBinaryCodec, isFlatCodec, type CodecName } from '../../main/wire/codec.ts';
import { clearGlance, glanceAtFlat, type Glance } from './glance.ts';
import { glanceAtMessagePack } from './message-pack-glance.ts';

/**
 * Reads the few fields of a message that a count needs, past all others. Clients of a sample read every message whole;
 * this is for the hundreds beside them.
 *
 * @returns false when the bytes are no such message; `glance` means nothing then
 */
export function glanceAt(
  codec: CodecName,
  bytes: Buffer,
  start: number,
  end: number,
  glance: Glance,
): boolean {
  clearGlance(glance);
  return isBinaryCodec(codec)
    ? glanceAtMessagePack(bytes, start, end, glance, isFlatCodec(codec))
    : glanceAtJson(bytes, start, end, glance, isFlatCodec(codec));
}

function glanceAtJson(bytes: Buffer, start: number, end: number, glance: Glance, isFlat: boolean): boolean {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8', start, end));
    if (Array.isArray(value)) return isFlat && glanceAtFlat(value, glance);
    const { type, subscription, previousSequence, sequence, sentTime } = value as Readonly<
      Record<keyof Glance, unknown>
    >;
    glance.type = typeof type === 'string' ? type : '';
    glance.subscription = Number(subscription ?? 0);
    glance.previousSequence = Number(previousSequence ?? 0);
    glance.sequence = Number(sequence ?? 0);
    glance.sentTime = Number(sentTime ?? 0);
    return glance.type !== '';
  } catch {
    return false;
  }
}
