import type { PushChannel, RequestChannel } from './terminal-api.ts';

/** `denied`: the host refused this window (wrong or missing token); trying again will not help. */
export type HostConnection = 'connecting' | 'open' | 'closed' | 'denied';

/** What a host supplies to the renderer; everything else is built on it and does not know which host it is. */
export type HostTransport = {
  /** One call, one answer. Rejects with a {@link TerminalError} carrying a stable code, and when the host goes away. */
  request(channel: RequestChannel, input: unknown): Promise<unknown>;
  /** @returns the un-subscribe function */
  subscribe(channel: PushChannel, listener: (payload: unknown) => void): () => void;
  /** Calls at once with the present state, then on each change. @returns the un-subscribe function */
  onConnection(listener: (connection: HostConnection) => void): () => void;
  readonly frames: FrameChannel;
};

/** View frames: at most {@link MAX_FRAMES_IN_FLIGHT} without an acknowledgement, which the renderer gives from an animation frame. */
export type FrameChannel = {
  /** The frame belongs to the listener. @returns the un-subscribe function */
  onFrame(listener: (frame: ArrayBuffer) => void): () => void;
  acknowledge(frameNumber: number): void;
};

export const MAX_FRAMES_IN_FLIGHT = 2;
/** Largest frame in bytes; what does not fit waits for the next one. */
export const MAX_FRAME_BYTES = 65_536;
