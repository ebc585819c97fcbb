import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReceivePath } from '../../../main/feed/receive/receive-path.ts';
import {
  aClose,
  aFrame,
  BINARY,
  COMPRESSED,
  cut,
  Deflater,
  fragments,
  PING,
  PONG,
  TEXT,
} from './websocket-frames.ts';
import { readByPath, readByWs, type JudgeOptions } from './ws-judge.ts';

const RUNS = { seed: 7, numRuns: 250 };
/** Small limits, so that random messages reach them. */
const PLAIN: JudgeOptions = { maxPayload: 300, maxFragments: 4, deflate: null };

type Piece = (deflater: Deflater) => readonly Uint8Array[];

const kind = fc.constantFrom(TEXT, BINARY);
const ascii = fc.string({ maxLength: 290, size: 'max' }).map((text) => Buffer.from(text));
const anyBytes = fc.uint8Array({ maxLength: 310, size: 'max' }).map((bytes) => Buffer.from(bytes));
const payload = fc.oneof({ weight: 8, arbitrary: ascii }, { weight: 1, arbitrary: anyBytes });
const sizes = fc.array(fc.nat(90), { minLength: 1, maxLength: 4 });
const control = fc
  .tuple(fc.constantFrom(PING, PONG), fc.uint8Array({ maxLength: 126, size: 'max' }))
  .map(([first, bytes]) => aFrame(first, bytes));
const length = fc.constantFrom<7 | 16 | 64 | undefined>(undefined, undefined, 16, 64);

const good = fc.oneof(
  fc.tuple(kind, ascii, length).map(([first, bytes, form]): Piece => () => [aFrame(first, bytes, form)]),
  fc
    .tuple(kind, ascii)
    .map(([first, bytes]): Piece => (deflater) => [aFrame(first | COMPRESSED, deflater.deflate(bytes))]),
  control.map((frame): Piece => () => [frame]),
  fc
    .tuple(kind, payload, sizes, fc.boolean(), fc.array(control, { maxLength: 2 }))
    .map(([first, bytes, parts, isCompressed, controls]): Piece => (deflater) => {
      const whole = isCompressed ? deflater.deflate(bytes) : bytes;
      const frames = fragments(first | (isCompressed ? COMPRESSED : 0), whole, parts);
      return frames.flatMap((frame, index) => [frame, ...controls.slice(index, index + 1)]);
    }),
);
const odd = fc.oneof(
  fc.tuple(fc.nat(255), payload).map(([first, bytes]): Piece => () => [aFrame(first, bytes)]),
  fc.tuple(kind, anyBytes).map(([first, bytes]): Piece => () => [aFrame(first | COMPRESSED, bytes)]),
  fc
    .tuple(kind, fc.nat(400))
    .map(([first, size]): Piece => (deflater) => [
      aFrame(first | COMPRESSED, deflater.deflate(Buffer.alloc(size, 'a'))),
    ]),
  fc
    .tuple(fc.nat(5_000), payload)
    .map(([code, bytes]): Piece => () => [aClose(code, bytes.subarray(0, 120))]),
  fc.uint8Array({ maxLength: 12 }).map((bytes): Piece => () => [bytes]),
  fc.tuple(kind, ascii).map(([first, bytes]): Piece => () => [aFrame(first, bytes).subarray(0, -1)]),
  fc.tuple(kind, ascii).map(([first, bytes]): Piece => () => [aFrame(first & 0x7f, bytes)]),
);

const stream = fc.record({
  pieces: fc.array(fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: odd }), {
    maxLength: 25,
  }),
  chunks: fc.array(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 900 })), {
    minLength: 1,
  }),
  putOff: fc.array(fc.boolean(), { minLength: 1 }),
  isDeflateAgreed: fc.boolean(),
  keepsWindow: fc.boolean(),
});

function sameAsWs(Path: typeof ReceivePath) {
  return fc.asyncProperty(stream, async ({ pieces, chunks, putOff, isDeflateAgreed, keepsWindow }) => {
    const deflater = new Deflater(keepsWindow);
    const bytes = Buffer.concat(pieces.flatMap((piece) => piece(deflater)));
    const options = { ...PLAIN, deflate: isDeflateAgreed ? { windowBits: 15, keepsWindow } : null };
    const read = cut(bytes, chunks);
    let asked = 0;
    const expected = await readByWs(read, options);
    const { log } = await readByPath(
      read,
      options,
      () => putOff[(asked += 1) % putOff.length] === true,
      Path,
    );
    expect(log).toEqual(expected);
  });
}

/** Keeps one pong in front of `ws` to itself. */
class Swallowing extends ReceivePath {
  override handOn(bytes: Uint8Array, start: number, end: number): boolean {
    return bytes[start] === PONG || super.handOn(bytes, start, end);
  }
}

/** Tells the reader that whatever it hands on was fine. */
class Trusting extends ReceivePath {
  override handOn(bytes: Uint8Array, start: number, end: number): boolean {
    super.handOn(bytes, start, end);
    return true;
  }
}

/** Gets on with the next frame as if none were ever put off. */
class Forgetful extends ReceivePath {
  override takeLeft(): void {
    super.stop();
  }
}

describe('FrameReader', () => {
  it('in front of ws gives what ws gives, in the same order, whatever comes in whatever pieces', async () => {
    await fc.assert(sameAsWs(ReceivePath), RUNS);
  });

  it.each([Swallowing, Trusting, Forgetful])('with a planted fault (%s) does not', async (Path) => {
    expect((await fc.check(sameAsWs(Path), { ...RUNS, endOnFailure: true })).failed).toBe(true);
  });
});
