import type { HostConnection, HostTransport } from '../../main/contract/host-transport.ts';
import type {
  PushChannel,
  RequestChannel,
  TerminalPushes,
  TerminalRequests,
} from '../../main/contract/terminal-api.ts';
import type { ViewRequest } from '../../main/contract/view-request.ts';
import { requestPaint, type BeforePaint } from '../shared/animation-frames.ts';
import type { ClientFault } from './client-fault.ts';
import { readFrame, type FrameSection } from './frame-reader.ts';
import { OpenViews, type ViewHandle } from './open-views.ts';

export type { FrameSection } from './frame-reader.ts';
export type { ViewHandle } from './open-views.ts';
export type { ClientFault } from './client-fault.ts';

/** The renderer's whole way to the terminal, the same over either host. */
export type TerminalClient = {
  /**
   * Sections come until the view is closed, also over reconnections. The first may come before this returns to idle.
   * @param onLost the connection has ended: what the sections brought is old until the next one, however soon the terminal
   * itself is to be believed again
   */
  openView<R extends ViewRequest>(
    request: R,
    onSection: (section: FrameSection) => void,
    onLost?: () => void,
  ): ViewHandle<R>;
  /** Rejects with an error that carries a stable `code`. */
  request<C extends RequestChannel>(
    channel: C,
    input: Parameters<TerminalRequests[C]>[0],
  ): ReturnType<TerminalRequests[C]>;
  /** @returns the un-subscribe function */
  onPush<C extends PushChannel>(channel: C, listener: (payload: TerminalPushes[C]) => void): () => void;
  /** Calls at once with the present state, then on each change. @returns the un-subscribe function */
  onConnection(listener: (connection: HostConnection) => void): () => void;
  /** Malformed frames, refused views and the like. @returns the un-subscribe function */
  onFault(listener: (fault: ClientFault) => void): () => void;
  /** Closes all views and subscriptions; the transport itself is the caller's. */
  close(): void;
};

/**
 * Routes frames to views and acknowledges each from an animation frame, so that a hidden window stops asking.
 * @param beforePaint for tests; `requestAnimationFrame` by default
 */
export function createTerminalClient(
  transport: HostTransport,
  beforePaint: BeforePaint = requestPaint,
): TerminalClient {
  const faultListeners = new Set<(fault: ClientFault) => void>();
  const report = (code: string, message: string): void => {
    for (const listener of faultListeners) listener({ code, message });
  };
  const views = new OpenViews(transport, report);
  const credit = new FrameCredit(transport, beforePaint);
  const stops = [
    transport.frames.onFrame((buffer) => {
      const frame = readFrame(buffer);
      credit.received(frame.frameNumber);
      if (frame.type === 'malformed') report('FRAME_MALFORMED', frame.message);
      else for (const addressed of frame.sections) views.deliver(addressed);
    }),
    transport.onConnection((connection) => {
      credit.restart();
      if (connection === 'open') views.connected();
      else views.disconnected();
    }),
    () => credit.restart(),
  ];

  return {
    openView: (request, onSection, onLost = () => {}) => views.open(request, onSection, onLost),
    request: <C extends RequestChannel>(channel: C, input: Parameters<TerminalRequests[C]>[0]) =>
      // The host is typed against the same contract, so its answer has the channel's type.
      transport.request(channel, input) as ReturnType<TerminalRequests[C]>,
    onPush: <C extends PushChannel>(channel: C, listener: (payload: TerminalPushes[C]) => void) =>
      transport.subscribe(channel, (payload) => listener(payload as TerminalPushes[C])),
    onConnection: (listener) => transport.onConnection(listener),
    onFault: (listener) => {
      faultListeners.add(listener);
      return () => faultListeners.delete(listener);
    },
    close: () => {
      for (const stop of stops) stop();
      views.disconnected();
    },
  };
}

/** Acknowledges frames once they are about to be painted. */
class FrameCredit {
  readonly #transport: HostTransport;
  readonly #beforePaint: BeforePaint;
  #unacknowledged: number[] = [];
  #newest = 0;
  #cancel: (() => void) | null = null;

  constructor(transport: HostTransport, beforePaint: BeforePaint) {
    this.#transport = transport;
    this.#beforePaint = beforePaint;
  }

  /** @param frameNumber null for a frame too broken to be read: frames are numbered without holes, so it is the next */
  received(frameNumber: number | null): void {
    this.#newest = frameNumber ?? this.#newest + 1;
    this.#unacknowledged.push(this.#newest);
    this.#cancel ??= this.#beforePaint(() => {
      this.#cancel = null;
      const painted = this.#unacknowledged;
      this.#unacknowledged = [];
      for (const painting of painted) this.#transport.frames.acknowledge(painting);
    });
  }

  /** Forgets what an earlier connection sent. */
  restart(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#unacknowledged = [];
    this.#newest = 0;
  }
}
