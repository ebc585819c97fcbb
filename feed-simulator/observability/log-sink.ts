import { pino } from 'pino';

/** Bytes of log lines that wait to be written; beyond it lines are dropped and counted. */
const MAX_WAITING_BYTES = 1_048_576;
/** Tries, 100 ms apart, after which a destination that takes nothing is left until the next line. */
const MAX_TRIES = 10;
/** Time for what still waits when the log closes. */
const CLOSE_WITHIN_MS = 500;

export type LogSink = {
  readonly stream: { write(line: string): void };
  /** Lines that were never written: the destination was full, gone or too slow. */
  readonly droppedLines: number;
  /** Writes what waits, but no longer than half a second. */
  close(): Promise<void>;
};

/**
 * Where log lines go without ever holding up the event loop: a file (made when absent, for its owner alone, appended to) or
 * an open descriptor. A destination that fails later, a broken pipe included, costs lines and nothing else.
 *
 * @param destination 1, 2, or the path of a file
 * Rejects with the system's error when the file cannot be opened.
 */
export async function openLogSink(destination: number | string): Promise<LogSink> {
  const lost = { lines: 0, isBroken: false, tries: 0 };
  const stream = pino.destination({
    dest: destination,
    sync: false,
    maxLength: MAX_WAITING_BYTES,
    mode: 0o600,
    retryEAGAIN: () => (lost.tries += 1) <= MAX_TRIES,
  });
  neverThrowsAtExit(stream);
  await new Promise((resolve, reject) => stream.once('ready', resolve).once('error', reject));
  stream.on('write', () => (lost.tries = 0));
  stream.on('drop', () => (lost.lines += 1));
  stream.on('error', (error: NodeJS.ErrnoException) => {
    lost.lines += 1;
    lost.isBroken ||= error.code === 'EPIPE';
  });
  return {
    stream: {
      write: (line) => {
        if (lost.isBroken) lost.lines += 1;
        else stream.write(line);
      },
    },
    get droppedLines() {
      return lost.lines;
    },
    close: () => closed(stream),
  };
}

type Destination = ReturnType<typeof pino.destination>;

/** What cannot be written when the process exits is lost, and must not change how it ends. */
function neverThrowsAtExit(stream: Destination): void {
  const flushNow = stream.flushSync.bind(stream);
  stream.flushSync = () => {
    try {
      flushNow();
    } catch {
      // A destination that is full or gone, at the last moment: there is nobody left to tell.
    }
  };
}

function closed(stream: Destination): Promise<void> {
  return new Promise((resolve) => {
    // Resolves by itself too: a stream whose pipe broke says nothing any more, not even that it closed.
    const limit = setTimeout(() => {
      stream.destroy();
      resolve();
    }, CLOSE_WITHIN_MS);
    stream.once('close', () => {
      clearTimeout(limit);
      resolve();
    });
    stream.end();
  });
}
