import { isBinaryCodec, type CodecName } from './codec.ts';
import { messagePackFault } from './message-pack-scan.ts';
import { unpackMessage } from './message-pack.ts';
import { wireError, type WireError } from './wire-error.ts';

/** Largest frame either side may send (PROTOCOL.md section 1). */
export const MAX_FRAME_BYTES = 1_048_576;

/** A value that is nothing but null, booleans, numbers, text, arrays and plain objects, and owns all its memory. */
type DecodedFrame = { readonly type: 'decoded'; readonly value: unknown };

// A byte order mark is not JSON; keeping it makes JSON.parse refuse it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Bytes of one WebSocket frame to one value, not yet validated. Never throws.
 *
 * @param isBinary whether the frame was a binary one
 * @returns a WireError with WIRE_FRAME_TOO_LARGE, WIRE_WRONG_FRAME_KIND or WIRE_NOT_DECODABLE when there is no value
 */
export function decodeFrame(
  codec: CodecName,
  frame: Uint8Array,
  isBinary: boolean,
): DecodedFrame | WireError {
  if (frame.length > MAX_FRAME_BYTES)
    return wireError(
      'WIRE_FRAME_TOO_LARGE',
      `expected at most ${MAX_FRAME_BYTES} bytes, received ${frame.length}`,
    );
  if (isBinary !== isBinaryCodec(codec))
    return wireError(
      'WIRE_WRONG_FRAME_KIND',
      `expected ${isBinaryCodec(codec) ? 'binary' : 'text'} frames under ${codec}, received a ${isBinary ? 'binary' : 'text'} one`,
    );
  return isBinaryCodec(codec) ? decodeMessagePack(frame) : decodeJson(frame);
}

function decodeMessagePack(frame: Uint8Array): DecodedFrame | WireError {
  const fault = messagePackFault(frame);
  if (fault !== '') return wireError('WIRE_NOT_DECODABLE', `not MessagePack: ${fault}`);
  return decodedBy(() => unpackMessage(frame), 'MessagePack');
}

function decodeJson(frame: Uint8Array): DecodedFrame | WireError {
  return decodedBy(() => JSON.parse(utf8.decode(frame)) as unknown, 'JSON');
}

function decodedBy(decode: () => unknown, form: string): DecodedFrame | WireError {
  try {
    return { type: 'decoded', value: decode() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return wireError('WIRE_NOT_DECODABLE', `not ${form}: ${reason}`);
  }
}
