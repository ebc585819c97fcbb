import { CompressedMessage } from './compressed-message.ts';
import { FIRST_BYTE, headBytes, LENGTH_16, payloadBytes } from './frame-head.ts';
import type { Inflater } from './inflater.ts';
import { EMPTY_FIRST_FRAGMENT, REFUSED_BY_WS } from './refused-by-ws.ts';
import { SplitFrame } from './split-frame.ts';
import { TextCheck } from './text-check.ts';

/** Where frames go. */
export type FrameSink = {
  /** One whole message that is right in every respect, only valid during the call. */
  deliver(bytes: Uint8Array, start: number, end: number, isBinary: boolean): void;
  /**
   * What `ws` is to judge; the sink copies what it keeps.
   *
   * @returns whether a message, ping or pong came out of it in the same call
   */
  handOn(bytes: Uint8Array, start: number, end: number): boolean;
  /** Asked every few kilobytes: whether the rest had better wait for the next turn of the event loop. */
  isOverdue(): boolean;
};

export type FrameLimits = {
  /** Bytes of a message, as sent and inflated. */
  readonly maxPayload: number;
  readonly maxFragments: number;
};

/** Results of {@link FrameReader} about a frame, beside its size; a negative one is how many bytes are needed to say. */
const NOT_OURS = 0;
/** Bytes of messages between two looks at the clock. */
const BYTES_PER_LOOK = 4_096;

/**
 * Reads the frames a WebSocket server sends (RFC 6455, RFC 7692) in front of `ws`: whole data messages that are right are
 * delivered without copying, and everything else is handed on, in order and byte for byte. Pings, pongs and the fragments
 * of a message go to `ws` one by one as long as it lets them through; at the first thing that it refuses, or that must
 * end the connection, the reader {@link isOver}, and all bytes from there on belong to `ws`.
 */
export class FrameReader {
  /** In the bytes last walked: where what was not taken begins. */
  position = 0;
  readonly #sink: FrameSink;
  readonly #limits: FrameLimits;
  readonly #compressed: CompressedMessage | null;
  readonly #split = new SplitFrame();
  readonly #text = new TextCheck();
  #isOver = false;
  /** Who gathers the message whose fragments are coming: `ws`, or the inflater. */
  #fragments: 'none' | 'by-ws' | 'by-inflater' = 'none';
  /** Of their payloads so far. */
  #fragmentBytes = 0;
  #bytesUntilLook = BYTES_PER_LOOK;

