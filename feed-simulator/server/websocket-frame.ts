import type { EncodedFrame } from './shared-message.ts';

const FINAL_TEXT = 0x81;
const FINAL_BINARY = 0x82;
const LENGTH_IN_16_BITS = 126;
const LENGTH_IN_64_BITS = 127;

/**
 * A message as the one frame a server sends it in (RFC 6455 section 5.2: final, not masked, not compressed): header and
 * payload in one piece, so that any number of connections can be given the same bytes. Text for a string, else binary.
 */
export function webSocketFrame(payload: EncodedFrame): Uint8Array {
  const isText = typeof payload === 'string';
  const length = isText ? Buffer.byteLength(payload) : payload.length;
  const headerBytes = length < LENGTH_IN_16_BITS ? 2 : length <= 0xffff ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame[0] = isText ? FINAL_TEXT : FINAL_BINARY;
  if (headerBytes === 2) frame[1] = length;
  else if (headerBytes === 4) {
    frame[1] = LENGTH_IN_16_BITS;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_IN_64_BITS;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  if (isText) frame.write(payload, headerBytes);
  else frame.set(payload, headerBytes);
  return frame;
}

/**
 * Frames of the messages handed over last, two texts and two binary ones: a fan-out gives one message to all its
 * subscribers in a row, each in its codec, so these are all it takes to make each frame once. Forgetting costs time and
 * is never wrong.
 */
export class FrameMemo {
  readonly #texts = new LastTwo<string>('');
  readonly #bytes = new LastTwo<Uint8Array>(new Uint8Array(0));

  framed(payload: EncodedFrame): Uint8Array {
    return typeof payload === 'string' ? this.#texts.framed(payload) : this.#bytes.framed(payload);
  }
}

class LastTwo<Payload extends EncodedFrame> {
  #last: Payload;
  #lastFrame: Uint8Array;
  #before: Payload;
  #frameBefore: Uint8Array;

  constructor(empty: Payload) {
    this.#last = this.#before = empty;
    this.#lastFrame = this.#frameBefore = webSocketFrame(empty);
  }

  framed(payload: Payload): Uint8Array {
    if (payload === this.#last) return this.#lastFrame;
    if (payload === this.#before) return this.#frameBefore;
    this.#before = this.#last;
    this.#frameBefore = this.#lastFrame;
    this.#last = payload;
    return (this.#lastFrame = webSocketFrame(payload));
  }
}
