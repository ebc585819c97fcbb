import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ExchangeLoad, ExchangeWord } from './screen-exchange.ts';

const PROGRAM = fileURLToPath(new URL('screen-exchange.ts', import.meta.url));
const LIMIT_MS = 60_000;

/** The exchange of a run, in a process of its own. */
export type ExchangeProcess = {
  /** Of its WebSocket. */
  readonly url: string;
  /** Resolves when no instrument trades any more. */
  halt(): Promise<void>;
  end(): Promise<void>;
};

export async function startExchange(load: ExchangeLoad): Promise<ExchangeProcess> {
  const child = fork(PROGRAM, [JSON.stringify(load)]);
  const heard = await nextWord(child);
  if (heard.type !== 'listening') throw new Error(`expected the exchange to listen, received ${heard.type}`);
  return {
    url: heard.url,
    halt: async () => {
      const halted = nextWord(child);
      child.send('halt');
      await halted;
    },
    end: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** @throws Error when it ends, or says nothing within a minute */
async function nextWord(child: ChildProcess): Promise<ExchangeWord> {
  const gone = new AbortController();
  const onExit = (): void => gone.abort();
  child.once('exit', onExit);
  try {
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(LIMIT_MS)]);
    const [word] = (await once(child, 'message', { signal })) as [ExchangeWord];
    return word;
  } catch (error) {
    throw new Error('the exchange of the benchmark ended or said nothing', { cause: error });
  } finally {
    child.off('exit', onExit);
  }
}
