import fc from 'fast-check';
import * as ws from 'ws';
import { describe, expect, it } from 'vitest';
import { FrameMemo, webSocketFrame } from '../../../feed-simulator/server/websocket-frame.ts';

type Sender = { frame(data: Buffer, options: Record<string, unknown>): Buffer[] };
/** The framing of `ws` itself, which its types leave out. */
const { Sender: senderOfWs } = ws as unknown as { Sender: Sender };

function frameOfWs(payload: string | Uint8Array): Buffer {
  const opcode = typeof payload === 'string' ? 1 : 2;
  return Buffer.concat(
    senderOfWs.frame(Buffer.from(payload), { fin: true, mask: false, rsv1: false, opcode }),
  );
}

describe('webSocketFrame', () => {
  it.each([0, 1, 125, 126, 127, 255, 256, 65_535, 65_536, 1_048_576])(
    'is byte for byte what ws makes of %i bytes',
    (length) => {
      for (const payload of ['a'.repeat(length), Buffer.alloc(length, 7)])
        expect(Buffer.compare(webSocketFrame(payload), frameOfWs(payload))).toBe(0);
    },
  );

  it('is byte for byte what ws makes of any text or bytes', () => {
    const payloads = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }),
    );
    fc.assert(
      fc.property(payloads, (payload) => {
        expect(Buffer.from(webSocketFrame(payload))).toEqual(frameOfWs(payload));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('FrameMemo', () => {
  it('gives the frame of whatever it is asked for, in any order', () => {
    const payloads = ['', 'a', 'b', new Uint8Array(0), Uint8Array.of(1), Uint8Array.of(2)];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...payloads), { maxLength: 30 }), (asked) => {
        const memo = new FrameMemo();
        for (const payload of asked) expect(memo.framed(payload)).toEqual(webSocketFrame(payload));
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('makes one frame for all who get the same message in a row', () => {
    const memo = new FrameMemo();
    const [text, bytes] = ['a delta', Uint8Array.of(1, 2, 3)];
    expect(memo.framed(text)).toBe(memo.framed(text));
    const framed = memo.framed(bytes);
    memo.framed('other text');
    expect(memo.framed(bytes)).toBe(framed);
  });

  it('makes one frame in each of two codecs for those who get the same message in turns', () => {
    const memo = new FrameMemo();
    const [map, flat] = [Uint8Array.of(0x80), Uint8Array.of(0x90)];
    const [mapFrame, flatFrame] = [memo.framed(map), memo.framed(flat)];
    for (let turn = 0; turn < 3; turn += 1)
      expect([memo.framed(map) === mapFrame, memo.framed(flat) === flatFrame]).toEqual([true, true]);
  });
});
