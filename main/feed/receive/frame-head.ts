/**
 * First bytes of the frames a server may send (RFC 6455 section 5.2, RFC 7692 section 6): FIN, RSV1 and opcode in one.
 * Every other first byte is an error or a close.
 */
export const FIRST_BYTE = {
  text: 0x81,
  binary: 0x82,
  compressedText: 0xc1,
  compressedBinary: 0xc2,
  textStart: 0x01,
  binaryStart: 0x02,
  compressedTextStart: 0x41,
  compressedBinaryStart: 0x42,
  middle: 0x00,
  last: 0x80,
  ping: 0x89,
  pong: 0x8a,
} as const;

/** A second byte below it is the length itself; it announces a length of 16 bits, the next one of 64; above, a mask. */
export const LENGTH_16 = 126;

/** Bytes of the head by the second byte; a server's head has no mask. */
export function headBytes(second: number): 2 | 4 | 10 {
  if (second < LENGTH_16) return 2;
  return second === LENGTH_16 ? 4 : 10;
}

/** Length of the payload of the frame at `at`, whose head is whole. Not exact above 2^53, which is too large anyway. */
export function payloadBytes(bytes: Uint8Array, at: number): number {
  const second = bytes[at + 1] ?? 0;
  if (second < LENGTH_16) return second;
  let length = 0;
  for (let index = at + 2; index < at + headBytes(second); index += 1)
    length = length * 256 + (bytes[index] ?? 0);
  return length;
}
