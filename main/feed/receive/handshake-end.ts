const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

/**
 * Finds where the head of an HTTP answer ends, in bytes that come in any pieces. What follows the head of an accepted
 * upgrade are frames, often in the same read.
 */
export class HandshakeEnd {
  /** How many bytes of the blank line stand at the end of what was seen. */
  #matched = 0;

  /** @returns the index after the next blank line, or `end` */
  find(bytes: Uint8Array, start: number, end: number): number {
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at];
      const expected = this.#matched % 2 === 0 ? CARRIAGE_RETURN : LINE_FEED;
      if (byte === expected) this.#matched += 1;
      else this.#matched = byte === CARRIAGE_RETURN ? 1 : 0;
      if (this.#matched === 4) {
        this.#matched = 0;
        return at + 1;
      }
    }
    return end;
  }
}
