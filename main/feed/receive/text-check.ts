import { isUtf8 } from 'node:buffer';

const NOT_ASCII = 0x8080_8080 | 0;

/**
 * Whether bytes are valid UTF-8. Market data are ASCII nearly always, which four bytes at a time show without the view
 * that Node's own check needs for each message.
 */
export class TextCheck {
  #words: Int32Array = new Int32Array(0);

  isText(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#isAscii(bytes, start, end) || isUtf8(bytes.subarray(start, end));
  }

  #isAscii(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#words.buffer !== bytes.buffer)
      this.#words = new Int32Array(bytes.buffer, 0, bytes.buffer.byteLength >> 2);
    const words = this.#words;
    const shift = bytes.byteOffset;
    const firstWord = (shift + start + 3) >> 2;
    const lastWord = (shift + end) >> 2;
    const before = Math.min((firstWord << 2) - shift, end);
    const after = Math.max((lastWord << 2) - shift, before);
    let bits = 0;
    for (let at = start; at < before; at += 1) bits |= bytes[at] ?? 0;
    for (let word = firstWord; word < lastWord; word += 1) bits |= words[word] ?? 0;
    for (let at = after; at < end; at += 1) bits |= bytes[at] ?? 0;
    return (bits & NOT_ASCII) === 0;
  }
}
