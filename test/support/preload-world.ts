import { randomUUID } from 'node:crypto';
import { joinWorlds, type JoinedWorld } from './joined-worlds.ts';
import { textOfValue, valueOfText } from './text-of-value.ts';

export const PRELOAD_WORLD = 'electron-preload';
/** The wire's two ends in the preload's world: a binding of the browser, and a function that the host calls. */
export const TO_HOST = 'tellHost';
export const FROM_HOST = 'hearHost';

/** Over the wire, as text. Ports are named by number; their messages travel as themselves. */
export type ToHost =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'port-message'; readonly port: number; readonly message: unknown }
  | { readonly kind: 'port-closed'; readonly port: number };
export type FromHost =
  | { readonly kind: 'invoked'; readonly id: number; readonly isKept: boolean; readonly value: unknown }
  | {
      readonly kind: 'message';
      readonly channel: string;
      readonly args: readonly unknown[];
      readonly ports: readonly number[];
    }
  | { readonly kind: 'port-message'; readonly port: number; readonly message: unknown }
  | { readonly kind: 'port-closed'; readonly port: number };

/** What `require('electron')` gives in the preload's world. Stands alone, because it runs there. */
function electronStandIn(
  names: { readonly toHost: string; readonly fromHost: string },
  world: JoinedWorld,
  toText: (value: unknown) => string,
  ofText: (text: string) => unknown,
) {
  type Settle = { readonly keep: (value: unknown) => void; readonly break: (reason: unknown) => void };
  type Listener = (event: { ports: MessagePort[] }, ...args: unknown[]) => void;
  const scope = globalThis as unknown as Record<string, (text: string) => void>;
  const listeners = new Map<string, Listener>();
  const invoked = new Map<number, Settle>();
  const ports = new Map<number, MessagePort>();
  let lastId = 0;
  const tell = (message: ToHost): void => scope[names.toHost]?.(toText(message));

  /** A real channel: one end goes to the preload, the other is joined to the wire. */
  const openPort = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port1);
    port1.onmessage = ({ data }: MessageEvent<unknown>) =>
      tell({ kind: 'port-message', port: id, message: data });
    port1.addEventListener('close', () => tell({ kind: 'port-closed', port: id }));
    return port2;
  };
  scope[names.fromHost] = (text) => {
    const heard = ofText(text) as FromHost;
    if (heard.kind === 'message') {
      const event = { ports: heard.ports.map(openPort) };
      listeners.get(heard.channel)?.(event, ...heard.args);
    } else if (heard.kind === 'port-message') ports.get(heard.port)?.postMessage(heard.message);
    else if (heard.kind === 'port-closed') ports.get(heard.port)?.close();
    else {
      const settle = invoked.get(heard.id);
      invoked.delete(heard.id);
      if (heard.isKept) settle?.keep(heard.value);
      else settle?.break(new Error(String(heard.value)));
    }
  };

  return {
    contextBridge: { exposeInMainWorld: world.expose },
    ipcRenderer: {
      on: (channel: string, listener: Listener) => void listeners.set(channel, listener),
      invoke: (channel: string, ...args: unknown[]) =>
        new Promise<unknown>((keep, broken) => {
          const id = (lastId += 1);
          invoked.set(id, { keep, break: broken });
          tell({ kind: 'invoke', id, channel, args });
        }),
    },
  };
}

/**
 * The scripts a new document runs before its own: the page's end of the context bridge in the main world, then the
 * preload bundle, as it was built, in a world of its own with a `require` that knows electron and nothing else.
 */
export function documentScripts(preloadBundle: string): { mainWorld: string; preloadWorld: string } {
  const [toPage, toPreload] = [JSON.stringify(randomUUID()), JSON.stringify(randomUUID())];
  const names = JSON.stringify({ toHost: TO_HOST, fromHost: FROM_HOST });
  return {
    mainWorld: `(${joinWorlds.toString()})(${toPage}, ${toPreload});`,
    preloadWorld: `(() => {
      const world = (${joinWorlds.toString()})(${toPreload}, ${toPage});
      const electron = (${electronStandIn.toString()})(
        ${names}, world, ${textOfValue.toString()}, ${valueOfText.toString()});
      const module = { exports: {} };
      ((require, module, exports) => {
        ${preloadBundle}
      })((name) => {
        if (name === 'electron') return electron;
        throw new Error('module not found: ' + name);
      }, module, module.exports);
    })();`,
  };
}
