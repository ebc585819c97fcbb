import type { ContextBridge, IpcRenderer, IpcRendererEvent } from 'electron';
import { isPushChannel, isRequestChannel } from '../../contract/channel-names.ts';
import {
  FRAME_PORT_MESSAGE,
  IPC_CHANNEL,
  PAINTING_PORT_MESSAGE,
  PRELOAD_GLOBAL,
  type BridgeAnswer,
  type BridgeRefusal,
  type PreloadBridge,
} from '../../contract/preload-bridge.ts';
import type { PushChannel } from '../../contract/terminal-api.ts';

/** What the preload uses of Electron and of its page. */
export type PreloadParts = {
  readonly contextBridge: Pick<ContextBridge, 'exposeInMainWorld'>;
  readonly ipcRenderer: Pick<IpcRenderer, 'invoke'> & {
    on(channel: string, listener: (event: IpcRendererEvent, ...args: unknown[]) => void): unknown;
  };
  readonly page: {
    readonly location: { readonly origin: string };
    postMessage(message: unknown, targetOrigin: string, transfer: Transferable[]): void;
  };
  /** Names this document among all that the window ever loads. */
  readonly documentId: string;
};

/** Puts the bridge on the page's window: named functions only, channels checked against the contract. */
export function exposeBridge({ contextBridge, ipcRenderer, page, documentId }: PreloadParts): void {
  const listeners = new Map<PushChannel, Set<(payload: unknown) => void>>();
  ipcRenderer.on(IPC_CHANNEL.push, (_event, channel, payload) => {
    if (!isPushChannel(channel)) return;
    for (const listener of listeners.get(channel) ?? []) tell(listener, payload);
  });
  const passOn = (channel: string, name: string): void => {
    ipcRenderer.on(channel, (event, forDocument) => {
      // A port that was on its way when the page was reloaded belongs to the page before.
      if (forDocument !== documentId) return;
      // Ports do not cross the context bridge; a message to the page's own window is their way.
      page.postMessage(name, page.location.origin, event.ports);
    });
  };
  passOn(IPC_CHANNEL.framePort, FRAME_PORT_MESSAGE);
  passOn(IPC_CHANNEL.paintingPort, PAINTING_PORT_MESSAGE);

  const bridge: PreloadBridge = {
    request: async (channel, input) => {
      if (!isRequestChannel(channel)) refuse(unknownChannel(channel));
      return resultOf(await ipcRenderer.invoke(IPC_CHANNEL.request, documentId, channel, input));
    },
    subscribe: (channel, listener) => {
      if (!isPushChannel(channel)) throw new Error(unknownChannel(channel).message);
      const subscribed = listeners.get(channel) ?? new Set();
      listeners.set(channel, subscribed);
      // Each subscription is one entry, even of a function that is subscribed already.
      const entry = (payload: unknown): void => listener(payload);
      subscribed.add(entry);
      return () => void subscribed.delete(entry);
    },
    requestFramePort: async () => {
      resultOf(await ipcRenderer.invoke(IPC_CHANNEL.framePort, documentId));
    },
    requestPaintingPort: async () => {
      resultOf(await ipcRenderer.invoke(IPC_CHANNEL.paintingPort, documentId));
    },
  };
  contextBridge.exposeInMainWorld(PRELOAD_GLOBAL, bridge);
}

/** One listener's fault must not keep the push from the others. */
function tell(listener: (payload: unknown) => void, payload: unknown): void {
  try {
    listener(payload);
  } catch (error) {
    console.error(error);
  }
}

/** `answer` is the host's own, so its shape is taken on trust. */
function resultOf(answer: unknown): unknown {
  const answered = answer as BridgeAnswer;
  if (answered.kind === 'answer') return answered.result;
  return refuse({ code: answered.code, message: answered.message });
}

function refuse(refusal: BridgeRefusal): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- the context bridge drops the code of an Error
  throw refusal;
}

function unknownChannel(channel: unknown): BridgeRefusal {
  return {
    code: 'TERMINAL_UNKNOWN_CHANNEL',
    message: `expected a channel of the contract, received ${String(channel)}`,
  };
}
