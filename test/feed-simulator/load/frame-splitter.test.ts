import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameSplitter, clientFrame } from '../../../feed-simulator/load/frame-splitter.ts';
import { webSocketFrame } from '../../../feed-simulator/server/websocket-frame.ts';

/** What a splitter makes of the bytes, cut at the given places; the chunk is overwritten after each call. */
function split(bytes: Buffer, cuts: readonly number[]): { messages: string[]; fault: string | null } {
  const splitter = new FrameSplitter();
  const messages: string[] = [];
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (let i = 1; i < places.length; i += 1) {
    const chunk = Buffer.from(bytes.subarray(places[i - 1], places[i]));
    const fault = splitter.push(chunk, (opcode, frame, start, end) =>
      messages.push(`${opcode} ${frame.toString('utf8', start, end)}`),
    );
    if (fault !== null) return { messages, fault };
    chunk.fill(0xee);
  }
  return { messages, fault: null };
}

describe('FrameSplitter', () => {
  it('finds every frame whole, wherever the bytes were cut', () => {
    const length = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.constantFrom(125, 126, 65_535, 65_536));
    fc.assert(
      fc.property(fc.array(length, { maxLength: 6 }), fc.array(fc.nat()), (lengths, cuts) => {
        const texts = lengths.map((size, index) => String.fromCharCode(97 + index).repeat(size));
        const bytes = Buffer.concat(texts.map((text) => webSocketFrame(text)));
        expect(split(bytes, cuts)).toEqual({ messages: texts.map((text) => `1 ${text}`), fault: null });
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('waits for the end of a frame, byte by byte', () => {
    const bytes = Buffer.from(webSocketFrame('x'.repeat(130)));
    const every = Array.from(bytes.keys());
    expect(split(bytes, every).messages).toEqual([`1 ${'x'.repeat(130)}`]);
    expect(split(bytes.subarray(0, -1), every)).toEqual({ messages: [], fault: null });
  });

  it.each([
    ['masked', Buffer.from(clientFrame(1, Buffer.from('a')))],
    ['fragment', Buffer.from([0x01, 0x01, 0x61])],
    ['fragment', Buffer.from([0x80, 0x01, 0x61])],
    ['too-large', Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 0x10, 0, 1])],
  ])('names a frame that a venue never sends: %s', (fault, bytes) => {
    const good = webSocketFrame('good');
    expect(split(Buffer.concat([good, bytes]), [])).toEqual({ messages: ['1 good'], fault });
  });
});

describe('clientFrame', () => {
  it.each([0, 125, 126, 65_535])('is a masked frame of %i bytes that a server reads', (length) => {
    const frame = clientFrame(2, Buffer.alloc(length, 7));
    const isShort = length < 126;
    expect(frame.length).toBe(length + (isShort ? 6 : 8));
    expect([frame[0], frame[1]]).toEqual([0x82, 0x80 | (isShort ? length : 126)]);
    if (!isShort) expect(frame.readUInt16BE(2)).toBe(length);
    expect(frame.subarray(isShort ? 6 : 8)).toEqual(Buffer.alloc(length, 7));
  });

  it('refuses to make one that would need a longer header', () => {
    expect(() => clientFrame(2, Buffer.alloc(65_536))).toThrow(RangeError);
  });
});
