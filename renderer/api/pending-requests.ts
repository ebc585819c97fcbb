import { TerminalError, type TerminalErrorCode } from '../../main/contract/terminal-error.ts';

type Waiting = {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: TerminalError) => void;
};

/** Requests of one window that await their answer, by id. */
export const MAX_PENDING_REQUESTS = 256;

export class PendingRequests {
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  get size(): number {
    return this.#waiting.size;
  }

  /** @param send carries the request with this id away; may throw, then the promise rejects */
  add(send: (id: number) => void): Promise<unknown> {
    if (this.#waiting.size >= MAX_PENDING_REQUESTS)
      return Promise.reject(
        new TerminalError(
          'TERMINAL_INTERNAL',
          `expected at most ${MAX_PENDING_REQUESTS} requests under way, received one more`,
        ),
      );
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      send(id);
    });
  }

  /** @returns false when nobody waits for this id */
  answer(id: number, result: unknown): boolean {
    const waiting = this.#take(id);
    waiting?.resolve(result);
    return waiting !== undefined;
  }

  /** @returns false when nobody waits for this id */
  refuse(id: number, code: TerminalErrorCode, message: string): boolean {
    const waiting = this.#take(id);
    waiting?.reject(new TerminalError(code, message));
    return waiting !== undefined;
  }

  /** The host has gone with all it was asked. */
  abandon(message: string): void {
    for (const id of [...this.#waiting.keys()]) this.refuse(id, 'TERMINAL_HOST_GONE', message);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
