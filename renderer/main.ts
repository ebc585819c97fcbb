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
import './shared/tokens.css';
import './shared/base.css';
import { LogState } from './state/log-state.svelte.ts';
import { createTerminalContext } from './state/terminal-context.ts';
import Screen from './workspace/Screen.svelte';

const log = new LogState();

/** The preload puts its bridge on the window in Electron and nowhere else. */
function openTransport(): HostTransport {
  const bridge = (window as unknown as Partial<Record<typeof PRELOAD_GLOBAL, PreloadBridge>>)[PRELOAD_GLOBAL];
  const report = log.add.bind(log);
  if (bridge !== undefined) return createElectronTransport(bridge, window, report);
  const { protocol, host } = window.location;
  const url = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}${TERMINAL_SOCKET_PATH}`;
  return createWebTransport({ url, token: takeWindowToken(window), report });
}

const target = document.getElementById('screen');
if (target === null) throw new Error('expected #screen in index.html');
mount(Screen, {
  target,
  props: { terminal: createTerminalContext(createTerminalClient(openTransport()), log) },
});
