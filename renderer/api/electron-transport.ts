import type { HostConnection, HostTransport } from '../../main/contract/host-transport.ts';
import {
  FRAME_PORT_MESSAGE,
  type FrameAcknowledgement,
  type PreloadBridge,
} from '../../main/contract/preload-bridge.ts';
import { TerminalError } from '../../main/contract/terminal-error.ts';
import { errorCode, errorText, type ClientFault } from './client-fault.ts';
import { refusalCode } from './host-message.ts';
import { Listeners, Observed } from './listeners.ts';

/** What the transport listens to for the frame port: the page's own window. */
export type PortWindow = Pick<Window, 'addEventListener' | 'removeEventListener'>;

/** The contract over the preload's bridge, and frames over the message port it hands to the page. */
export function createElectronTransport(
  bridge: PreloadBridge,
  page: PortWindow,
  report: (fault: ClientFault) => void,
): HostTransport {
  const connection = new Observed<HostConnection>('connecting');
  const frames = new Listeners<ArrayBuffer>();
  let port: MessagePort | null = null;

  receivePort(page, FRAME_PORT_MESSAGE, (received) => {
    port = received;
    received.onmessage = (event: MessageEvent<unknown>) => {
      const frame = bufferOf(event.data);
      if (frame === null)
        report({ code: 'HOST_UNREADABLE', message: 'expected a frame over the frame port' });
      else frames.call(frame);
    };
    received.addEventListener('close', () => connection.set('closed'));
    received.start();
    connection.set('open');
  });
  bridge.requestFramePort().catch((error: unknown) => {
    report({ code: errorCode(error), message: refusalText(error) });
    connection.set(errorCode(error) === 'TERMINAL_UNTRUSTED_SENDER' ? 'denied' : 'closed');
  });

  return {
    request: (channel, input) =>
      bridge.request(channel, input).catch((error: unknown) => {
        throw new TerminalError(refusalCode(errorCode(error)), refusalText(error));
      }),
    subscribe: (channel, listener) => bridge.subscribe(channel, listener),
    onConnection: (listener) => connection.observe(listener),
    frames: {
      onFrame: (listener) => frames.add(listener),
      acknowledge: (frameNumber) =>
        port?.postMessage({ acknowledge: frameNumber } satisfies FrameAcknowledgement),
    },
  };
}

/**
 * Takes the first port by that name that the page's own window posts to itself; a frame or an opener could post another.
 */
export function receivePort(page: PortWindow, name: string, receive: (port: MessagePort) => void): void {
  const onMessage = (event: MessageEvent<unknown>): void => {
    const [port] = event.ports;
    if (event.source !== page || event.data !== name || port === undefined) return;
    page.removeEventListener('message', onMessage);
    receive(port);
  };
  page.addEventListener('message', onMessage);
}

/** @returns the bytes of a frame, null for what is none */
export function bufferOf(posted: unknown): ArrayBuffer | null {
  if (posted instanceof ArrayBuffer) return posted;
  if (!(posted instanceof Float64Array) || !(posted.buffer instanceof ArrayBuffer)) return null;
  return posted.byteLength === posted.buffer.byteLength ? posted.buffer : posted.slice().buffer;
}

/** A refusal crosses the bridge as a plain record. */
export function refusalText(error: unknown): string {
  const isRecord = typeof error === 'object' && error !== null && 'message' in error;
  return isRecord ? String(error.message) : errorText(error);
}
