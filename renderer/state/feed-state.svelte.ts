import type { FeedMode } from '../../main/contract/feed-mode.ts';
import type { HostConnection } from '../../main/contract/host-transport.ts';
import type { FeedHealthView } from '../../main/core/views/feed-health-view.ts';
import { errorCode, errorText, type ClientFault } from '../api/client-fault.ts';
import type { TerminalClient } from '../api/terminal-client.ts';
import { wallNowMs } from '../shared/screen-clock.ts';
import { whileSeen } from '../shared/while-seen.ts';

/** How the terminal stands to the venue, and this window to the terminal. */
export class FeedState {
  readonly #client: TerminalClient;
  readonly #report: (fault: ClientFault) => void;
  #health: FeedHealthView | null = $state.raw(null);
  /** The newest one while the window is hidden: four a second would be written where nobody reads. */
  #unseen: FeedHealthView | null = null;
  #connection: HostConnection = $state.raw('connecting');
  #connectionSinceMs: number = $state.raw(wallNowMs());
  readonly #stops: readonly (() => void)[];

  constructor(client: TerminalClient, report: (fault: ClientFault) => void) {
    this.#client = client;
    this.#report = report;
    this.#stops = [
      client.onPush('feed-health', (health) => this.#told(health)),
      whileSeen(
        () => () => {},
        () => (this.#health = this.#unseen ?? this.#health),
      ),
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

  /** Asks the terminal to read the feed so from now on, for all windows; `health.mode` says when it does. */
  choose(mode: FeedMode): void {
    this.#client.request('set-feed-mode', { mode }).then(
      () => this.#read(),
      (error: unknown) => this.#refused(error),
    );
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }

  #told(health: FeedHealthView): void {
    this.#unseen = document.hidden ? health : null;
    if (!document.hidden) this.#health = health;
  }

  #read(): void {
    this.#client.request('read-feed-health', undefined).then(
      (health) => this.#told(health),
      (error: unknown) => this.#refused(error),
    );
  }

  #refused(error: unknown): void {
    this.#report({ code: errorCode(error), message: errorText(error) });
  }
}
