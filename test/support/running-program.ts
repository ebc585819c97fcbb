import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** A program under test: its output so far, a way to wait for a line, and its end. */
export type RunningProgram = {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Resolves with the match once standard output or error holds it; rejects when the program ends or time is over. */
  waitFor(pattern: RegExp, limitMs?: number): Promise<RegExpMatchArray>;
  /** Resolves with the exit code once the program has ended by itself. */
  ended(): Promise<number | null>;
  /** Sends the signal and resolves with the exit code and the milliseconds it took. */
  end(signal?: NodeJS.Signals): Promise<{ code: number | null; tookMs: number }>;
};

/** Starts a program in a process group of its own, so that nothing it starts can outlive the test. */
export function runProgram(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): RunningProgram {
  const child = spawn(command, [...args], {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  const take = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  child.on('exit', () => {
    for (const listener of listeners) listener();
  });

  return {
    child,
    output: () => output,
    waitFor: (pattern, limitMs = 30_000) =>
      new Promise((done, failed) => {
        const look = (): void => {
          const match = pattern.exec(output);
          const isOver = child.exitCode !== null || child.signalCode !== null;
          if (match === null && !isOver) return;
          clearTimeout(limit);
          listeners.delete(look);
          if (match !== null) done(match);
          else
            failed(
              new Error(`ended with ${child.exitCode ?? child.signalCode} before ${pattern}:\n${output}`),
            );
        };
        const limit = setTimeout(() => {
          listeners.delete(look);
          failed(new Error(`no ${pattern} within ${limitMs} ms:\n${output}`));
        }, limitMs);
        listeners.add(look);
        look();
      }),
    ended: async () => {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return child.exitCode;
    },
    end: async (signal = 'SIGTERM') => {
      const beganMs = performance.now();
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await once(child, 'exit');
      }
      const tookMs = performance.now() - beganMs;
      killGroup(child);
      return { code: child.exitCode, tookMs };
    },
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // Nobody is left in the group: the way it is meant to be.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
