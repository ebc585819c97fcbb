/**
 * One MessagePack value from bytes, read by the book (github.com/msgpack/msgpack/blob/master/spec.md) and by nothing else:
 * nil, booleans, integers, floats, text, arrays and maps with text keys. Anything else, and bytes left over, is an Error.
 */
export function readMessagePack(bytes: Uint8Array): unknown {
  const cursor = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
  const value = readValue(cursor);
  if (cursor.at !== bytes.byteLength)
    throw new Error(`expected the end at byte ${cursor.at} of ${bytes.byteLength}`);
  return value;
}

type Cursor = { readonly view: DataView; at: number };

function take(cursor: Cursor, width: number): number {
  const at = cursor.at;
  cursor.at += width;
  return at;
}

function readValue(cursor: Cursor): unknown {
  const { view } = cursor;
  const head = view.getUint8(take(cursor, 1));
  if (head < 0x80) return head;
  if (head < 0x90) return readMap(cursor, head & 0x0f);
  if (head < 0xa0) return readArray(cursor, head & 0x0f);
  if (head < 0xc0) return readText(cursor, head & 0x1f);
  if (head >= 0xe0) return head - 0x100;
  return readLongValue(cursor, head);
}

function readLongValue(cursor: Cursor, head: number): unknown {
  const { view } = cursor;
  switch (head) {
    case 0xc0:
      return null;
    case 0xc2:
      return false;
    case 0xc3:
      return true;
    case 0xca:
      return view.getFloat32(take(cursor, 4));
    case 0xcb:
      return view.getFloat64(take(cursor, 8));
    case 0xcc:
      return view.getUint8(take(cursor, 1));
    case 0xcd:
      return view.getUint16(take(cursor, 2));
    case 0xce:
      return view.getUint32(take(cursor, 4));
    case 0xcf:
      return Number(view.getBigUint64(take(cursor, 8)));
    case 0xd0:
      return view.getInt8(take(cursor, 1));
    case 0xd1:
      return view.getInt16(take(cursor, 2));
    case 0xd2:
      return view.getInt32(take(cursor, 4));
    case 0xd3:
      return Number(view.getBigInt64(take(cursor, 8)));
    case 0xd9:
      return readText(cursor, view.getUint8(take(cursor, 1)));
    case 0xda:
      return readText(cursor, view.getUint16(take(cursor, 2)));
    case 0xdb:
      return readText(cursor, view.getUint32(take(cursor, 4)));
    case 0xdc:
      return readArray(cursor, view.getUint16(take(cursor, 2)));
    case 0xdd:
      return readArray(cursor, view.getUint32(take(cursor, 4)));
    case 0xde:
      return readMap(cursor, view.getUint16(take(cursor, 2)));
    case 0xdf:
      return readMap(cursor, view.getUint32(take(cursor, 4)));
    default:
      throw new Error(`expected a format of the protocol, received 0x${head.toString(16)}`);
  }
}

function readText(cursor: Cursor, length: number): string {
  const { view } = cursor;
  const start = take(cursor, length);
  return new TextDecoder('utf-8', { fatal: true }).decode(
    new Uint8Array(view.buffer, view.byteOffset + start, length),
  );
}

function readArray(cursor: Cursor, length: number): unknown[] {
  const values: unknown[] = [];
  for (let i = 0; i < length; i += 1) values.push(readValue(cursor));
  return values;
}

function readMap(cursor: Cursor, length: number): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (let i = 0; i < length; i += 1) {
    const key = readValue(cursor);
    if (typeof key !== 'string') throw new Error(`expected a text key, received ${String(key)}`);
    entries.push([key, readValue(cursor)]);
  }
  return Object.fromEntries(entries);
}
