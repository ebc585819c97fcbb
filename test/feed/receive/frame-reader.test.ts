import { describe, expect, it } from 'vitest';
import { deflateRawSync } from 'node:zlib';
import {
  aClose,
  aFrame,
  BINARY,
  CLOSE,
  COMPRESSED,
  cut,
  Deflater,
  fragments,
  PING,
  PONG,
  TEXT,
} from './websocket-frames.ts';
import { readByPath, readByWs, type JudgeOptions } from './ws-judge.ts';

const PLAIN: JudgeOptions = { maxPayload: 70_000, maxFragments: 16, deflate: null };
const DEFLATE: JudgeOptions = { ...PLAIN, deflate: { windowBits: 15, keepsWindow: true } };
const TEXT_BYTES = 'Hello-µ@ßöäüàá-UTF-8!!';
const masked = Buffer.from([TEXT, 0x80 | 5, 1, 2, 3, 4, 73, 103, 111, 104, 110]);
const deflated = (first: number, message: string): Buffer =>
  aFrame(first | COMPRESSED, new Deflater().deflate(message));

/** After the sections of the Autobahn test suite; a right message follows each case, and may not come out of a broken one. */
const CASES: readonly (readonly [string, readonly Buffer[]])[] = [
  ...[0, 125, 126, 127, 128, 65_535, 65_536, 70_000].flatMap(
    (size): readonly [string, readonly Buffer[]][] => [
      [`1.1 text of ${size} bytes`, [aFrame(TEXT, '*'.repeat(size))]],
      [`1.2 binary of ${size} bytes`, [aFrame(BINARY, Buffer.alloc(size, 0xfe))]],
    ],
  ),
  ['1.x a length in more bytes than it needs', [aFrame(TEXT, 'abc', 16), aFrame(BINARY, 'abc', 64)]],
  ['2.1 a ping', [aFrame(PING)]],
  ['2.4 a ping of 125 bytes', [aFrame(PING, Buffer.alloc(125, 0xfe))]],
  ['2.5 a ping of 126 bytes', [aFrame(PING, Buffer.alloc(126, 0xfe))]],
  ['2.7 a pong nobody asked for', [aFrame(PONG, 'unsolicited')]],
  ['2.10 ten pings', Array.from({ length: 10 }, (_, index) => aFrame(PING, `payload-${index}`))],
  ...[0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70].map((rsv): readonly [string, readonly Buffer[]] => [
    `3.x reserved bits ${rsv.toString(16)}`,
    [aFrame(TEXT, 'before'), aFrame(TEXT | rsv, 'reserved')],
  ]),
  ['3.x a reserved bit on a ping', [aFrame(PING | 0x40, 'x')]],
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): readonly [string, readonly Buffer[]] => [
    `4.x opcode ${opcode}`,
    [aFrame(TEXT, 'before'), aFrame(0x80 | opcode, 'x')],
  ]),
  ['5.1 a ping in fragments', [aFrame(0x09, 'frag'), aFrame(0x80, 'ment')]],
  ['5.3 text in two fragments', fragments(TEXT, TEXT_BYTES, [9])],
  ['5.6 a ping between fragments', interleaved(TEXT, TEXT_BYTES, aFrame(PING, 'p'))],
  ['5.9 a continuation without a start', [aFrame(0x80, 'x')]],
  ['5.10 a middle without a start', [aFrame(0x00, 'x')]],
  ['5.15 a continuation after the message', [...fragments(TEXT, 'fragments', [4]), aFrame(0x80, 'x')]],
  ['5.18 text inside a message in fragments', [aFrame(0x01, 'frag'), aFrame(TEXT, 'x')]],
  ['5.19 five fragments and two pings', interleaved(BINARY, TEXT_BYTES, aFrame(PING), aFrame(PONG, 'q'))],
  ['5.x empty fragments', fragments(TEXT, '', [0, 0, 0])],
  ['5.x more fragments than are taken', fragments(TEXT, 'x'.repeat(16), Array<number>(16).fill(1))],
  ['5.x fragments that are too large together', fragments(BINARY, Buffer.alloc(70_001), [40_000])],
  ['6.1 empty text', [aFrame(TEXT, '')]],
  ['6.2 UTF-8', [aFrame(TEXT, TEXT_BYTES)]],
  ['6.2 UTF-8 cut inside a character by a fragment', fragments(TEXT, TEXT_BYTES, [7])],
  ['6.3 no UTF-8', [aFrame(TEXT, bytesOf('cebae1bdb9cf83cebcceb5eda080656469746564'))]],
  ['6.3 no UTF-8 in fragments', fragments(TEXT, bytesOf('cebae1bdb9cf83cebcceb5eda080656469746564'), [5])],
  ['6.x a character cut off by the end', [aFrame(TEXT, bytesOf('cebae1bd'))]],
  ['6.x an overlong character', [aFrame(TEXT, bytesOf('c0af'))]],
  ['6.x above U+10FFFF', [aFrame(TEXT, bytesOf('f4908080'))]],
  ['6.x no UTF-8 in binary', [aFrame(BINARY, bytesOf('eda080'))]],
  ['7.1 a close and a message after it', [aClose(1000), aFrame(TEXT, 'after')]],
  ['7.3 an empty close', [aFrame(CLOSE)]],
  ['7.3 a close of one byte', [aFrame(CLOSE, 'x')]],
  ['7.3 a close with a reason', [aClose(1001, 'the venue is going away')]],
  ['7.3 a close of 126 bytes', [aClose(1000, 'x'.repeat(124))]],
  ['7.5 a close whose reason is no UTF-8', [aClose(1000, bytesOf('eda080'))]],
  ...[0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000].map(
    (code): readonly [string, readonly Buffer[]] => [`7.9 a close with code ${code}`, [aClose(code)]],
  ),
  ...[1003, 1011, 1013, 3000, 4001].map((code): readonly [string, readonly Buffer[]] => [
    `7.7 a close with code ${code}`,
    [aClose(code)],
  ]),
  ['9.x a message that is too large', [aFrame(BINARY, Buffer.alloc(70_001))]],
  ['9.x a length beyond 2^53', [bytesOf('827f0020000000000000')]],
  ['9.x a length with the highest bit', [bytesOf('827fffffffffffffffff')]],
  ['a mask', [masked]],
  ['a compressed message that nobody agreed on', [deflated(TEXT, 'hello')]],
];

