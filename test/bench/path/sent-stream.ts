import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import type { BookHash } from '../../../main/core/market-data/market-event.ts';
import { makeBookStream, type BookStream, type BookStreamOptions } from '../book-stream.ts';
import { bookSubscription, OPENING_SEQUENCE, STREAM_EPOCH } from '../delta-stream.ts';
import { thereAndBack } from '../there-and-back.ts';
import { deflated, framesOf, type FrameBytes } from './websocket-frames.ts';
import { isBinaryForm, payloadOf, type WireForm } from './wire-form.ts';

export type SentStream = FrameBytes & {
  /** Of every book after the last message, by place of the instrument. */
  readonly endHashes: readonly BookHash[];
};

export type SentStreamOptions = {
  readonly form: WireForm;
  readonly messages: number;
  readonly isDeflated: boolean;
};

const MICROS_BETWEEN = 10;

/** `messages` deltas of a stream that goes there and back as often as it takes, numbered through and framed. */
export async function sentStream(stream: BookStream, options: SentStreamOptions): Promise<SentStream> {
  const { form, messages, isDeflated } = options;
  const cycle = thereAndBack(stream);
  const sequences = stream.opening.map(() => OPENING_SEQUENCE);
  const endHashes = stream.opening.map(({ hash }) => hash);
  const from = Date.now() * 1_000;
  const payloads: Uint8Array[] = [];
  for (let i = 0; i < messages; i += 1) {
    const change = cycle[i % cycle.length];
    if (change === undefined) throw new Error('expected a stream with messages');
    const { instrument, levels, hash } = change;
    const previousSequence = sequences[instrument] ?? OPENING_SEQUENCE;
    sequences[instrument] = previousSequence + 1;
    endHashes[instrument] = hash;
    const venueTime = timestampMicros(from + i * MICROS_BETWEEN);
    const numbered = { epoch: STREAM_EPOCH, previousSequence, sequence: previousSequence + 1, venueTime };
    const subscription = bookSubscription(instrument);
    payloads.push(
      payloadOf(form, { type: 'delta', ...numbered, subscription, levels, hash, sentTime: venueTime }),
    );
  }
  const sent = isDeflated ? await deflated(payloads) : payloads;
  return { ...framesOf(sent, isBinaryForm(form), isDeflated), endHashes };
}

/** The stream of a shape; made anew in each process, always the same. */
export function pathStream(shape: BookStreamOptions): BookStream {
  return makeBookStream(shape);
}
