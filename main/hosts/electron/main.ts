import { resolve } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  protocol,
  screen,
  session,
  shell,
} from 'electron';
import { createTerminal } from '../../terminal/terminal.ts';
import { startElectronApp } from './electron-app.ts';

// The file that starts Electron. It has no branches: no test can run it, so nothing may hide here.
startElectronApp(
  { app, BrowserWindow, dialog, ipcMain, Menu, MessageChannelMain, protocol, screen, session, shell },
  {
    createTerminal,
    feedUrl: process.env['TOUCHLINE_FEED_URL'],
    feedMode: process.env['TOUCHLINE_FEED_MODE'],
    feedDeflate: process.env['TOUCHLINE_FEED_DEFLATE'],
    // Beside the built main bundle, out/main.
    preloadPath: resolve(import.meta.dirname, '../preload/index.cjs'),
    rendererFolder: resolve(import.meta.dirname, '../renderer'),
    platform: process.platform,
    monotonicMs: () => performance.now(),
    later: (task) => void setImmediate(task),
    onFault: (error) => console.error('touchline:', error instanceof Error ? error.message : error),
  },
);
