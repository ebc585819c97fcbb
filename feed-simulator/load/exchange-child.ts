import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ExchangeUsage } from './usage-reporter.ts';

const PROGRAM = fileURLToPath(new URL('../cli.ts', import.meta.url));
const REPORTER = new URL('./usage-reporter.ts', import.meta.url).href;
const START_LIMIT_MS = 60_000;
const ANSWER_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 3_000;

/** An exchange started for one run. */
export type ExchangeChild = {
  readonly url: URL;
  /** Rejects when the exchange has ended or hangs. */
  usage(): Promise<ExchangeUsage>;
  /** Resolves when it is gone. */
  stop(): Promise<void>;
};

/** @param flags as after `npm run simulate --`. Rejects when it does not come up; its own lines say why. */
export async function startExchange(flags: readonly string[]): Promise<ExchangeChild> {
  const child = spawn(process.execPath, ['--import', REPORTER, PROGRAM, ...flags], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const listening = await message(child, isListening, START_LIMIT_MS, 'it listens').catch(
    (error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    },
  );
  return {
    url: new URL(listening.url),
    usage: () => {
      const answer = message(child, isUsage, ANSWER_LIMIT_MS, 'it tells what it uses');
      if (child.connected) child.send('usage');
      return answer;
    },
    stop: () => stopChild(child),
  };
}

/** The next message that fits. */
function message<Message>(
  child: ChildProcess,
  fits: (value: unknown) => value is Message,
  limitMs: number,
  what: string,
): Promise<Message> {
  return new Promise((resolve, reject) => {
    const finish = (end: () => void): void => {
      clearTimeout(limit);
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onError);
      end();
    };
    const onMessage = (value: unknown): void => {
      if (fits(value)) finish(() => resolve(value));
    };
    const onExit = (code: number | null): void =>
      finish(() => reject(new Error(`the exchange ended (code ${code}) before ${what}`)));
    const onError = (error: Error): void => finish(() => reject(error));
    const limit = setTimeout(
      () => finish(() => reject(new Error(`waited ${limitMs / 1_000} s in vain until ${what}`))),
      limitMs,
    );
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onError);
    if (child.exitCode !== null) onExit(child.exitCode);
  });
}

function isListening(value: unknown): value is { url: string } {
  return isTyped(value, 'listening') && 'url' in value && typeof value.url === 'string';
}

function isUsage(value: unknown): value is ExchangeUsage {
  return isTyped(value, 'usage');
}

function isTyped(value: unknown, type: string): value is { type: string } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === type;
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
