import { closeSync, openSync, writeSync } from 'node:fs';
import type { BookStream } from '../book-stream.ts';
import { flatChanges, flatOpening, type FlatStream } from '../flat-stream.ts';

/** First word of the file, `TLS1` in its bytes. */
const MAGIC = 0x31534c54;

/** Writes a stream as `ladder.c` reads it; the format stands at the top of that file. Numbers in the machine's order. */
export function writeStream(path: string, stream: BookStream): void {
  const file = openSync(path, 'w');
  try {
    writeSync(file, Uint32Array.of(MAGIC, stream.opening.length));
    writeMessages(file, flatOpening(stream));
    writeMessages(file, flatChanges(stream));
  } finally {
    closeSync(file);
  }
}

function writeMessages(file: number, flat: FlatStream): void {
  writeSync(file, Uint32Array.of(flat.count, flat.keys.length));
  for (const column of [flat.instruments, flat.starts, flat.hashesA, flat.hashesB, flat.keys, flat.lots])
    writeAll(file, new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}
