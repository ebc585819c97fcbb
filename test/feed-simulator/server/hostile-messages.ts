import fc from 'fast-check';
import type { CodecName } from '../../../main/wire/codec.ts';
import { packMessage } from '../../../main/wire/message-pack.ts';
import { mutated } from '../../wire/message-mutations.ts';

/** One frame that somebody means no good with, or has no idea what it means. */
export type HostileMessage = {
  readonly kind: string;
  readonly bytes: Uint8Array;
  readonly isBinary: boolean;
};

/** Client messages are no longer at the edge. */
const MAX_BYTES = 4_096;

const id = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const instrument = fc.constantFrom('AAA', 'AAA', 'AAA', 'BBB', 'ZZZ', 'toString', 'A'.repeat(32));
const small = fc.integer({ min: 0, max: 40 });
const whole = fc.oneof(small, fc.constantFrom(1_000, 10_010, 10_021, 10_140, 2 ** 31, 2 ** 32, 2 ** 53 - 1));
const subscription = fc.constantFrom(
  1,
  1,
  2,
  11,
  10_011,
  10_021,
  10_025,
  10_121,
  10_122,
  20_000,
  2 ** 31 - 1,
);
const conflationMs = fc.constantFrom(0, 10, 100, 5_000);
const intervalMs = fc.constantFrom(1_000, 60_000, 86_400_000);
const depth = fc.oneof(fc.constantFrom(0, 0, 1, 10, 1_000), fc.integer({ min: 0, max: 1_000 }));
/** What a subscription may be, by channel. */
const terms = fc.oneof(
  fc.record({ channel: fc.constant('book'), depth, conflationMs }, { requiredKeys: ['channel'] }),
  fc.record({ channel: fc.constant('ticker'), conflationMs }, { requiredKeys: ['channel'] }),
  fc.record(
    { channel: fc.constant('candles'), intervalMs, conflationMs },
    { requiredKeys: ['channel', 'intervalMs'] },
  ),
  fc.record({ channel: fc.constantFrom('trades', 'status', 'instruments') }),
);
const pattern = fc.oneof(
  fc.constantFrom('*', 'A*', '*A*A*A', 'AAA', 'BBB', 'ZZZ'),
  // What makes a careless matcher take a lifetime.
  fc.integer({ min: 1, max: 32 }).map((stars) => '*A'.repeat(stars)),
);
const resume = fc.record({ epoch: fc.constantFrom(7, 7, 8), sequence: whole });
const named = (type: string): { type: fc.Arbitrary<string>; id: typeof id } => ({
  type: fc.constant(type),
  id,
});
const joined = ([one, other]: [object, object]): object => ({ ...one, ...other });
const subscribe = fc
  .tuple(
    fc.record({ ...named('subscribe'), instrument, resume }, { requiredKeys: ['type', 'id', 'instrument'] }),
    terms,
  )
  .map(joined);
const subscribeList = fc
  .tuple(
    fc.record({
      ...named('subscribe-list'),
      instruments: fc.array(pattern, { minLength: 1, maxLength: 60 }),
    }),
    terms,
  )
  .map(joined);

/** Requests in good form; most ask for too much, for what is not there, or for what makes no sense. */
const request: fc.Arbitrary<object> = fc.oneof(
  { weight: 4, arbitrary: subscribe },
  subscribeList,
  fc.record({ ...named('unsubscribe'), subscription }),
  fc.record(
    { ...named('snapshot'), subscription, atSequence: whole },
    { requiredKeys: ['type', 'id', 'subscription'] },
  ),
  fc.record({
    ...named('trade-history'),
    instrument,
    from: fc.constantFrom(1, 1_900, 2 ** 53 - 1),
    to: fc.constantFrom(1, 2_000, 20_000, 30_000),
  }),
  fc.record({
    ...named('candle-history'),
    instrument,
    intervalMs,
    from: whole,
    to: fc.constantFrom(0, 1, 2 ** 53 - 1),
  }),
  fc.record({ ...named('authenticate'), token: fc.stringMatching(/^[\w.-]{1,80}$/) }),
  fc.record({ ...named('ping'), sentTime: whole }),
);

function encoded(codec: CodecName, value: object): Uint8Array {
  return codec === 'json' ? Buffer.from(JSON.stringify(value)) : packMessage(value);
}

/** Bytes changed, cut, doubled or put in between. */
function damaged(bytes: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(bytes, fc.nat({ max: 3 }), fc.nat(), fc.nat({ max: 255 }))
    .map(([whole, how, place, byte]) => {
      const at = place % (whole.length + 1);
      const copy = Buffer.from(whole);
      if (how === 0) copy[Math.min(at, whole.length - 1)] = byte;
      if (how === 1) return copy.subarray(0, at);
      if (how === 2) return Buffer.concat([copy.subarray(0, at), Buffer.from([byte]), copy.subarray(at)]);
      return how === 3 ? Buffer.concat([copy, copy]) : copy;
    });
}

/** `{` or `[` and their like in MessagePack, up to the longest message, with their ends or without. */
function nested(codec: CodecName): fc.Arbitrary<Uint8Array> {
  const [opens, closes, inner] =
    codec === 'json'
      ? [['[', '{"type":', '{"__proto__":'], [']', '}', '}'], '1']
      : [['\x91', '\x81\xa4type', '\x81\xa9__proto__'], ['', '', ''], '\x01'];
  return fc
    .tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: MAX_BYTES }), fc.boolean())
    .map(([kind, depth, isWhole]) => {
      const [open = '', close = ''] = [opens[kind], closes[kind]];
      const levels = Math.max(1, Math.floor(Math.min(depth, (MAX_BYTES - 1) / (open.length + close.length))));
      const text = open.repeat(levels) + (isWhole ? inner + close.repeat(levels) : '');
      return Buffer.from(text, 'latin1');
    });
}

