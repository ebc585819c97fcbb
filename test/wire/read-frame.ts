import type { MarketEvent } from '../../main/core/market-data/market-event.ts';
import type { VenueRequest } from '../../main/core/market-data/venue-request.ts';
import { isBinaryCodec, type CodecName } from '../../main/wire/codec.ts';
import { decodeFrame } from '../../main/wire/decode-message.ts';
import { validateServerMessage } from '../../main/wire/validate-message.ts';
import { validateClientMessage } from '../../main/wire/validate-request.ts';
import type { IgnoredMessage, WireError } from '../../main/wire/wire-error.ts';

/** A frame all the way to an event or a request, as its receiver would take it. */
export function readFrame(
  sentBy: 'server' | 'client',
  codec: CodecName,
  frame: Uint8Array | string,
): MarketEvent | VenueRequest | IgnoredMessage | WireError {
  const bytes = typeof frame === 'string' ? new TextEncoder().encode(frame) : frame;
  const decoded = decodeFrame(codec, bytes, isBinaryCodec(codec));
  if (decoded.type === 'wire-error') return decoded;
  return sentBy === 'server'
    ? validateServerMessage(decoded.value, codec)
    : validateClientMessage(decoded.value);
}