  /** @param inflater where permessage-deflate was agreed on: then every compressed message is inflated here */
  constructor(sink: FrameSink, limits: FrameLimits, inflater: Inflater | null) {
    this.#sink = sink;
    this.#limits = limits;
    this.#compressed =
      inflater === null ? null : new CompressedMessage(inflater, this.#text, limits.maxFragments);
  }

  /** Whether all that was not taken, and all that comes, belongs to `ws`. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes no further frame, also of the bytes being walked. */
  stop(): void {
    this.#isOver = true;
  }

  /** Takes frames from `start` on until `end`, until the reader is over, or until the rest is overdue: {@link position}. */
  walk(bytes: Uint8Array, start: number, end: number): void {
    this.position = start;
    while (!this.#isOver && this.position < end) {
      if (this.#split.length > 0) this.#walkSplit(bytes, end);
      else this.#walkWhole(bytes, end);
      if (this.#bytesUntilLook > 0) continue;
      this.#bytesUntilLook = BYTES_PER_LOOK;
      if (this.#sink.isOverdue()) return;
    }
  }

  #walkWhole(bytes: Uint8Array, end: number): void {
    while (!this.#isOver && this.position < end && this.#bytesUntilLook > 0) {
      const at = this.position;
      const size = this.#sizeOf(bytes, at, end);
      if (size === NOT_OURS) return this.#giveUp(bytes, at, end);
      if (size < 0 || at + size > end) {
        this.position = this.#split.gather(bytes, at, end, Math.max(size, end - at));
        return;
      }
      // Before it is delivered, so that a callback that throws does not get it twice.
      this.position = at + size;
      this.#bytesUntilLook -= size;
      if (this.#take(bytes, at, size)) continue;
      this.position = at;
      this.#isOver = true;
    }
  }

  #walkSplit(bytes: Uint8Array, end: number): void {
    const split = this.#split;
    for (;;) {
      const size = this.#sizeOf(split.bytes, 0, split.length);
      if (size === NOT_OURS) {
        this.#giveUp(split.bytes, 0, split.length);
        this.#sink.handOn(split.bytes, 0, split.length);
        return split.clear();
      }
      if (split.length === size) break;
      if (this.position === end) return;
      this.position = split.gather(bytes, this.position, end, Math.abs(size));
    }
    this.#takeSplit();
  }

  #takeSplit(): void {
    const { bytes, length } = this.#split;
    this.#split.clear();
    this.#bytesUntilLook -= length;
    if (this.#take(bytes, 0, length)) return;
    this.#isOver = true;
    this.#sink.handOn(bytes, 0, length);
  }

  /** The size of the frame at `at`, {@link NOT_OURS}, or minus the bytes needed to say. */
  #sizeOf(bytes: Uint8Array, at: number, end: number): number {
    if (end - at < 2) return -2;
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    if (!this.#isExpected(first, second)) return NOT_OURS;
    if (second < LENGTH_16) return this.#fits(first, second) ? 2 + second : NOT_OURS;
    const head = headBytes(second);
    if (end - at < head) return -head;
    const payload = payloadBytes(bytes, at);
    return this.#fits(first, payload) ? head + payload : NOT_OURS;
  }

  /** Whether the reader takes frames of this kind here, or may hand them on and go on. */
  #isExpected(first: number, second: number): boolean {
    if (second > 127) return false; // masked
    switch (first) {
      case FIRST_BYTE.text:
      case FIRST_BYTE.binary:
      case FIRST_BYTE.textStart:
      case FIRST_BYTE.binaryStart:
        return this.#fragments === 'none';
      case FIRST_BYTE.compressedText:
      case FIRST_BYTE.compressedBinary:
      case FIRST_BYTE.compressedTextStart:
      case FIRST_BYTE.compressedBinaryStart:
        return this.#fragments === 'none' && this.#compressed !== null;
      case FIRST_BYTE.middle:
      case FIRST_BYTE.last:
        return this.#fragments !== 'none';
      case FIRST_BYTE.ping:
      case FIRST_BYTE.pong:
        return second < LENGTH_16;
      default:
        return false;
    }
  }

  #fits(first: number, payload: number): boolean {
    const isControl = (first & 0x08) !== 0;
    return isControl || payload === 0 || payload + this.#fragmentBytes <= this.#limits.maxPayload;
  }

  /**
   * The frame at hand ends the connection, or is its close: all belongs to `ws` from here on. Of a message that is being
   * inflated it has seen nothing, so it is made to stand where it would.
   */
  #giveUp(bytes: Uint8Array, at: number, end: number): void {
    this.#isOver = true;
    if (this.#fragments !== 'by-inflater') return;
    const isJustTooLarge = end - at >= 2 && this.#isExpected(bytes[at] ?? 0, bytes[at + 1] ?? 0);
    this.#refuse(isJustTooLarge ? REFUSED_BY_WS.tooLarge : EMPTY_FIRST_FRAGMENT);
  }

  #refuse(bytes: Uint8Array): void {
    this.#isOver = true;
    this.#sink.handOn(bytes, 0, bytes.length);
  }

  /** @returns false where the frame belongs to `ws`, and so does all after it */
  #take(bytes: Uint8Array, at: number, size: number): boolean {
    const first = bytes[at] ?? 0;
    const start = at + headBytes(bytes[at + 1] ?? 0);
    const end = at + size;
    switch (first) {
      case FIRST_BYTE.text:
        if (!this.#text.isText(bytes, start, end)) return false;
        this.#sink.deliver(bytes, start, end, false);
        return true;
      case FIRST_BYTE.binary:
        this.#sink.deliver(bytes, start, end, true);
        return true;
      case FIRST_BYTE.ping:
      case FIRST_BYTE.pong:
        this.#isOver = !this.#sink.handOn(bytes, at, end) || this.#isOver;
        return true;
      case FIRST_BYTE.textStart:
      case FIRST_BYTE.binaryStart:
      case FIRST_BYTE.middle:
      case FIRST_BYTE.last:
        this.#takeFragment(first, bytes, at, start, end);
        return true;
      default:
        this.#compressed?.begin(first);
        this.#inflate(bytes, start, end, (first & FIRST_BYTE.last) !== 0);
        return true;
    }
  }

  #takeFragment(first: number, bytes: Uint8Array, at: number, start: number, end: number): void {
    const isLast = first === FIRST_BYTE.last;
    if (this.#fragments === 'by-inflater') return this.#inflate(bytes, start, end, isLast);
    this.#goesOn('by-ws', end - start, isLast);
    const isThrough = this.#sink.handOn(bytes, at, end);
    if (isLast && !isThrough) this.#isOver = true;
  }

  #inflate(bytes: Uint8Array, start: number, end: number, isLast: boolean): void {
    const message = this.#compressed;
    if (message === null) return;
    this.#goesOn('by-inflater', end - start, isLast);
    const refused = message.add(bytes, start, end, isLast);
    if (refused !== null) return this.#refuse(refused);
    if (!isLast) return;
    this.#bytesUntilLook -= message.length;
    this.#sink.deliver(message.bytes, 0, message.length, message.isBinary);
  }

  #goesOn(gatheredBy: 'by-ws' | 'by-inflater', payload: number, isLast: boolean): void {
    this.#fragments = isLast ? 'none' : gatheredBy;
    this.#fragmentBytes = isLast ? 0 : this.#fragmentBytes + payload;
  }
}
