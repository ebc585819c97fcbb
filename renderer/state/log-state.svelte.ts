import type { ClientFault } from '../api/client-fault.ts';
import { wallNowMs } from '../shared/screen-clock.ts';

/** One line of the window's log; repeats of the newest line are counted instead of listed. */
export type LogLine = ClientFault & { readonly id: number; readonly atMs: number; readonly times: number };

export const MAX_LOG_LINES = 200;

/** What went wrong in this window, newest first, at most {@link MAX_LOG_LINES}. */
export class LogState {
  #lines: readonly LogLine[] = $state.raw([]);
  #nextId = 1;

  get lines(): readonly LogLine[] {
    return this.#lines;
  }

  add(fault: ClientFault): void {
    const [newest, ...older] = this.#lines;
    const atMs = wallNowMs();
    if (newest?.code === fault.code && newest.message === fault.message)
      this.#lines = [{ ...newest, atMs, times: newest.times + 1 }, ...older];
    else
      this.#lines = [{ ...fault, id: this.#nextId++, atMs, times: 1 }, ...this.#lines].slice(
        0,
        MAX_LOG_LINES,
      );
  }
}
