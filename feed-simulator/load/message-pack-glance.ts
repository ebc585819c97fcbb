import { FLAT_PLACES_READ, glanceAtFlat, type Glance } from './glance.ts';

const NAMES = ['delta', 'trades', 'snapshot', 'heartbeat', 'ticker', 'candles', 'gap', 'subscribed'];

/** MessagePack without a value made but numbers: a cursor over one map. */
class Reader {
  bytes: Buffer = Buffer.alloc(0);
  place = 0;
  end = 0;
}
const reader = new Reader();

/**
 * One message, `bytes` from `start` to `end`, into a cleared glance.
 *
 * @param isFlat whether an array may be one
 * @returns false when the bytes are no message, or not exactly one
 */
export function glanceAtMessagePack(
  bytes: Buffer,
  start: number,
  end: number,
  glance: Glance,
  isFlat: boolean,
): boolean {
  reader.bytes = bytes;
  reader.place = start;
  reader.end = end;
  const first = bytes[start] ?? 0;
  if (isArrayHead(first)) return isFlat && glanceAtArray(first, glance);
  let fields = first >= 0x80 && first <= 0x8f ? first & 0x0f : 0;
  reader.place += 1;
  if (first === 0xde && end - start > 3) {
    fields = bytes.readUInt16BE(start + 1);
    reader.place += 2;
  }
  for (; fields > 0 && reader.place < end; fields -= 1) readField(glance);
  return fields === 0 && reader.place === end && glance.type !== '';
}

function isArrayHead(first: number): boolean {
  return (first >= 0x90 && first <= 0x9f) || first === 0xdc;
}

/** The first places of a message in flat form. */
const places = new Float64Array(FLAT_PLACES_READ);

function glanceAtArray(first: number, glance: Glance): boolean {
  const { bytes, place, end } = reader;
  const isLong = first === 0xdc;
  if (isLong && end - place < 3) return false;
  const length = isLong ? bytes.readUInt16BE(place + 1) : first & 0x0f;
  reader.place += isLong ? 3 : 1;
  places.fill(Number.NaN);
  let left = length;
  for (; left > 0 && reader.place < end; left -= 1)
    if (length - left < FLAT_PLACES_READ) places[length - left] = readNumber();
    else skip();
  return left === 0 && reader.place === end && glanceAtFlat(places, glance);
}

function readField(glance: Glance): void {
  const { bytes } = reader;
  const length = (bytes[reader.place] ?? 0) & 0x1f; // every field name of the protocol has fewer than 32 letters
  const name = reader.place + 1;
  reader.place = name + length;
  const third = bytes[name + 2];
  if (length === 4 && bytes[name] === 0x74 && third === 0x70) glance.type = readName();
  else if (length === 8 && third === 0x71) glance.sequence = readNumber();
  else if (length === 8 && third === 0x6e && bytes[name] === 0x73) glance.sentTime = readNumber();
  else if (length === 12 && third === 0x62) glance.subscription = readNumber();
  else if (length === 16 && bytes[name] === 0x70) glance.previousSequence = readNumber();
  else skip();
}

/** The name of a type, out of a list: no text is made. An unknown one is '?'. */
function readName(): string {
  const { bytes } = reader;
  const length = (bytes[reader.place] ?? 0) & 0x1f;
  const start = reader.place + 1;
  reader.place = start + length;
  for (const name of NAMES)
    if (name.length === length && name.charCodeAt(0) === bytes[start] && isTextAt(name, start)) return name;
  return '?';
}

function isTextAt(text: string, start: number): boolean {
  for (let i = 1; i < text.length; i += 1) if (reader.bytes[start + i] !== text.charCodeAt(i)) return false;
  return true;
}

function readNumber(): number {
  const { bytes, place, end } = reader;
  const first = bytes[place] ?? 0xc1;
  const start = reader.place;
  skip();
  if (reader.place > end) return Number.NaN;
  if (first < 0x80) return first;
  if (first === 0xcc) return bytes[start + 1] ?? 0;
  if (first === 0xcd) return bytes.readUInt16BE(start + 1);
  if (first === 0xce) return bytes.readUInt32BE(start + 1);
  if (first === 0xcb) return bytes.readDoubleBE(start + 1);
  if (first === 0xcf) return Number(bytes.readBigUInt64BE(start + 1));
  return Number.NaN;
}

/** Bytes of a value after its first byte, for the formats 0xc0 to 0xd7 that have a fixed size; -1 elsewhere. */
const FIXED = [0, -1, 0, 0, -1, -1, -1, -1, -1, -1, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8];

function skip(): void {
  let values = 1;
  const { bytes, end } = reader;
  while (values > 0 && reader.place < end) {
    values -= 1;
    const first = bytes[reader.place] ?? 0;
    reader.place += 1;
    if (first < 0x80 || first >= 0xe0) continue;
    if (first < 0x90) values += (first & 0x0f) * 2;
    else if (first < 0xa0) values += first & 0x0f;
    else if (first < 0xc0) reader.place += first & 0x1f;
    else values += skipSized(first);
  }
  if (values > 0) reader.place = end + 1; // cut short
}

/** Skips what follows the first byte of a value from 0xc0 on. @returns how many values it contains */
function skipSized(first: number): number {
  const { bytes, place } = reader;
  const fixed = FIXED[first - 0xc0] ?? -1;
  if (fixed >= 0) {
    reader.place += fixed;
    return 0;
  }
  const sizeBytes = first === 0xd9 ? 1 : first === 0xda || first === 0xdc || first === 0xde ? 2 : 4;
  if (first < 0xd9 || place + sizeBytes > reader.end) {
    reader.place = reader.end + 1; // bin and ext do not occur in the protocol; or cut short
    return 0;
  }
  const size = bytes.readUIntBE(place, sizeBytes);
  reader.place += sizeBytes;
  if (first >= 0xde) return size * 2;
  if (first >= 0xdc) return size;
  reader.place += size;
  return 0;
}
