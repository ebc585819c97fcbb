import { codecPreference } from '../feed/codec-preference.ts';
import { FeedClient } from '../feed/feed-client.ts';
import { openWebSocketConnection } from '../feed/websocket-connection.ts';
import { FrameSchedule } from './frame-schedule.ts';
import { processGauge } from './process-gauge.ts';
import { systemClock } from './system-clock.ts';
import { TerminalCore } from './terminal-core.ts';
import type { Terminal, TerminalOptions } from './terminal-types.ts';

/** Deadlines are judged this often. */
const TICK_MS = 100;

/** The terminal with the machine's clock, timers and sockets. Starts connecting at once. */
export function createTerminal(options: TerminalOptions): Terminal {
  const clock = systemClock();
  const client = new FeedClient({
    url: options.feedUrl,
    codecs: codecPreference(options.codec),
    mode: options.mode ?? 'fast',
    clock,
    random: Math.random,
    open: (url, codecs, events) =>
      openWebSocketConnection(url, codecs, events, { deflate: options.deflate ?? false }),
    log: options.log ?? (() => undefined),
  });
  const monotonicMs = (): number => clock.monotonicMs();
  const gauge = processGauge({ monotonicMs });
  const frames = new FrameSchedule({
    monotonicMs,
    after,
    publish: () => core.publish(),
  });
  const core = new TerminalCore({
    client,
    clock,
    pid: process.pid,
    readProcess: gauge.read,
    requestFrame: () => frames.request(),
  });
  client.start();
  const ticking = setInterval(() => core.beat(), TICK_MS);

  return {
    openWindow: (port) => core.openWindow(port),
    health: () => core.report(),
    onFirstLive: (listener) => core.onFirstLive(listener),
    close: () => {
      clearInterval(ticking);
      frames.end();
      gauge.close();
      client.close();
    },
  };
}

function after(delayMs: number, task: () => void): () => void {
  if (delayMs <= 0) {
    const soon = setImmediate(task);
    return () => clearImmediate(soon);
  }
  const later = setTimeout(task, delayMs);
  return () => clearTimeout(later);
}