const DEFLATE_CASES: readonly (readonly [string, readonly Buffer[]])[] = [
  ['12.1 compressed text', [deflated(TEXT, TEXT_BYTES)]],
  ['12.2 compressed binary', [deflated(BINARY, TEXT_BYTES.repeat(500))]],
  ['12.x messages that lean on those before', withWindow(TEXT, 40)],
  ['12.x an empty compressed message', [deflated(TEXT, '')]],
  ['12.x no byte at all', [aFrame(TEXT | COMPRESSED)]],
  ['12.x plain messages between', [deflated(TEXT, 'one'), aFrame(TEXT, 'two'), aFrame(BINARY, 'three')]],
  ['12.x a block marked as the last one', [aFrame(TEXT | COMPRESSED, deflateRawSync('final'))]],
  [
    '12.x a last block, and bytes after it',
    [aFrame(BINARY | COMPRESSED, Buffer.concat([deflateRawSync('final'), bytesOf('0102')]))],
  ],
  [
    '12.x a last block in a fragment',
    [aFrame(0x41, deflateRawSync('final')), aFrame(0x80, new Deflater().deflate('more'))],
  ],
  [
    '12.x a message after a last block',
    [aFrame(TEXT | COMPRESSED, deflateRawSync('final')), deflated(TEXT, 'next')],
  ],
  ['13.x fragments', fragments(TEXT | COMPRESSED, new Deflater().deflate(TEXT_BYTES), [1, 0, 5])],
  [
    '13.x fragments and a ping',
    interleaved(TEXT | COMPRESSED, new Deflater().deflate(TEXT_BYTES), aFrame(PING)),
  ],
  ['13.x plain fragments', [deflated(TEXT, 'one'), ...fragments(TEXT, 'two', [1]), deflated(TEXT, 'three')]],
  [
    '13.x fragments that are too many',
    fragments(TEXT | COMPRESSED, Buffer.alloc(17), Array<number>(16).fill(0)),
  ],
  [
    '13.x fragments that are too large together',
    fragments(BINARY | COMPRESSED, Buffer.alloc(70_001), [40_000]),
  ],
  ['13.x a reserved bit on a later fragment', [aFrame(0x41, ''), aFrame(0xc0, 'x')]],
  ['13.x text inside a compressed message', [aFrame(0x41, ''), aFrame(TEXT, 'x')]],
  ['13.x a close inside a compressed message', [aFrame(0x41, ''), aClose(1001, 'bye')]],
  ['13.x a mask inside a compressed message', [aFrame(0x41, ''), masked]],
  ['bad deflate', [deflated(TEXT, 'before'), aFrame(TEXT | COMPRESSED, bytesOf('07'))]],
  ['bad deflate in a later fragment', [aFrame(0x41, ''), aFrame(0x80, bytesOf('07'))]],
  ['a distance beyond the window', [aFrame(TEXT | COMPRESSED, bytesOf('0a1312'))]],
  ['a message that inflates to exactly what is allowed', [deflated(BINARY, 'x'.repeat(70_000))]],
  ['a bomb', [deflated(TEXT, 'before'), deflated(BINARY, 'x'.repeat(70_001))]],
  ['a large bomb', [deflated(BINARY, '0'.repeat(30_000_000))]],
  ['compressed bytes that are no UTF-8', [aFrame(TEXT | COMPRESSED, deflatedBytes('eda080'))]],
  ['a compressed ping', [aFrame(PING | COMPRESSED, 'x')]],
];

