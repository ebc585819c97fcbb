import { describe, expect, it } from 'vitest';
import type { CodecName } from '../../main/wire/codec.ts';
import { GOLDEN_MESSAGES } from './golden-frames.ts';
import { readFrame } from './read-frame.ts';

const FRAMES = GOLDEN_MESSAGES.flatMap(({ name, sentBy, frames }) =>
  frames.map((frame) => ({ ...frame, sentBy, name })),
);

/** Thousands of frames: one assertion each would take longer than the reading. */
function typeRead(sentBy: 'server' | 'client', codec: CodecName, bytes: Uint8Array): string {
  const { type } = readFrame(sentBy, codec, bytes);
  if (typeof type !== 'string') throw new Error(`no outcome for ${Buffer.from(bytes).toString('hex')}`);
  return type;
}

describe('a damaged frame', () => {
  it('is refused when cut anywhere', () => {
    const accepted: string[] = [];
    for (const { name, note, sentBy, codec, bytes } of FRAMES)
      for (let length = 0; length < bytes.length; length++)
        if (typeRead(sentBy, codec, bytes.subarray(0, length)) !== 'wire-error')
          accepted.push(`${name} (${note}) cut to ${length}`);
    expect(accepted).toEqual([]);
  });

  it('is refused when anything follows its value', () => {
    for (const { sentBy, codec, bytes } of FRAMES)
      for (const tail of [0x00, 0x7b, 0x91, 0xc0])
        expect(typeRead(sentBy, codec, Uint8Array.from([...bytes, tail]))).toBe('wire-error');
  });

  it('becomes an error, an ignored type or another valid message with any one bit flipped, and never throws', () => {
    const outcomes = new Map<string, number>();
    for (const { sentBy, codec, bytes } of FRAMES) {
      const damaged = Uint8Array.from(bytes);
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        damaged[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const type = typeRead(sentBy, codec, damaged);
        outcomes.set(type, (outcomes.get(type) ?? 0) + 1);
        damaged[bit >> 3] = bytes[bit >> 3] ?? 0;
      }
    }
    expect(outcomes.get('wire-error')).toBeGreaterThan(10_000);
    expect(outcomes.get('ignored')).toBeGreaterThan(100);
  });
});
