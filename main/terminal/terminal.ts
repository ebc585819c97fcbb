import { FeedClient } from '../feed/feed-client.ts';
import { openWebSocketConnection } from '../feed/websocket-connection.ts';
import { systemClock } from './system-clock.ts';
import { TerminalCore } from './terminal-core.ts';
import type { Terminal, TerminalOptions } from './terminal-types.ts';

/** Deadlines are judged this often. */
const TICK_MS = 100;
/** One display frame at 60 Hz; frames go out no more often. */
const FRAME_MS = 16;

/** The terminal with the machine's clock, timers and sockets. Starts connecting at once. */
export function createTerminal(options: TerminalOptions): Terminal {
  const clock = systemClock();
  const client = new FeedClient({
    url: options.feedUrl,
    codecs: options.codec === undefined ? ['msgpack', 'json'] : [options.codec],
    clock,
    random: Math.random,
    open: openWebSocketConnection,
    log: options.log ?? (() => undefined),
  });
  const core = new TerminalCore(client, clock, process.pid);
  client.start();
  const ticking = setInterval(() => core.beat(), TICK_MS);
  const publishing = setInterval(() => core.publish(), FRAME_MS);

  return {
    openWindow: (port) => core.openWindow(port),
    health: () => core.report(),
    onFirstLive: (listener) => core.onFirstLive(listener),
    close: () => {
      clearInterval(ticking);
      clearInterval(publishing);
      client.close();
    },
  };
}