describe('FrameReader', () => {
  const table = [
    ...CASES.map(([name, frames]) => ({ name, frames, options: PLAIN })),
    ...CASES.map(([name, frames]) => ({ name: `${name}, deflate agreed on`, frames, options: DEFLATE })),
    ...DEFLATE_CASES.map(([name, frames]) => ({ name, frames, options: DEFLATE })),
    ...DEFLATE_CASES.map(([name, frames]) => ({
      name: `${name}, window of 512 bytes, emptied`,
      frames,
      options: { ...PLAIN, deflate: { windowBits: 9, keepsWindow: false } },
    })),
  ];
  it.each(table)('gives what ws gives: $name', async ({ frames, options }) => {
    const bytes = Buffer.concat([...frames, aFrame(TEXT, 'the end')]);
    const expected = await readByWs([bytes], options);
    const cuts =
      bytes.length > 1_000 ? [[bytes.length], [4_096], [40_009]] : [[bytes.length], [1], [2, 3], [7]];
    for (const sizes of cuts)
      expect((await readByPath(cut(bytes, sizes), options)).log, `cut at ${String(sizes)}`).toEqual(expected);
  });

  it('delivers messages itself, also between pings, and leaves fragments to ws', async () => {
    const frames = [aFrame(TEXT, 'a'), aFrame(PING, 'b'), aFrame(BINARY, 'c'), ...fragments(TEXT, 'de', [1])];
    const read = await readByPath([Buffer.concat([...frames, aFrame(TEXT, 'f')])], PLAIN);
    expect(read).toEqual({ log: ['text 61', 'ping 62', 'binary 63', 'text 6465', 'text 66'], direct: 3 });
  });

  it('delivers compressed messages itself, in fragments or not', async () => {
    const deflater = new Deflater();
    const frames = [aFrame(TEXT | COMPRESSED, deflater.deflate('a'.repeat(50)))];
    frames.push(...fragments(TEXT | COMPRESSED, deflater.deflate('a'.repeat(50)), [2]));
    const read = await readByPath([Buffer.concat(frames)], DEFLATE);
    expect(read).toEqual({ log: Array<string>(2).fill(`text ${'61'.repeat(50)}`), direct: 2 });
  });
});

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

function deflatedBytes(hex: string): Buffer {
  return new Deflater().deflate(bytesOf(hex));
}

function interleaved(first: number, payload: Uint8Array | string, ...controls: Buffer[]): Buffer[] {
  return fragments(first, payload, [3, 3]).flatMap((fragment, index) => [
    fragment,
    ...controls.slice(index, index + 1),
  ]);
}

function withWindow(first: number, count: number): Buffer[] {
  const deflater = new Deflater();
  return Array.from({ length: count }, (_, index) =>
    aFrame(
      first | COMPRESSED,
      deflater.deflate(`{"type":"delta","sequence":${index},"levels":[20000,${index}]}`),
    ),
  );
}
