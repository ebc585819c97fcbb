import type { TerminalErrorCode } from './terminal-error.ts';

/**
 * What the preload puts on the page's `window` as {@link PRELOAD_GLOBAL}; absent in a browser. Named functions only:
 * the page never sees an Electron object or an event.
 */
export type PreloadBridge = {
  /**
   * One call, one answer. A refusal rejects with a plain {@link BridgeRefusal}, not an Error: the context bridge keeps
   * nothing of an Error but its message.
   */
  request(channel: string, input: unknown): Promise<unknown>;
  /** Throws for a channel the contract does not name. @returns the un-subscribe function */
  subscribe(channel: string, listener: (payload: unknown) => void): () => void;
  /**
   * Asks for the frame port, once a page. It arrives as a `message` event of the window with `data` equal to
   * {@link FRAME_PORT_MESSAGE}, `source === window` and one port. The port carries a Float64Array a frame toward the
   * page and a {@link FrameAcknowledgement} back. Rejects with a {@link BridgeRefusal} when the host gives no port.
   */
  requestFramePort(): Promise<void>;
  /**
   * Asks for the port of the page's painting worker, once a page. It arrives as the frame port does, by the name
   * {@link PAINTING_PORT_MESSAGE}, and is a window of the terminal of its own: it carries a WindowMessage a value toward
   * the host (socket-messages.ts) and toward the page a HostMessage or, for a frame, a Float64Array.
   */
  requestPaintingPort(): Promise<void>;
};

/** Host channels behind the bridge answer with a value, because ipcMain loses the code of a thrown error. */
export type BridgeRefusal = { readonly code: TerminalErrorCode; readonly message: string };
export type BridgeAnswer =
  { readonly kind: 'answer'; readonly result: unknown } | ({ readonly kind: 'refusal' } & BridgeRefusal);

/** Page to host over the frame port. */
export type FrameAcknowledgement = { readonly acknowledge: number };

export const PRELOAD_GLOBAL = 'touchline';
export const FRAME_PORT_MESSAGE = 'touchline-frame-port';
export const PAINTING_PORT_MESSAGE = 'touchline-painting-port';

/** Names on Electron's IPC; the contract's own channel travels as the first argument. */
export const IPC_CHANNEL = {
  request: 'touchline:request',
  push: 'touchline:push',
  framePort: 'touchline:frame-port',
  paintingPort: 'touchline:painting-port',
} as const;
