import type { Delta } from '../../../main/core/market-data/market-event.ts';
import { timestampMicros } from '../../../main/core/units/timestamp.ts';
import type { BookStream } from '../book-stream.ts';
import { bookSubscription, frameBytes, OPENING_SEQUENCE, STREAM_EPOCH } from '../delta-stream.ts';
import { stringPriceFrame } from '../peers-local/string-price-json.ts';
import { fixedFrame } from './fixed-layout.ts';

/**
 * How one delta is written: the product's two flat codecs, and maps as JSON; `exchange-json`, decimal text in nested pairs as most
 * exchanges send it; `fixed`, the layout of the limit.
 */
export type WireForm = 'flat-msgpack' | 'flat-json' | 'json' | 'exchange-json' | 'fixed';

export function payloadOf(form: WireForm, delta: Delta): Uint8Array {
  switch (form) {
    case 'flat-msgpack':
    case 'flat-json':
    case 'json':
      return frameBytes(form, delta);
    case 'exchange-json':
      return stringPriceFrame(delta);
    case 'fixed':
      return fixedFrame(delta);
  }
}

export function isBinaryForm(form: WireForm): boolean {
  return form === 'flat-msgpack' || form === 'fixed';
}

/** Sub-protocol of the forms that the product does not speak. */
export function benchSubProtocol(form: WireForm): string {
  return `bench.${form}`;
}

export const WIRE_FORMS: readonly WireForm[] = ['flat-msgpack', 'flat-json', 'exchange-json', 'fixed'];

/** Every book as one message that makes it out of an empty one. */
export function openingPayloads(form: WireForm, { opening }: BookStream): Uint8Array[] {
  const venueTime = timestampMicros(Date.now() * 1_000);
  return opening.map(({ levels, hash }, place) =>
    payloadOf(form, {
      type: 'delta',
      epoch: STREAM_EPOCH,
      subscription: bookSubscription(place),
      previousSequence: OPENING_SEQUENCE - 1,
      sequence: OPENING_SEQUENCE,
      levels,
      hash,
      venueTime,
      sentTime: venueTime,
    }),
  );
}
