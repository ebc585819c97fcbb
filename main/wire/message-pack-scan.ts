/** Deepest nesting of maps and arrays in one message; the messages of version 1 need three. */
const MAX_DEPTH = 16;

/** Values still to come in each open map or array; module-wide, so that a scan allocates nothing. */
const pending = new Float64Array(MAX_DEPTH + 1);
const isOpenMap = new Uint8Array(MAX_DEPTH + 1);
const utf8 = new TextDecoder('utf-8', { fatal: true });

const VARIABLE = -1;
const FORBIDDEN = -2;
const FIXED_LENGTH = fixedLengths();

/**
 * Judges MessagePack bytes before they are decoded: exactly one well-formed value, nothing after it, text that is UTF-8,
 * map keys that are text, nesting of at most {@link MAX_DEPTH}. Bin and ext are refused: the protocol has no use for
 * them, and the decoder would make dates, errors, regular expressions or compiled readers of them.
 *
 * @returns '' when all is well, else what is wrong and where. Linear in the bytes; never throws.
 */
export function messagePackFault(bytes: Uint8Array): string {
  const end = bytes.length;
  let position = 0;
  let depth = 0;
  pending[0] = 1;
  isOpenMap[0] = 0;
  for (;;) {
    while (pending[depth] === 0) if (--depth < 0) return trailing(position, end);
    if (position >= end) return `expected more than ${end} bytes`;
    const token = bytes[position++] ?? 0;
    const left = pending[depth] ?? 0;
    pending[depth] = left - 1;
    if (isOpenMap[depth] === 1 && (left & 1) === 0 && !isText(token))
      return `expected text as the key of a map at byte ${position - 1}`;

    const fixed = FIXED_LENGTH[token] ?? FORBIDDEN;
    if (fixed >= 0) position += fixed;
    else if (fixed === FORBIDDEN) return `byte 0x${token.toString(16)} at ${position - 1} is not allowed`;
    else if (isText(token)) {
      const header = lengthBytes(token);
      const length = lengthOf(bytes, token, position);
      position += header + length;
      if (position > end) return `expected more than ${end} bytes`;
      if (!isUtf8(bytes, position - length, position)) return `text before byte ${position} is not UTF-8`;
    } else {
      const count = lengthOf(bytes, token, position) * (isMap(token) ? 2 : 1);
      position += lengthBytes(token);
      // Every value takes a byte or more, so a count beyond the bytes left is a lie that must not be believed.
      if (count > end - position) return `expected more than ${end} bytes`;
      if (++depth > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH}`;
      pending[depth] = count;
      isOpenMap[depth] = isMap(token) ? 1 : 0;
    }
    if (position > end) return `expected more than ${end} bytes`;
  }
}

function trailing(position: number, end: number): string {
  return position === end ? '' : `expected one value of ${position} bytes, received ${end} bytes`;
}

/** Bytes after the token: 0 or more for what has a fixed length, else text, array or map, or not allowed at all. */
function fixedLengths(): Int8Array {
  const lengths = new Int8Array(256);
  lengths.fill(VARIABLE, 0x80, 0xc0); // fixmap, fixarray, fixstr
  lengths.fill(VARIABLE, 0xd9, 0xe0); // str, array, map
  lengths.fill(FORBIDDEN, 0xc4, 0xca); // bin, ext
  lengths.fill(FORBIDDEN, 0xd4, 0xd9); // fixext
  lengths[0xc1] = FORBIDDEN; // never used
  for (const [token, length] of [
    [0xca, 4],
    [0xcb, 8],
    [0xcc, 1],
    [0xcd, 2],
    [0xce, 4],
    [0xcf, 8],
    [0xd0, 1],
    [0xd1, 2],
    [0xd2, 4],
    [0xd3, 8],
  ] as const)
    lengths[token] = length;
  return lengths;
}

function isText(token: number): boolean {
  return (token >= 0xa0 && token < 0xc0) || (token >= 0xd9 && token <= 0xdb);
}

function isMap(token: number): boolean {
  return token < 0x90 || token >= 0xde;
}

/** Bytes of the length that follows the token of a text, array or map. */
function lengthBytes(token: number): number {
  if (token < 0xc0) return 0;
  if (token === 0xd9) return 1;
  return token === 0xdb || token === 0xdd || token === 0xdf ? 4 : 2;
}

/** Bytes beyond the end count as 0; the caller then finds the position beyond the end. */
function lengthOf(bytes: Uint8Array, token: number, position: number): number {
  if (token < 0xa0) return token & 0x0f;
  if (token < 0xc0) return token & 0x1f;
  let length = 0;
  for (let i = 0; i < lengthBytes(token); i++) length = length * 256 + (bytes[position + i] ?? 0);
  return length;
}

function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let high = 0;
  for (let i = start; i < end; i++) high |= bytes[i] ?? 0;
  if (high < 0x80) return true;
  try {
    utf8.decode(bytes.subarray(start, end));
    return true;
  } catch {
    return false;
  }
}
