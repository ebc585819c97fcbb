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
 * Frames of the messages handed over last, one text and one binary. A fan-out gives one message to all its subscribers
 * in a row, so these two are all it takes to make each frame once; forgetting costs time and is never wrong.
 */
export class FrameMemo {
  #text = '';
  #textFrame = webSocketFrame('');
  #bytes: Uint8Array = new Uint8Array(0);
  #bytesFrame = webSocketFrame(this.#bytes);

  framed(payload: EncodedFrame): Uint8Array {
    if (typeof payload === 'string') {
      if (payload !== this.#text) {
        this.#textFrame = webSocketFrame(payload);
        this.#text = payload;
      }
      return this.#textFrame;
    }
    if (payload !== this.#bytes) {
      this.#bytesFrame = webSocketFrame(payload);
      this.#bytes = payload;
    }
    return this.#bytesFrame;
  }
}
