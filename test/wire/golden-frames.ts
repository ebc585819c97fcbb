import { readFileSync, readdirSync } from 'node:fs';
import type { CodecName } from '../../main/wire/codec.ts';

/** One message as it may travel, and the event or request it must become. Made from PROTOCOL.md without `main/wire`. */
export type GoldenMessage = {
  readonly name: string;
  readonly message: string;
  readonly sentBy: 'server' | 'client';
  readonly frames: readonly GoldenFrame[];
  readonly decoded: unknown;
};
export type GoldenFrame = { readonly note: string; readonly codec: CodecName; readonly bytes: Uint8Array };

type StoredFrame =
  | { readonly note: string; readonly codec: 'msgpack' | 'flat-msgpack'; readonly hex: readonly string[] }
  | { readonly note: string; readonly codec: 'json' | 'flat-json'; readonly text: string };

const FOLDER = new URL('../fixtures/golden-frames/', import.meta.url);

export const GOLDEN_MESSAGES: readonly GoldenMessage[] = readdirSync(FOLDER)
  .sort()
  .map((file) => {
    const stored = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Omit<
      GoldenMessage,
      'name' | 'frames'
    > & { readonly frames: readonly StoredFrame[] };
    return { ...stored, name: file.replace('.json', ''), frames: stored.frames.map(frameFrom) };
  });

function frameFrom(stored: StoredFrame): GoldenFrame {
  const bytes =
    'hex' in stored
      ? Uint8Array.from(Buffer.from(stored.hex.join('').replaceAll(' ', ''), 'hex'))
      : new TextEncoder().encode(stored.text);
  return { note: stored.note, codec: stored.codec, bytes };
}
