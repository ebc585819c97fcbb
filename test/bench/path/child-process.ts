import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ProcessOptions } from './path-messages.ts';

const ANSWER_LIMIT_MS = 120_000;

/** A process of the benchmark that is asked and answers; typed by what it understands. */
export class AskedProcess<Request extends object, Answer extends { readonly kind: string }> {
  readonly #child: ChildProcess;
  readonly #name: string;

  constructor(file: URL, options: ProcessOptions, execArgv: readonly string[] = []) {
    this.#name = `${file.pathname.split('/').at(-1) ?? ''} ${options.receiver ?? ''}`.trim();
    this.#child = fork(fileURLToPath(file), [JSON.stringify(options)], {
      serialization: 'advanced',
      execArgv: [...execArgv],
    });
  }

  tell(request: Request): void {
    this.#child.send(request);
  }

  /** The next answer of that kind. @throws Error when the process ends or two minutes pass without one */
  async answer<Kind extends Answer['kind']>(kind: Kind): Promise<Extract<Answer, { readonly kind: Kind }>> {
    const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const ended = new AbortController();
    const onExit = (code: number | null): void => ended.abort(new Error(`${this.#name} ended with ${code}`));
    this.#child.once('exit', onExit);
    const signal = AbortSignal.any([limit, ended.signal]);
    try {
      for (;;) {
        const [answer] = (await once(this.#child, 'message', { signal })) as [Answer];
        if (answer.kind === kind) return answer as Extract<Answer, { readonly kind: Kind }>;
      }
    } catch (error) {
      const why = ended.signal.aborted ? String(ended.signal.reason) : String(error);
      throw new Error(`${this.#name} did not answer with ${kind}: ${why}`, { cause: error });
    } finally {
      this.#child.off('exit', onExit);
    }
  }

  async ask<Kind extends Answer['kind']>(
    request: Request,
    kind: Kind,
  ): Promise<Extract<Answer, { readonly kind: Kind }>> {
    const answer = this.answer(kind);
    this.tell(request);
    return answer;
  }

  /** Ends it and waits until it is gone. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}
