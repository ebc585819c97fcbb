import { constants, deflateRawSync } from 'node:zlib';

export const TEXT = 0x81;
export const BINARY = 0x82;
export const PING = 0x89;
export const PONG = 0x8a;
export const CLOSE = 0x88;
export const COMPRESSED = 0x40;
export const FIN = 0x80;

/**
 * One frame as a server writes it.
 *
 * @param form of the length; the shortest one by default
 */
export function aFrame(first: number, payload: Uint8Array | string = '', form?: 7 | 16 | 64): Buffer {
  const bytes = Buffer.from(payload as string);
  const shortest = bytes.length < 126 ? 7 : bytes.length < 65_536 ? 16 : 64;
  const head = Buffer.alloc({ 7: 2, 16: 4, 64: 10 }[form ?? shortest]);
  head[0] = first;
  if (head.length === 2) head[1] = bytes.length;
  if (head.length === 4) head.writeUInt16BE(bytes.length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(bytes.length), 2);
  if (head.length > 2) head[1] = head.length === 4 ? 126 : 127;
  return Buffer.concat([head, bytes]);
}

/** The same payload in frames of these sizes, the last one taking the rest; RSV1 only on the first. */
export function fragments(first: number, payload: Uint8Array | string, sizes: readonly number[]): Buffer[] {
  const bytes = Buffer.from(payload as string);
  const opcode = first & ~FIN;
  let at = 0;
  const parts = sizes.map((size) => bytes.subarray(at, (at += size)));
  return [...parts, bytes.subarray(at)].map((part, index, all) =>
    aFrame((index === 0 ? opcode : 0) | (index === all.length - 1 ? FIN : 0), part),
  );
}

export function aClose(code: number, reason: Uint8Array | string = ''): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return aFrame(CLOSE, Buffer.concat([payload, Buffer.from(reason as string)]));
}

/** Deflates messages one after the other as a server does that keeps its window. */
export class Deflater {
  #window = Buffer.alloc(0);
  readonly #keepsWindow: boolean;

  constructor(keepsWindow = true) {
    this.#keepsWindow = keepsWindow;
  }

  deflate(message: Uint8Array | string): Buffer {
    const bytes = Buffer.from(message as string);
    const dictionary = this.#window.length > 0 ? { dictionary: this.#window } : {};
    const deflated = deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, ...dictionary });
    if (this.#keepsWindow) this.#window = Buffer.concat([this.#window, bytes]).subarray(-32_768);
    return deflated.subarray(0, -4);
  }
}

/** The bytes cut after each of these sizes, over and over. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const next = at + (sizes[turn % sizes.length] ?? bytes.length);
    chunks.push(bytes.subarray(at, next));
    at = next;
  }
  return chunks;
}
