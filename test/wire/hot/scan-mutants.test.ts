import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJsonUpdate } from '../../../main/wire/hot/scan-json-update.ts';
import { scanMessagePackUpdate } from '../../../main/wire/hot/scan-message-pack-update.ts';
import { anyHotFrame, writtenJson, writtenMessagePack, type HotCodec } from './hot-frames.ts';
import { mutantOf, type Mutation } from './mutant.ts';
import { isWronglyTaken, slowly, type Scan } from './scan-agreement.ts';

// A scanner that forgot any one of its checks must be found out by the frames that the property test tries.

const PACKED = 'scan-message-pack-update.ts';
const TEXT = 'scan-json-update.ts';
const CHECKS = 'update-checks.ts';
const KEYS = 'key-uniqueness.ts';

const OF_BOTH: readonly Mutation[] = [
  { file: CHECKS, from: '(head[UPDATE.epoch] ?? 0) >= 1 &&', to: '' },
  { file: CHECKS, from: 'subscription >= 1 &&', to: '' },
  { file: CHECKS, from: 'subscription <= MAX_ID &&', to: '' },
  { file: CHECKS, from: '(head[UPDATE.hashA] ?? 0) <= MAX_LANE &&', to: '' },
  { file: CHECKS, from: '(head[UPDATE.hashB] ?? 0) <= MAX_LANE &&', to: '' },
  { file: CHECKS, from: 'head[UPDATE.id] = 0;', to: '' },
  { file: CHECKS, from: 'head[UPDATE.part] = 0;', to: '' },
  { file: CHECKS, from: 'head[UPDATE.parts] = 0;', to: '' },
  { file: CHECKS, from: 'head[UPDATE.previousSequence] = 0;', to: '' },
  {
    file: CHECKS,
    from: '(head[UPDATE.sequence] ?? 0) > (head[UPDATE.previousSequence] ?? 0)',
    to: '(head[UPDATE.sequence] ?? 0) >= (head[UPDATE.previousSequence] ?? 0)',
  },
  { file: CHECKS, from: '(head[UPDATE.id] ?? 0) <= MAX_ID &&', to: '' },
  { file: CHECKS, from: 'part >= 1 &&', to: '' },
  { file: CHECKS, from: 'part <= parts &&', to: '' },
  { file: CHECKS, from: '&& parts <= MAX_PARTS', to: '' },
  { file: CHECKS, from: 'if (lots[i] === 0) return false;', to: '' },
  { file: CHECKS, from: 'if (last !== -1 && !isFurtherOut(last, key)) return false;', to: '' },
  { file: CHECKS, from: 'if (((last ^ key) & 1) !== 0) return isAsk;', to: '' },
  { file: CHECKS, from: 'isAsk ? key > last : key < last', to: 'key !== last' },
  { file: CHECKS, from: 'isAsk ? key > last : key < last', to: 'isAsk ? key >= last : key <= last' },
  { file: CHECKS, from: 'MAX_DELTA_LEVELS = 30_000', to: 'MAX_DELTA_LEVELS = 30_001' },
  { file: CHECKS, from: 'MAX_SNAPSHOT_LEVELS = 500', to: 'MAX_SNAPSHOT_LEVELS = 501' },
  { file: KEYS, from: 'if (keys[j] === key) return false', to: 'if (keys[j] === -1) return false' },
  { file: KEYS, from: 'slots[slot] === key || ', to: '' },
  { file: KEYS, from: 'stamps[slot] = stamp;', to: '' },
];

const OF_MESSAGE_PACK: readonly Mutation[] = [
  { file: PACKED, from: '!isLong && (token & 0xf0) !== FIXARRAY', to: 'false' },
  { file: PACKED, from: 'kind !== DELTA && kind !== SNAPSHOT', to: 'kind === 0x80' },
  { file: PACKED, from: '!isRightHead(head)', to: 'false' },
  {
    file: PACKED,
    from: 'readLevels(bytes, body, end, levels) === end',
    to: 'readLevels(bytes, body, end, levels) > 0',
  },
  { file: PACKED, from: '&& areRightLevels(kind, levels)', to: '' },
  { file: PACKED, from: 'if (key < 0) return NOT_MINE;', to: '' },
  { file: PACKED, from: '>>> 0;\n    return at + 5', to: ';\n    return at + 5' },
  { file: PACKED, from: 'token !== FLOAT_64 && token !== UINT_64', to: 'false' },
  { file: PACKED, from: 'if (high < 0) return NOT_MINE;', to: '' },
  { file: PACKED, from: '!(value <= Number.MAX_SAFE_INTEGER) || ', to: '' },
  { file: PACKED, from: ' || Math.floor(value) !== value', to: '' },
  { file: PACKED, from: '(low >>> 0)', to: 'low' },
];

