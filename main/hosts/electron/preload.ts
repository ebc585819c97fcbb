import { contextBridge, ipcRenderer } from 'electron';
import { exposeBridge } from './expose-bridge.ts';

// Runs sandboxed in a world of its own before the page; bundled to one CommonJS file that requires only electron.
exposeBridge({
  contextBridge,
  ipcRenderer,
  page: window,
  documentId: crypto.getRandomValues(new Uint32Array(4)).join('-'),
});
