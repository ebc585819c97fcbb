const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Rounds thrown away after seeding, so that seeds which differ in one bit share nothing. */
const WARM_UP_ROUNDS = 20;

/**
 * A stream of random integers, the same on every machine for the same seed and name: sfc32 by Chris Doty-Humphrey
 * (PractRand), 32-bit integer operations only. Streams of one seed with different names are independent, so what one
 * instrument draws never changes another.
 */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /**
   * @param seed integer, 0 to 2^53 - 1
   * @param stream name of this stream within the seed
   * @throws RangeError when the seed is not such an integer
   */
  constructor(seed: number, stream: string) {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new RangeError(`expected a seed from 0 to 2^53 - 1, received ${seed}`);
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 0x1_0000_0000) | 0;
    this.#c = textHash(stream);
    for (let round = 0; round < WARM_UP_ROUNDS; round++) this.next();
  }

  /** The next integer, 0 to 2^32 - 1, every value equally likely. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /**
   * An integer from 0 to `bound - 1`. Uneven by at most `bound / 2^32`.
   *
   * @param bound integer, 1 to 2^20, so that the product below stays an exact integer
   */
  below(bound: number): number {
    return Math.floor((this.next() * bound) / 0x1_0000_0000);
  }
}

/** FNV-1a over the UTF-16 units of a name. */
function textHash(text: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), FNV_PRIME);
  return hash | 0;
}
