import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { isBinaryCodec } from '../../main/wire/codec.ts';
import type { Connection, ConnectionFacts } from './connection.ts';
import type { EncodedFrame } from './shared-message.ts';
import { FrameMemo } from './websocket-frame.ts';
import type { WriteBatch } from './write-batch.ts';

/** Frames of one connection are put together for one write here; what is larger goes out frame by frame. */
const SCRATCH_BYTES = 65_536;

/** What all connections of one edge share. */
export class SharedWriting {
  readonly frames = new FrameMemo();
  readonly batch: WriteBatch;
  #scratch = Buffer.allocUnsafe(SCRATCH_BYTES);

  constructor(batch: WriteBatch) {
    this.batch = batch;
  }

  /**
   * Several frames in one write and, where the system takes them at once, with no memory of their own. Where something
   * waits already they wait as they are, shared with all other connections.
   */
  write(socket: Socket, frames: readonly Uint8Array[], bytes: number): void {
    if (bytes > SCRATCH_BYTES || frames.length === 1 || socket.writableLength > 0) {
      socket.cork();
      for (const frame of frames) socket.write(frame);
      socket.uncork();
      return;
    }
    let end = 0;
    for (const frame of frames) {
      this.#scratch.set(frame, end);
      end += frame.length;
    }
    socket.write(this.#scratch.subarray(0, end));
    // Anything left unsent lies in these very bytes: they belong to the socket now.
    if (socket.writableLength > 0) this.#scratch = Buffer.allocUnsafe(SCRATCH_BYTES);
  }
}

/**
 * One client's WebSocket as the venue sees it. Without compression its messages go past `ws` straight to the socket as
 * whole frames made once for everybody; `ws` counts what waits by the socket itself, and its pings and closes are whole
 * frames too, so neither can tear the other. With compression each message goes through `ws`.
 */
export class ClientSocket implements Connection {
  readonly facts: ConnectionFacts;
  readonly #peer: WebSocket;
  readonly #socket: Socket;
  readonly #writing: SharedWriting;
  readonly #isCompressed: boolean;
  /** Whole frames; bare messages where `ws` has to compress them. */
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #isFrozen = false;
  #isHeld = false;
  #isClosed = false;
  /** Pings sent since the last sign of life. */
  unanswered = 0;

  constructor(options: { facts: ConnectionFacts; peer: WebSocket; socket: Socket; writing: SharedWriting }) {
    this.facts = options.facts;
    this.#peer = options.peer;
    this.#socket = options.socket;
    this.#writing = options.writing;
    this.#isCompressed = options.peer.extensions !== '';
    options.peer.on('pong', () => (this.unanswered = 0));
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** False once either side has begun to close. */
  get isOpen(): boolean {
    return !this.#isClosed && this.#peer.readyState === this.#peer.OPEN;
  }

  send(frame: EncodedFrame): void {
    if (!this.isOpen) return;
    const { batch, frames } = this.#writing;
    const framed = this.#isCompressed ? Buffer.from(frame) : frames.framed(frame);
    this.#pendingBytes += framed.length;
    if (this.#pending.push(framed) === 1 && batch.isOpen) batch.add(this);
    if (!batch.isOpen) this.flush();
  }

  /** Writes what the batch gathered; a frozen connection keeps it. */
  flush(): void {
    if (this.#isFrozen || this.#pending.length === 0) return;
    const frames = this.#pending;
    const bytes = this.#pendingBytes;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (this.#peer.readyState !== this.#peer.OPEN) return;
    const binary = isBinaryCodec(this.facts.codec);
    if (this.#isCompressed) for (const message of frames) this.#peer.send(message, { binary });
    else this.#writing.write(this.#socket, frames, bytes);
  }

  bufferedBytes(): number {
    return this.#pendingBytes + this.#peer.bufferedAmount;
  }

  /** What waits goes first. A frozen connection says nothing and is cut when it thaws. */
  close(code: number, reason: string): void {
    this.flush();
    this.#isClosed = true;
    this.unanswered = 0;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (!this.#isFrozen) this.#peer.close(code, reason);
  }

  cut(): void {
    this.#isClosed = true;
    this.#peer.terminate();
  }

  /** Reads no more until {@link readOn}; false when it is so already. What has come in one piece is still delivered. */
  hold(): boolean {
    if (this.#isHeld || this.#isFrozen) return false;
    this.#isHeld = true;
    this.#peer.pause();
    return true;
  }

  readOn(): void {
    this.#isHeld = false;
    if (!this.#isFrozen) this.#peer.resume();
  }

  freeze(isFrozen: boolean): void {
    if (isFrozen === this.#isFrozen) return;
    this.#isFrozen = isFrozen;
    if (isFrozen) return this.#peer.pause();
    this.unanswered = 0;
    this.#peer.resume();
    if (this.#isClosed) this.cut();
    else this.flush();
  }

  sendHalf(frame: EncodedFrame): void {
    if (!this.isOpen) return;
    this.flush();
    const framed = this.#writing.frames.framed(frame);
    this.#isClosed = true;
    this.#socket.write(framed.subarray(0, Math.ceil(framed.length / 2)), () => this.#peer.terminate());
  }

  /** Asks whether the other end is there. */
  ping(): void {
    this.unanswered += 1;
    if (this.#peer.readyState === this.#peer.OPEN) this.#peer.ping();
  }
}
