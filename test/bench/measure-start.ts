import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter } from 'node:path';
import { ROOT, runProgram } from '../support/running-program.ts';
import { soloResult, type BenchResult } from './bench-report.ts';
import { median, rounded } from './statistics.ts';

/** How long one start took from the command to the first live book, and to all of them, in milliseconds. */
type StartTimes = { readonly firstBookMs: number; readonly allBooksMs: number };

const LOOK_EVERY_MS = 10;
const START_LIMIT_MS = 30_000;

/**
 * `npm start -- --headless` as a person types it, on a tree that is installed and built: npm, the checks, the exchange
 * with its two hours of history, and the terminal, each in a new process. One start before goes uncounted: it builds, and
 * fills V8's cache, where that has not been done.
 *
 * @returns `start/live` in seconds: the median over `starts` of the time to the first live book
 */
export async function measureStart(starts: number): Promise<BenchResult> {
  await startOnce();
  const times: StartTimes[] = [];
  for (let start = 0; start < starts; start += 1) times.push(await startOnce());
  const seconds = (pick: (times: StartTimes) => number): number => median(times.map(pick)) / 1_000;
  return {
    ...soloResult(
      'start/live',
      's',
      seconds(({ firstBookMs }) => firstBookMs),
    ),
    also: {
      'all books live, s': rounded(
        seconds(({ allBooksMs }) => allBooksMs),
        4,
      ),
      'least of all starts, s': rounded(Math.min(...times.map(({ firstBookMs }) => firstBookMs)) / 1_000, 4),
    },
  };
}

async function startOnce(): Promise<StartTimes> {
  const port = await freePort();
  const beganMs = performance.now();
  const program = runProgram('npm', ['start', '--', '--headless', '--port', String(port)], {
    PATH: pathOfAPerson(),
  });
  try {
    const first = firstLiveBook(port, beganMs + START_LIMIT_MS);
    await program.waitFor(/Touchline is live at/, START_LIMIT_MS);
    const allBooksMs = performance.now() - beganMs;
    return { firstBookMs: Math.min((await first) - beganMs, allBooksMs), allBooksMs };
  } finally {
    await program.end();
  }
}

/** When `/health` told of a live book for the first time. The terminal listens only once the exchange does: looks are few. */
async function firstLiveBook(port: number, untilMs: number): Promise<number> {
  while (performance.now() < untilMs) {
    const report = await fetch(`http://127.0.0.1:${port}/health`)
      .then((answer) => answer.json() as Promise<{ feed: { liveBooks: number } }>)
      .catch(() => null); // nobody listens yet
    if (report !== null && report.feed.liveBooks > 0) return performance.now();
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`no book was live within ${START_LIMIT_MS / 1_000} s`);
}

/** Without the folders that npm and this benchmark were given: the system's own Node runs npm, as for a person. */
function pathOfAPerson(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.filter((folder) => !folder.startsWith(ROOT)).join(delimiter);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
