import { constants, createDeflateRaw } from 'node:zlib';
import { once } from 'node:events';

/** Whole WebSocket frames one behind the other, as a server sends them. */
export type FrameBytes = {
  readonly bytes: Uint8Array;
  /** Where each frame ends. */
  readonly ends: Uint32Array;
};

const FINAL = 0x80;
const COMPRESSED = 0x40;
const TEXT = 1;
const BINARY = 2;
const MAX_SHORT = 125;
const MAX_MIDDLE = 0xffff;
const FLUSH_TAIL_BYTES = 4;

/** @param payloads each at most 65,535 bytes */
export function framesOf(
  payloads: readonly Uint8Array[],
  isBinary: boolean,
  isCompressed: boolean,
): FrameBytes {
  const first = FINAL | (isCompressed ? COMPRESSED : 0) | (isBinary ? BINARY : TEXT);
  const total = payloads.reduce((sum, { length }) => sum + headBytes(length) + length, 0);
  const bytes = new Uint8Array(total);
  const ends = new Uint32Array(payloads.length);
  let at = 0;
  payloads.forEach((payload, i) => {
    bytes[at] = first;
    if (payload.length <= MAX_SHORT) bytes[at + 1] = payload.length;
    else {
      bytes[at + 1] = MAX_SHORT + 1;
      bytes[at + 2] = payload.length >> 8;
      bytes[at + 3] = payload.length & 0xff;
    }
    at += headBytes(payload.length);
    bytes.set(payload, at);
    at += payload.length;
    ends[i] = at;
  });
  return { bytes, ends };
}

/** Each payload as permessage-deflate sends it, with one window over all of them. */
export async function deflated(payloads: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const deflate = createDeflateRaw({ level: 3, windowBits: 15, memLevel: 8 });
  const compressed: Uint8Array[] = [];
  let chunks: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  for (const payload of payloads) {
    deflate.write(payload);
    const flushed = new Promise<void>((done) => deflate.flush(constants.Z_SYNC_FLUSH, done));
    await flushed;
    const whole = Buffer.concat(chunks);
    chunks = [];
    compressed.push(whole.subarray(0, whole.length - FLUSH_TAIL_BYTES));
  }
  deflate.end();
  await once(deflate, 'end');
  return compressed;
}

function headBytes(length: number): number {
  if (length > MAX_MIDDLE) throw new RangeError(`expected at most ${MAX_MIDDLE} bytes, received ${length}`);
  return length <= MAX_SHORT ? 2 : 4;
}
