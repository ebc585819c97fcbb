import fc from 'fast-check';
import { flatFormOf } from '../../../main/wire/flat-form.ts';
import { anyDelta, anySnapshot } from '../arbitrary-messages.ts';

/** Frames for the scanners: hot messages written in every form that an integer has, and what damage makes of them. */
export type HotCodec = 'flat-msgpack' | 'flat-json';

/** In a place of the message, something that belongs there, lies just beyond its range, or belongs nowhere. */
const EDGES = [
  0,
  1,
  2,
  3,
  499,
  10_000,
  10_001,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
];
const WRONG = [-1, 1.5, 2 ** 63, 2 ** 64, 0.1];

type Edit = {
  readonly kind: 'replace' | 'repeat' | 'swap' | 'drop' | 'add';
  readonly at: number;
  readonly value: number;
};
const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('replace', 'replace', 'repeat', 'swap', 'drop', 'add'),
  at: fc.nat({ max: 60 }),
  value: fc.constantFrom(...EDGES, ...WRONG),
});

function edited(values: readonly number[], { kind, at, value }: Edit): number[] {
  const place = at % Math.max(1, values.length);
  const [here = 0, behind = 0] = [values[place], values[place + 2]];
  if (kind === 'replace') return values.with(place, value);
  if (kind === 'drop') return values.toSpliced(place, 1);
  if (kind === 'add') return values.toSpliced(place, 0, value);
  if (place + 2 >= values.length) return [...values];
  // The place two further on: the next key, the next size.
  return kind === 'repeat' ? values.with(place + 2, here) : values.with(place, behind).with(place + 2, here);
}

type ByteEdit = {
  readonly kind: 'flip' | 'cut' | 'insert' | 'drop';
  readonly at: number;
  readonly byte: number;
};
const byteEdit: fc.Arbitrary<ByteEdit> = fc.record({
  kind: fc.constantFrom('flip', 'flip', 'cut', 'insert', 'drop'),
  at: fc.nat({ max: 400 }),
  byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...[...' ,[]0-.e"{\n'].map((c) => c.charCodeAt(0)))),
});

function damaged(bytes: Uint8Array, { kind, at, byte }: ByteEdit): Uint8Array {
  const place = at % Math.max(1, bytes.length);
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  if (kind === 'cut') return before;
  if (kind === 'insert') return Uint8Array.from([...before, byte, ...after]);
  const rest = after.subarray(1);
  if (kind === 'drop') return Uint8Array.from([...before, ...rest]);
  return Uint8Array.from([...before, (after[0] ?? 0) ^ (1 << (byte & 7)), ...rest]);
}

/** Which form each integer is written in: the usual one, and now and then another. */
const forms = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat({ max: 11 })), {
  maxLength: 40,
});

const values = fc
  .oneof(anyDelta, anySnapshot)
  .map((event) => [...(flatFormOf(event) ?? [])])
  .chain((flat) => fc.array(edit, { maxLength: 2 }).map((edits) => edits.reduce(edited, flat)));

export function anyHotFrame(codec: HotCodec): fc.Arbitrary<Uint8Array> {
  const written = codec === 'flat-json' ? writtenJson : writtenMessagePack;
  const damages = fc.oneof(fc.constant([]), fc.array(byteEdit, { maxLength: 2 }));
  return fc
    .tuple(values, forms, damages)
    .map(([flat, chosen, edits]) => edits.reduce(damaged, written(flat, chosen)));
}

/** The array in MessagePack with integers in the forms chosen, by number; 0 is the smallest that holds the value. */
export function writtenMessagePack(flat: readonly number[], chosen: readonly number[]): Uint8Array {
  const head = Buffer.from([0xdd, 0, 0, 0, 0]);
  head.writeUInt32BE(flat.length, 1);
  const form = chosen[39] ?? chosen[0] ?? 0;
  const short =
    flat.length < 16 ? Buffer.from([0x90 + flat.length]) : Buffer.from([0xdc, ...head.subarray(3)]);
  const heads = [short, Buffer.from([0xdc, ...head.subarray(3)]), head];
  return Buffer.concat([
    (form > 9 ? heads[form - 9] : undefined) ?? short,
    ...flat.map((value, i) => integerInMessagePack(value, chosen[i % chosen.length] ?? 0)),
  ]);
}

function integerInMessagePack(value: number, form: number): Uint8Array {
  const bytes = Buffer.alloc(9);
  const put = (token: number, width: number): Uint8Array => {
    bytes[0] = token;
    return bytes.subarray(0, 1 + width);
  };
  const isInteger = Number.isSafeInteger(value) && value >= 0;
  const doubled = (): Uint8Array => (bytes.writeDoubleBE(value, 1), put(0xcb, 8));
  if (!isInteger && form !== 1 && form !== 2) return value < 0 ? Uint8Array.of(0xff) : doubled();
  if (form === 1)
    return (bytes.writeBigUInt64BE(BigInt.asUintN(64, BigInt(Math.trunc(value))), 1), put(0xcf, 8));
  if (form === 2) return doubled();
  if (form === 3) return (bytes.writeFloatBE(value, 1), put(0xca, 4));
  if (form === 4 && value < 2 ** 31) return (bytes.writeInt32BE(value, 1), put(0xd2, 4));
  if (form === 5) return (bytes.writeBigInt64BE(BigInt(value), 1), put(0xd3, 8));
  if (form === 6 && value === 0) return (bytes.writeDoubleBE(-0, 1), put(0xcb, 8));
  if (value < 0x80 && form !== 7) return Uint8Array.of(value);
  if (value < 0x100 && form !== 8) return Uint8Array.of(0xcc, value);
  if (value < 0x1_0000 && form !== 9) return (bytes.writeUInt16BE(value, 1), put(0xcd, 2));
  return value <= 0xffff_ffff ? (bytes.writeUInt32BE(value, 1), put(0xce, 4)) : doubled();
}

/** The array in JSON with integers in the forms chosen, by number; 0 is plain digits. */
export function writtenJson(flat: readonly number[], chosen: readonly number[]): Uint8Array {
  const texts = flat.map((value, i) => {
    const plain = value < 1e21 ? BigInt(Math.trunc(value)).toString() : '0';
    const text = Number.isInteger(value) ? plain : String(value);
    const forms = [
      text,
      `0${text}`,
      `${text}.0`,
      `${text}e0`,
      ` ${text}`,
      `-${text}`,
      `${text} `,
      `"${text}"`,
    ];
    return (
      [...forms, `${text}${'0'.repeat(30)}1`, `+${text}`, 'null', ''][chosen[i % chosen.length] ?? 0] ?? text
    );
  });
  return Buffer.from(`[${texts.join(',')}]`);
}
