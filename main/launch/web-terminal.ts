import { randomBytes } from 'node:crypto';
import { startWebHost } from '../hosts/web/web-host.ts';
import { createTerminal } from '../terminal/terminal.ts';
import type { FeedMode } from '../terminal/feed-mode.ts';
import type { Terminal } from '../terminal/terminal-types.ts';

export type WebTerminal = {
  /** What to open: the address with this start's token behind `#`, which browsers keep to themselves. */
  readonly address: string;
  readonly terminal: Terminal;
  /** Why it is at another port than asked for, in a line; null when it is not. */
  readonly note: string | null;
  close(): Promise<void>;
};

export type WebTerminalOptions = {
  readonly feedUrl: string;
  readonly mode: FeedMode;
  /** Offers the feed to compress what it sends. */
  readonly isDeflating: boolean;
  readonly rendererFolder: string;
  readonly port: number;
  /** Whether a taken port may be replaced by any free one. */
  readonly mayUseAnotherPort: boolean;
};

/** Starts a terminal and the web host around it. @returns one line about the port when that cannot be had */
export async function startWebTerminal(
  options: WebTerminalOptions,
): Promise<WebTerminal | { problem: string }> {
  const terminal = createTerminal({
    feedUrl: options.feedUrl,
    mode: options.mode,
    deflate: options.isDeflating,
  });
  const token = randomBytes(16).toString('hex');
  const ports = options.mayUseAnotherPort ? [options.port, 0] : [options.port];
  for (const port of ports) {
    try {
      const host = await startWebHost({ port, terminal, rendererFolder: options.rendererFolder, token });
      return {
        address: `http://127.0.0.1:${host.port}/#token=${token}`,
        terminal,
        note: port === options.port ? null : `port ${options.port} is in use; using ${host.port}`,
        close: async () => {
          await host.close();
          terminal.close();
        },
      };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && port !== ports.at(-1)) continue;
      terminal.close();
      return { problem: portProblem(port, code, message) };
    }
  }
  return { problem: 'no port to listen on' };
}

function portProblem(port: number, code: string | undefined, message: string): string {
  if (code === 'EADDRINUSE')
    return `port ${port} is in use; choose another with --port N, or any with --port 0`;
  if (code === 'EACCES') return `port ${port} needs more rights; choose one above 1023 with --port N`;
  return message;
}