const OF_JSON: readonly Mutation[] = [
  { file: TEXT, from: 'bytes[start] !== OPENING || ', to: '' },
  { file: TEXT, from: ' || bytes[last] !== CLOSING', to: '' },
  { file: TEXT, from: 'kind !== DELTA && kind !== SNAPSHOT', to: 'kind > 9' },
  { file: TEXT, from: '!isRightHead(head)', to: 'false' },
  { file: TEXT, from: '&& areRightLevels(kind, levels)', to: '' },
  { file: TEXT, from: 'at >= last || bytes[at] !== COMMA', to: 'at >= last' },
  { file: TEXT, from: 'count === maximum || bytes[at] !== COMMA', to: 'bytes[at] !== COMMA' },
  { file: TEXT, from: 'count === maximum || bytes[at] !== COMMA', to: 'count === maximum' },
  { file: TEXT, from: 'at === NOT_MINE || bytes[at] !== COMMA', to: 'at === NOT_MINE' },
  { file: TEXT, from: 'if (key >>> 0 > 9) return NOT_MINE;', to: '' },
  { file: TEXT, from: 'if (high >>> 0 > 9) return NOT_MINE;', to: '' },
  { file: TEXT, from: 'while (key !== 0) {', to: 'for (;;) {' },
  { file: TEXT, from: 'if (high !== 0) {', to: '{' },
  { file: TEXT, from: '(key > MAX_KEY_TENTH || digit > MAX_KEY_LAST_DIGIT)', to: 'false' },
  { file: TEXT, from: ' || digit > MAX_KEY_LAST_DIGIT', to: '' },
  { file: TEXT, from: 'if (at - start === MAX_DIGITS) return NOT_MINE;', to: '' },
  { file: TEXT, from: 'if (value > Number.MAX_SAFE_INTEGER) return NOT_MINE;', to: '' },
];

const long = (kind: number, count: number): number[] => [
  ...(kind === 1 ? [1, 1, 1, 1, 2, 3, 4, 5, 6] : [2, 1, 1, 0, 1, 1, 1, 3, 4, 5, 6]),
  ...Array.from({ length: count * 2 }, (_, i) => i + 1),
];
/** More levels than chance makes: too many, and enough of them, one twice, for the table of keys. */
const LONG = [long(1, 30_001), long(2, 501), long(1, 30).with(-2, 1), long(1, 30).with(-2, 57)];

/** Each with any one bit flipped. */
const SHORT = [long(1, 2), long(2, 1), long(1, 1).with(8, 2 ** 52), long(1, 1).with(10, 2 ** 40)];

/** Every second field, and the sizes, in the second form; the code and the keys are taken in none but the first. */
const WIDE = Array.from({ length: 40 }, (_, i) => (i > 0 && i % 2 === 0 ? 1 : 0));

/** What the property test tries, and what chance seldom makes; with what the slow way says of each. */
function framesOf(codec: HotCodec): (readonly [Uint8Array, string])[] {
  const written = codec === 'flat-json' ? writtenJson : writtenMessagePack;
  const frames = [
    ...LONG.map((flat) => written(flat, [])),
    ...SHORT.flatMap((flat) => [[], WIDE].flatMap((forms) => flipped(written(flat, forms)))),
    ...fc.sample(anyHotFrame(codec), { seed: 7, numRuns: 5_000 }),
  ];
  return frames.map((frame) => [frame, JSON.stringify(slowly(codec, frame))] as const);
}

function flipped(frame: Uint8Array): Uint8Array[] {
  return Array.from({ length: frame.length * 8 }, (_, bit) => {
    const damaged = Uint8Array.from(frame);
    damaged[bit >> 3] = (frame[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return damaged;
  });
}

describe.each([
  [PACKED, 'scanMessagePackUpdate', 'flat-msgpack', [...OF_MESSAGE_PACK, ...OF_BOTH], scanMessagePackUpdate],
  [TEXT, 'scanJsonUpdate', 'flat-json', [...OF_JSON, ...OF_BOTH], scanJsonUpdate],
] as const)('%s', (scanner, name, codec, mutations, own: Scan) => {
  const frames = framesOf(codec);
  const isFoundOut = (scan: Scan): boolean =>
    frames.some(([frame, verdict]) => isWronglyTaken(scan, codec, frame, verdict));

  it('takes none of these frames wrongly as it stands', () => {
    expect(isFoundOut(own)).toBe(false);
  });

  it.each(mutations)('is found out when $file says "$to" in place of "$from"', async (mutation) => {
    expect(isFoundOut(await mutantOf(scanner, name, mutation))).toBe(true);
  });
});