const JSON_NUMBERS = [
  '1e999',
  '-1e999',
  '-0',
  '1e-400',
  '9'.repeat(400),
  '18446744073709551616',
  '0x10',
  'NaN',
  '01',
  '1.0',
];
const JSON_WORDS = [
  String.raw`"\ud800"`,
  String.raw`"\u0000"`,
  'null',
  'true',
  '{}',
  '[[]]',
  '"1"',
  `"${'x'.repeat(3_000)}"`,
];
/** Numbers of every width at their ends, not-a-number, nil, text, binary, extensions, a time stamp, a reserved byte. */
const PACKED_VALUES = [
  'cfffffffffffffffff',
  'd38000000000000000',
  'cb7ff8000000000000',
  'cb7ff0000000000000',
  'ca7f800000',
  'c0',
  'a161',
  'c40101',
  'd4017f',
  'd6ff5f5e1000',
  'c1',
  'dc000101',
  'de0001a161c0',
  'ddffffffff',
  'dfffffffff',
  'dbffffffff',
  'c9ffffffff01',
  'd97f61',
  'a2c328',
];

/** A ping in which a number is something else. */
function odd(codec: CodecName): fc.Arbitrary<Uint8Array> {
  if (codec === 'json')
    return fc
      .tuple(
        fc.constantFrom(...JSON_NUMBERS, ...JSON_WORDS),
        fc.constantFrom('id', 'sentTime', 'type', '__proto__'),
      )
      .map(([value, name]) => Buffer.from(`{"type":"ping","id":1,"sentTime":1,"${name}":${value}}`));
  const head = Buffer.from('83a474797065a470696e67a26964', 'hex');
  const tail = Buffer.from('a873656e7454696d6501', 'hex');
  return fc.constantFrom(...PACKED_VALUES).map((hex) => Buffer.concat([head, Buffer.from(hex, 'hex'), tail]));
}

/** A well-formed request with keys that would reach a prototype if anybody copied them without care. */
function poisoned(codec: CodecName): fc.Arbitrary<Uint8Array> {
  const poison = { polluted: true, type: 'ping', depth: 1 };
  const key = fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'hasOwnProperty',
    'toString',
    'toJSON',
  );
  return fc.tuple(request, key, fc.boolean()).map(([value, name, isDeep]) => {
    const inner = isDeep ? { prototype: poison } : poison;
    const fields = [[name, inner], ...Object.entries(value)] as [string, unknown][];
    if (codec === 'msgpack') return packMessage(new Map(fields));
    return Buffer.from(
      `{${fields.map(([field, content]) => `"${field}":${JSON.stringify(content)}`).join()}}`,
    );
  });
}

/** Text that stops in the middle of a character, or holds bytes that no text has. */
function halfText(codec: CodecName): fc.Arbitrary<Uint8Array> {
  const bad = fc.constantFrom('e282', 'f09f98', 'c0af', 'ff', 'eda080', 'f4908080', 'efbbbf');
  return bad.map((hex) => {
    const text = Buffer.from(hex, 'hex');
    if (codec === 'msgpack')
      return Buffer.concat([
        Buffer.from('82a26964' + '01' + 'a474797065', 'hex'),
        Buffer.from([0xa0 + text.length]),
        text,
      ]);
    return Buffer.concat([Buffer.from('{"id":1,"type":"'), text, Buffer.from('"}')]);
  });
}

/** Frames that a client with such a codec could send, of every kind that has ever hurt a server. */
export function hostileMessage(codec: CodecName): fc.Arbitrary<HostileMessage> {
  const valid = request.map((value) => encoded(codec, value));
  const isBinary = codec === 'msgpack';
  const kinds: [weight: number, kind: string, bytes: fc.Arbitrary<Uint8Array>][] = [
    [48, 'absurd request', valid],
    [4, 'mutated request', mutated(request).map((value) => encoded(codec, value as object))],
    [4, 'damaged bytes', damaged(valid)],
    [2, 'random bytes', fc.uint8Array({ maxLength: 200 })],
    [1, 'deep nesting', nested(codec)],
    [2, 'odd value', odd(codec)],
    [2, 'prototype keys', poisoned(codec)],
    [1, 'half a character', halfText(codec)],
    [
      1,
      'unknown type',
      fc
        .record({ id, type: fc.oneof(fc.string(), id, fc.constant(null)) })
        .map((value) => encoded(codec, value)),
    ],
    [1, 'something else', fc.jsonValue({ maxDepth: 2 }).map((value) => encoded(codec, [value]).subarray(1))],
  ];
  const right = kinds.map(([weight, kind, bytes]) => ({
    weight,
    arbitrary: bytes.map((frame): HostileMessage => ({ kind, bytes: frame, isBinary })),
  }));
  const wrongKind = valid.map((bytes): HostileMessage => ({
    kind: 'wrong kind of frame',
    bytes,
    isBinary: !isBinary,
  }));
  return fc.oneof(...right, { weight: 1, arbitrary: wrongKind });
}
