import type { FrameLimits, FrameSink } from './frame-reader.ts';
import { FrameReader } from './frame-reader.ts';
import { HandshakeEnd } from './handshake-end.ts';
import type { Inflater } from './inflater.ts';
import type { ReadPacer } from './read-pacer.ts';

/** Who takes the messages of a connection from its bytes: the frame reader, or `ws` alone. */
export type ReceivePathName = 'quick' | 'ws';

export type ReceiveEvents = {
  onReadStart(): void;
  onFrame(bytes: Uint8Array, start: number, end: number, isBinary: boolean): void;
  onReadEnd(): void;
};

export type ReceivePathOptions = {
  readonly events: ReceiveEvents;
  /** Gives a copy of these bytes to those who listen to the socket: Node's HTTP client, then `ws`. */
  readonly handOn: (bytes: Uint8Array) => void;
  readonly pacer: Pick<ReadPacer, 'readStarts' | 'isOverdue' | 'readEnds'>;
  readonly limits: FrameLimits;
};

/** Bytes kept while the event loop has its turn: a read or two. More is taken at once, late rather than never. */
const MAX_LEFT_BYTES = 262_144;

/**
 * What a socket's bytes go through: first to the HTTP client, to the end of the answer to the upgrade; then to the frame
 * reader; and to `ws` where the reader hands them on, and all of them once it is over.
 */
export class ReceivePath implements FrameSink {
  readonly #options: ReceivePathOptions;
  readonly #handshake = new HandshakeEnd();
  #phase: 'handshake' | 'frames' | 'ws' | 'stopped' = 'handshake';
  #reader: FrameReader | null = null;
  /** Read, and not taken yet. */
  #left: Uint8Array = EMPTY;
  #hasRead = false;
  #isReading = false;
  #isTakingAll = false;
  /** Messages, pings and pongs that came out of `ws`. */
  #through = 0;

  constructor(options: ReceivePathOptions) {
    this.#options = options;
  }

  /** Whether bytes came this way at all: whoever opens the socket may know of no `onread`. */
  get hasRead(): boolean {
    return this.#hasRead;
  }

  /** The connection stands, and from here on come frames. */
  open(by: ReceivePathName, inflater: Inflater | null): void {
    this.#phase = by === 'ws' ? 'ws' : 'frames';
    if (by === 'quick') this.#reader = new FrameReader(this, this.#options.limits, inflater);
  }

  /** The first `count` bytes as they come from the socket; only read during the call. */
  accept(bytes: Uint8Array, count: number): void {
    this.#hasRead = true;
    let at = 0;
    while (this.#phase === 'handshake' && at < count) {
      const next = this.#handshake.find(bytes, at, count);
      this.handOn(bytes, at, next);
      at = next;
    }
    if (at === count || this.#phase === 'stopped') return;
    if (this.#left.length === 0) this.#take(bytes, at, count);
    else this.#leave(bytes, at, count);
  }

  /** Goes on with what was left for the next turn of the event loop. */
  takeLeft(): void {
    const left = this.#left;
    this.#left = EMPTY;
    if (left.length > 0) this.#take(left, 0, left.length);
  }

  /** The socket has ended or broken: what came before is taken now, so that it comes before the close. */
  takeAll(): void {
    this.#isTakingAll = true;
    while (this.#left.length > 0) this.takeLeft();
  }

  /** Nothing is delivered any more, neither what came nor what comes. */
  stop(): void {
    this.#phase = 'stopped';
    this.#left = EMPTY;
    this.#reader?.stop();
  }

  /** A message came out of `ws`. */
  acceptFromWs(bytes: Uint8Array, isBinary: boolean): void {
    this.#through += 1;
    if (this.#phase === 'stopped') return;
    if (this.#isReading) return this.deliver(bytes, 0, bytes.length, isBinary);
    this.#begins();
    try {
      this.deliver(bytes, 0, bytes.length, isBinary);
    } finally {
      this.#ends();
    }
  }

  /** A ping or pong came out of `ws`. */
  controlFromWs(): void {
    this.#through += 1;
  }

  deliver(bytes: Uint8Array, start: number, end: number, isBinary: boolean): void {
    this.#options.events.onFrame(bytes, start, end, isBinary);
  }

  handOn(bytes: Uint8Array, start: number, end: number): boolean {
    const before = this.#through;
    if (end > start) this.#options.handOn(bytes.subarray(start, end));
    return this.#through > before;
  }

  isOverdue(): boolean {
    return !this.#isTakingAll && this.#options.pacer.isOverdue();
  }

  #take(bytes: Uint8Array, start: number, end: number): void {
    this.#begins();
    let position = end;
    try {
      position = this.#walk(bytes, start, end);
    } catch (error) {
      // A callback threw, and the process decides what becomes of it. Should it live on, nothing is missing.
      position = this.#reader?.position ?? end;
      throw error;
    } finally {
      if (this.#phase !== 'stopped' && position < end)
        this.#left = new Uint8Array(bytes.subarray(position, end));
      this.#ends();
    }
  }

  /** @returns up to where the bytes are taken */
  #walk(bytes: Uint8Array, start: number, end: number): number {
    const reader = this.#reader;
    if (reader !== null && this.#phase === 'frames') {
      reader.walk(bytes, start, end);
      if (!reader.isOver) return reader.position;
      start = reader.position;
      this.#becomeWs();
    }
    if (this.#phase === 'ws') this.handOn(bytes, start, end);
    return end;
  }

  /** Unless a callback has stopped the path meanwhile. */
  #becomeWs(): void {
    if (this.#phase === 'frames') this.#phase = 'ws';
  }

  /** The layer below had more in store when it was told to stop, as TLS has: it waits behind what waits. */
  #leave(bytes: Uint8Array, start: number, end: number): void {
    const left = new Uint8Array(this.#left.length + end - start);
    left.set(this.#left);
    left.set(bytes.subarray(start, end), this.#left.length);
    this.#left = left;
    if (left.length <= MAX_LEFT_BYTES) return;
    this.takeAll();
    this.#isTakingAll = false;
  }

  #begins(): void {
    this.#isReading = true;
    this.#options.pacer.readStarts();
    this.#options.events.onReadStart();
  }

  #ends(): void {
    this.#isReading = false;
    this.#options.events.onReadEnd();
    this.#options.pacer.readEnds(this.#left.length > 0);
  }
}

const EMPTY = new Uint8Array(0);
