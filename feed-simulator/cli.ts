import process from 'node:process';
import { readCliArguments, USAGE } from './server/cli-arguments.ts';
import type { CliArguments } from './server/cli-arguments.ts';
import { startVenue } from './server/start-venue.ts';
import type { RunningVenue } from './server/start-venue.ts';

// `npm run simulate -- --help` lists the flags.

const WRONG_USE = 2;

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One line instead of a stack: the reasons a port cannot be had are the user's to mend. */
function textOf(error: unknown, { host, port }: CliArguments): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is in use: choose another with --port`;
  if (code === 'EACCES') return `port ${port} on ${host} may not be opened by this user`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is not an address of this machine`;
  return `the simulated exchange did not start: ${String(error)}`;
}

function closeOn(running: RunningVenue): void {
  let isClosing = false;
  // A Ctrl+C reaches this process twice, from the terminal and from whoever started it: the second changes nothing.
  const close = (): void => {
    if (isClosing) return;
    isClosing = true;
    void running.close().then(() => process.exit(0));
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
  if (process.send === undefined) return;
  // A child whose parent died must not live on: the channel closes with the parent.
  process.once('disconnect', close);
  process.send({ type: 'listening', url: running.url, port: running.port });
}

async function run(): Promise<void> {
  const read = readCliArguments(process.argv.slice(2));
  if (read === 'help') {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if ('problem' in read) {
    complain(`simulate: ${read.problem}`);
    process.exitCode = WRONG_USE;
    return;
  }
  try {
    const running = await startVenue({ ...read, log: complain });
    closeOn(running);
    const { seed, rate } = read;
    const { url, port } = running;
    process.stdout.write(
      read.isJson
        ? `${JSON.stringify({ url, port, seed, rate })}\n`
        : `simulated exchange: ${url} (seed ${seed}, rate ${rate})\n`,
    );
  } catch (error) {
    complain(`simulate: ${textOf(error, read)}`);
    process.exitCode = WRONG_USE;
  }
}

await run();
