import { FIRST_BYTE } from './frame-head.ts';
import type { Inflater } from './inflater.ts';
import { REFUSED_BY_WS, tooManyFragments } from './refused-by-ws.ts';
import type { TextCheck } from './text-check.ts';

/** One compressed message at a time, in one frame or in fragments, inflated as they come. */
export class CompressedMessage {
  isBinary = false;
  readonly #inflater: Inflater;
  readonly #text: TextCheck;
  readonly #maxFragments: number;
  #fragments = 0;

  constructor(inflater: Inflater, text: TextCheck, maxFragments: number) {
    this.#inflater = inflater;
    this.#text = text;
    this.#maxFragments = maxFragments;
  }

  /** Holds the message, from 0 to {@link length}, until the next one begins. */
  get bytes(): Uint8Array {
    return this.#inflater.output;
  }

  get length(): number {
    return this.#inflater.length;
  }

  /** @param first byte of its first frame */
  begin(first: number): void {
    this.isBinary = first === FIRST_BYTE.compressedBinary || first === FIRST_BYTE.compressedBinaryStart;
    this.#fragments = 0;
    this.#inflater.begin();
  }

  /**
   * @param isLast whether the message is whole with this payload
   * @returns null where all is well, or what `ws` must be given, to end the connection for the same reason
   */
  add(bytes: Uint8Array, start: number, end: number, isLast: boolean): Uint8Array | null {
    this.#fragments += 1;
    if (this.#fragments > this.#maxFragments) return tooManyFragments(this.#maxFragments);
    let outcome = this.#inflater.add(bytes, start, end);
    if (outcome === 'taken' && isLast) outcome = this.#inflater.end();
    if (outcome === 'bad') return REFUSED_BY_WS.badDeflate;
    if (outcome === 'too-large') return REFUSED_BY_WS.tooLarge;
    const isText = this.isBinary || !isLast || this.#text.isText(this.bytes, 0, this.length);
    return isText ? null : REFUSED_BY_WS.badText;
  }
}
