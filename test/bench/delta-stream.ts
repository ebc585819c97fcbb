import type { Delta } from '../../main/core/market-data/market-event.ts';
import { timestampMicros, type TimestampMicros } from '../../main/core/units/timestamp.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { encodeServerMessage } from '../../main/wire/encode-message.ts';
import type { BookStream } from './book-stream.ts';

export const STREAM_EPOCH = 1_763_769_600;
export const OPENING_SEQUENCE = 1;
const MICROS_BETWEEN = 100;

/** Number of the book subscription of the instrument at that place; the one after it is of its trades. */
export function bookSubscription(instrument: number): number {
  return 1 + instrument * 2;
}

/** The stream as a venue sends it: numbered per instrument, stamped. @param from time of the first message */
export function deltasOf(stream: BookStream, from: TimestampMicros): Delta[] {
  const sequences = stream.opening.map(() => OPENING_SEQUENCE);
  return stream.changes.map(({ instrument, levels, hash }, i) => {
    const previousSequence = sequences[instrument] ?? OPENING_SEQUENCE;
    sequences[instrument] = previousSequence + 1;
    const venueTime = timestampMicros(from + i * MICROS_BETWEEN);
    return {
      type: 'delta',
      epoch: STREAM_EPOCH,
      subscription: bookSubscription(instrument),
      previousSequence,
      sequence: previousSequence + 1,
      levels,
      hash,
      venueTime,
      sentTime: timestampMicros(venueTime + MICROS_BETWEEN),
    };
  });
}

/** The bytes of one frame, whatever the codec. */
export function frameBytes(codec: CodecName, event: Parameters<typeof encodeServerMessage>[1]): Uint8Array {
  const frame = encodeServerMessage(codec, event);
  return typeof frame === 'string' ? Buffer.from(frame) : frame;
}
