import type { RawMessage } from './second-reader-book.ts';
import { readMessagePack } from './second-reader-message-pack.ts';

/** How a connection writes, by the end of its sub-protocol's name. */
export type ReaderCodec = 'json' | 'msgpack' | 'flat-json' | 'flat-msgpack';

/** One frame as the map it is or stands for. Throws for what breaks the codec. */
export function readFrame(codec: ReaderCodec, frame: Uint8Array | string): RawMessage {
  if ((typeof frame === 'string') !== codec.endsWith('json')) throw new Error('a frame of the wrong kind');
  const value: unknown = typeof frame === 'string' ? JSON.parse(frame) : readMessagePack(frame);
  if (!codec.startsWith('flat') && Array.isArray(value)) throw new Error('an array where a map belongs');
  return (codec.startsWith('flat') ? mapOfFlat(value) : value) as RawMessage;
}

/** PROTOCOL.md section 2, "Flat form": the fields of each code in order; `hash` stands twice, the list takes the rest. */
const FIELDS: Readonly<Record<number, readonly [type: string, fields: string, list: string]>> = {
  1: ['delta', 'epoch subscription previousSequence sequence hash hash venueTime sentTime', 'levels'],
  2: ['snapshot', 'epoch subscription id sequence part parts hash hash venueTime sentTime', 'levels'],
  3: ['trades', 'epoch subscription previousSequence sequence sentTime', 'trades'],
};

/** What came under a flat sub-protocol, as the map it stands for; a map stays what it is. Throws for what is neither. */
export function mapOfFlat(value: unknown): unknown {
  if (!Array.isArray(value)) {
    const { type } = value as { type?: unknown };
    if (Object.values(FIELDS).some(([name]) => name === type))
      throw new Error(`expected ${String(type)} as an array, received a map`);
    return value;
  }
  const [code, ...rest] = value as number[];
  const [type, fields, list] = FIELDS[code ?? 0] ?? [];
  if (type === undefined || fields === undefined || list === undefined)
    throw new Error(`expected a code of the protocol, received ${code}`);
  const names = fields.split(' ');
  if (rest.length < names.length) throw new Error(`expected all fields of ${type}, received ${rest.length}`);
  const map: Record<string, unknown> = { type };
  for (const [i, name] of names.entries())
    map[name] = name === 'hash' ? [...((map['hash'] as number[] | undefined) ?? []), rest[i]] : rest[i];
  map[list] = rest.slice(names.length);
  return map;
}
