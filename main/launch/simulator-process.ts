import { spawn, type ChildProcess } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';

/** The simulated exchange as a child process: started, restarted when it dies, ended with its owner. */
export type SimulatorProcess = {
  /** `ws://...` of the exchange; stays the same over restarts. */
  readonly url: string;
  /** Resolves when the child is gone. */
  stop(): Promise<void>;
};

export type SimulatorOptions = {
  /** File of the simulated exchange: its source or its bundle. */
  readonly program: string;
  readonly seed: number;
  readonly rate: number;
  readonly instruments: number;
  readonly isDeflating: boolean;
};

/** A child that does not say it listens within this is given up. */
const START_LIMIT_MS = 15_000;
/** A child that does not go on SIGTERM within this is killed. */
const STOP_LIMIT_MS = 1_200;
const SPARE_REQUESTS = 200;
/** First pause before a restart; doubles up to the longest while it keeps dying. */
const FIRST_RESTART_MS = 2_500;
const LONGEST_RESTART_MS = 30_000;

/** @param warn takes one line for the person who started the program */
export async function startSimulator(
  options: SimulatorOptions,
  warn: (line: string) => void,
): Promise<SimulatorProcess> {
  let child = spawnSimulator(options, 0);
  const { url, port } = await listening(child);
  let isStopping = false;
  let restartMs = FIRST_RESTART_MS;
  let restart: NodeJS.Timeout | undefined;

  const watch = (): void => {
    const startedMs = performance.now();
    child.once('exit', (code, signal) => {
      if (isStopping) return;
      if (performance.now() - startedMs > LONGEST_RESTART_MS) restartMs = FIRST_RESTART_MS;
      warn(
        `the simulated exchange ended (${signal ?? `code ${code}`}); starting it again in ${restartMs / 1_000} s`,
      );
      restart = setTimeout(() => {
        child = spawnSimulator(options, port);
        child.on('error', (error) => warn(`the simulated exchange could not be started: ${error.message}`));
        watch();
      }, restartMs);
      restartMs = Math.min(restartMs * 2, LONGEST_RESTART_MS);
    });
  };
  watch();

  return {
    url,
    stop: async () => {
      isStopping = true;
      clearTimeout(restart);
      await stopChild(child);
    },
  };
}

function spawnSimulator(options: SimulatorOptions, port: number): ChildProcess {
  const { program, seed, rate, instruments } = options;
  const flags = { port, seed, rate, instruments };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
  // The terminal follows book and trades of every instrument and asks for the history of each, and has no token yet.
  args.push('--limit', `anonymousSubscriptions=${2 * instruments + SPARE_REQUESTS}`);
  args.push('--limit', `messageBurst=${4 * instruments + SPARE_REQUESTS}`);
  if (options.isDeflating) args.push('--deflate');
  const cache = getCompileCacheDir();
  return spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: cache },
  });
}

type Listening = { readonly url: string; readonly port: number };

function listening(child: ChildProcess): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the simulated exchange did not start within ${START_LIMIT_MS / 1_000} s`));
    }, START_LIMIT_MS);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(limit);
      reject(new Error(`the simulated exchange ended while starting (code ${code})`));
    });
    child.on('message', (message) => {
      if (!isListening(message)) return;
      clearTimeout(limit);
      child.removeAllListeners('exit');
      resolve(message);
    });
  });
}

function isListening(message: unknown): message is Listening & { type: 'listening' } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'listening';
}

function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    child.once('exit', () => {
      clearTimeout(limit);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
