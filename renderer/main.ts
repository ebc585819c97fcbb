import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import { mount } from 'svelte';
import { PRELOAD_GLOBAL, type PreloadBridge } from '../main/contract/preload-bridge.ts';
import { TERMINAL_SOCKET_PATH } from '../main/contract/socket-messages.ts';
import type { HostTransport } from '../main/contract/host-transport.ts';
import { createElectronTransport } from './api/electron-transport.ts';
import { createTerminalClient } from './api/terminal-client.ts';
import { createWebTransport } from './api/web-transport.ts';
import { takeWindowToken } from './api/window-token.ts';
import { startPaintingWorker, type WorkerDoor } from './painting/start-worker.ts';
import './shared/tokens.css';
import './shared/base.css';
import { LogState } from './state/log-state.svelte.ts';
import { createTerminalContext } from './state/terminal-context.ts';
import Screen from './workspace/Screen.svelte';

const log = new LogState();
const report = log.add.bind(log);

type Door = { readonly transport: HostTransport; readonly worker: WorkerDoor };

/** The preload puts its bridge on the window in Electron and nowhere else. */
function openDoor(): Door {
  const bridge = (window as unknown as Partial<Record<typeof PRELOAD_GLOBAL, PreloadBridge>>)[PRELOAD_GLOBAL];
  if (bridge !== undefined)
    return {
      transport: createElectronTransport(bridge, window, report),
      worker: { kind: 'bridge', bridge },
    };
  const { protocol, host } = window.location;
  const url = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}${TERMINAL_SOCKET_PATH}`;
  const token = takeWindowToken(window);
  return {
    transport: createWebTransport({ url, token, report }),
    worker: { kind: 'socket', url, token },
  };
}

const target = document.getElementById('screen');
if (target === null) throw new Error('expected #screen in index.html');
const { transport, worker } = openDoor();
const terminal = createTerminalContext(createTerminalClient(transport), log, (events) =>
  startPaintingWorker(worker, events, report),
);
mount(Screen, { target, props: { terminal } });
