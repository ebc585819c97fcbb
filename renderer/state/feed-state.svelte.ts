import type { HostConnection } from '../../main/contract/host-transport.ts';
import type { FeedHealthView } from '../../main/core/views/feed-health-view.ts';
import { errorCode, errorText, type ClientFault } from '../api/client-fault.ts';
import type { TerminalClient } from '../api/terminal-client.ts';
import { wallNowMs } from '../shared/screen-clock.ts';

/** How the terminal stands to the venue, and this window to the terminal. */
export class FeedState {
  readonly #client: TerminalClient;
  readonly #report: (fault: ClientFault) => void;
  #health: FeedHealthView | null = $state.raw(null);
  #connection: HostConnection = $state.raw('connecting');
  #connectionSinceMs: number = $state.raw(wallNowMs());
  readonly #stops: readonly (() => void)[];

  constructor(client: TerminalClient, report: (fault: ClientFault) => void) {
    this.#client = client;
    this.#report = report;
    this.#stops = [
      client.onPush('feed-health', (health) => (this.#health = health)),
      client.onConnection((connection) => {
        if (connection !== this.#connection) this.#connectionSinceMs = wallNowMs();
        this.#connection = connection;
        if (connection === 'open') this.#read();
      }),
    ];
  }

  /** Null before the first; the last one known while the host is away. */
  get health(): FeedHealthView | null {
    return this.#health;
  }

  get connection(): HostConnection {
    return this.#connection;
  }

  /** Wall clock, milliseconds: when `connection` took its present value. */
  get connectionSinceMs(): number {
    return this.#connectionSinceMs;
  }

  /** Asks the terminal to drop its connection and try again at once. */
  retry(): void {
    this.#client.request('retry-feed', undefined).catch((error: unknown) => this.#refused(error));
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }

  #read(): void {
    this.#client.request('read-feed-health', undefined).then(
      (health) => (this.#health = health),
      (error: unknown) => this.#refused(error),
    );
  }

  #refused(error: unknown): void {
    this.#report({ code: errorCode(error), message: errorText(error) });
  }
}
