const PAYLOAD_LENGTH = 0x7f;
const MASKED = 0x80;
const LENGTH_IN_16_BITS = 126;

/** One whole frame: its opcode, and where its payload lies in `bytes`, which is good only until the call returns. */
export type OnFrame = (opcode: number, bytes: Buffer, start: number, end: number) => void;

export type SplitFault = 'masked' | 'fragment' | 'too-large';

/** Longest server message of the protocol. */
const MAX_PAYLOAD_BYTES = 1_048_576;

/**
 * Cuts what one socket received into the WebSocket frames of a server (not masked, not in fragments, as the venue sends
 * them), without copying what arrived whole. At most one frame waits for its end.
 */
export class FrameSplitter {
  #carry: Buffer | null = null;

  /** @returns what broke the stream for good, null while it is sound; nothing may follow a fault */
  push(chunk: Buffer, onFrame: OnFrame): SplitFault | null {
    const bytes = this.#carry === null ? chunk : Buffer.concat([this.#carry, chunk]);
    let place = 0;
    for (;;) {
      const header = headerAt(bytes, place);
      if (typeof header === 'string') return header;
      if (header === null || place + header.headerBytes + header.payloadBytes > bytes.length) break;
      const start = place + header.headerBytes;
      place = start + header.payloadBytes;
      onFrame(header.opcode, bytes, start, place);
    }
    // The chunk may be a buffer that is read into again.
    this.#carry = place === bytes.length ? null : Buffer.from(bytes.subarray(place));
    return null;
  }
}

type Header = { opcode: number; headerBytes: number; payloadBytes: number };

/** Null when the header has not arrived whole. */
function headerAt(bytes: Buffer, place: number): Header | SplitFault | null {
  if (bytes.length < place + 2) return null;
  const first = bytes[place] ?? 0;
  const second = bytes[place + 1] ?? 0;
  if ((second & MASKED) !== 0) return 'masked';
  const opcode = first & 0x0f;
  if (opcode === 0 || (first & 0x80) === 0) return 'fragment';
  const short = second & PAYLOAD_LENGTH;
  if (short < LENGTH_IN_16_BITS) return { opcode, headerBytes: 2, payloadBytes: short };
  const headerBytes = short === LENGTH_IN_16_BITS ? 4 : 10;
  if (bytes.length < place + headerBytes) return null;
  const payloadBytes =
    headerBytes === 4 ? bytes.readUInt16BE(place + 2) : Number(bytes.readBigUInt64BE(place + 2));
  return payloadBytes > MAX_PAYLOAD_BYTES ? 'too-large' : { opcode, headerBytes, payloadBytes };
}

/**
 * A frame of a client. RFC 6455 asks for a mask of unforeseeable bytes, against scripts in browsers that mean to deceive
 * a proxy; a program that measures its own venue has none to deceive, and a mask of zeros leaves the bytes as they are.
 */
export function clientFrame(opcode: number, payload: Uint8Array): Buffer {
  const length = payload.length;
  if (length > 0xffff) throw new RangeError(`expected at most 65535 bytes, received ${length}`);
  const isShort = length < LENGTH_IN_16_BITS;
  const head = Buffer.alloc(isShort ? 6 : 8);
  head[0] = 0x80 | opcode;
  head[1] = MASKED | (isShort ? length : LENGTH_IN_16_BITS);
  if (!isShort) head.writeUInt16BE(length, 2);
  return Buffer.concat([head, payload]);
}
