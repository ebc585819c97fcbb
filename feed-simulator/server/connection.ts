import type { CodecName } from '../../main/wire/codec.ts';
import type { EncodedFrame, SharedMessage } from './shared-message.ts';

export type Transport = 'websocket' | 'event-stream' | 'polling';

/** Who is connected how; what faults, logs and the status page choose by. */
export type ConnectionFacts = {
  /** Counts the connections of this run of the simulator, from 1. */
  readonly number: number;
  readonly transport: Transport;
  readonly codec: CodecName;
  /** Of the other end, without port. */
  readonly address: string;
};

/** The way to one client, as an edge supplies it. */
export type Connection = {
  readonly facts: ConnectionFacts;
  /** Never blocks; what the client does not take waits in the connection. */
  send(frame: EncodedFrame): void;
  /** Bytes handed over and not yet taken by the operating system. */
  bufferedBytes(): number;
  /** Says good-bye: the closing handshake where the transport has one. */
  close(code: number, reason: string): void;
  /** Ends the connection with no word, as a cut cable does. */
  cut(): void;
  /** True: neither reads, writes nor answers pings until false, and stays open. For faults. */
  freeze(isFrozen: boolean): void;
  /** Begins a frame, sends half of it, and cuts. For faults. */
  sendHalf(frame: EncodedFrame): void;
};

/** Stands between the venue and a connection; passes each message on at once, later, changed, or not at all. */
export type OutgoingGate = {
  /** @param deliver sends a frame on this connection now; may be called later, and never after `close` */
  pass(message: SharedMessage, deliver: (frame: EncodedFrame) => void): void;
  /** The connection is gone. */
  close(): void;
};
