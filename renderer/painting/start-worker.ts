import { PAINTING_PORT_MESSAGE, type PreloadBridge } from '../../main/contract/preload-bridge.ts';
import { WORKER_POLICY } from '../../main/contract/content-security-policy.ts';
import { receivePort, refusalText } from '../api/electron-transport.ts';
import { errorCode, errorText, type ClientFault } from '../api/client-fault.ts';
import workerUrl from './painting-worker.ts?worker&url';
import { WorkerLink, type PaintingWorker, type WorkerLinkEvents } from './worker-link.ts';

/** What a page hands its worker to reach the terminal with. */
export type WorkerDoor =
  | { readonly kind: 'socket'; readonly url: string; readonly token: string }
  | { readonly kind: 'bridge'; readonly bridge: PreloadBridge };

/** Starts the painting worker and connects it. @returns null where there can be none */
export function startPaintingWorker(
  door: WorkerDoor,
  events: WorkerLinkEvents,
  report: (fault: ClientFault) => void,
): WorkerLink | null {
  // Without a token the host takes neither window nor worker.
  const isDenied = door.kind === 'socket' && door.token === '';
  if (isDenied || typeof Worker === 'undefined' || typeof OffscreenCanvas === 'undefined') return null;
  let worker: PaintingWorker;
  try {
    worker = new Worker(trusted(workerUrl), { type: 'module', name: 'painting' });
  } catch (error) {
    report({ code: 'PAINTER_FAILED', message: `no painting worker, the page paints: ${errorText(error)}` });
    return null;
  }
  const link = new WorkerLink(worker, events);
  if (door.kind === 'socket') link.post({ kind: 'connect', door });
  else connectByBridge(link, door.bridge);
  return link;
}

function connectByBridge(link: WorkerLink, bridge: PreloadBridge): void {
  link.post({ kind: 'connect', door: { kind: 'port' } });
  receivePort(window, PAINTING_PORT_MESSAGE, (port) => link.post({ kind: 'port' }, [port]));
  bridge
    .requestPaintingPort()
    .catch((error: unknown) => link.giveUp(errorCode(error), `no port for it, ${refusalText(error)}`));
}

/** The policy knows one address: that of the worker that came with the build. */
function trusted(url: string): string {
  const factory = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (factory === undefined) return url;
  const policy = factory.createPolicy(WORKER_POLICY, {
    createScriptURL: (asked) => {
      if (asked !== url) throw new TypeError(`expected the painting worker, received ${asked}`);
      return asked;
    },
  });
  // What the policy makes stands for the text wherever the browser asks for a script's address.
  return policy.createScriptURL(url) as string;
}

type TrustedTypes = {
  createPolicy(
    name: string,
    rules: { createScriptURL: (asked: string) => string },
  ): { createScriptURL(asked: string): unknown };
};
