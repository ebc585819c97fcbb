import { createSubscriber } from 'svelte/reactivity';
import type { DataQuality } from '../../main/contract/data-quality.ts';
import { HostWatch, NEVER_LIVE } from '../api/host-watch.ts';
import type { TerminalClient } from '../api/terminal-client.ts';
import { every, everySecond, wallNowMs } from '../shared/screen-clock.ts';
import { whileSeen } from '../shared/while-seen.ts';

const NOW_INTERVAL_MS = 100;

/**
 * Whether what is on the screen may be believed. The terminal says it of each book; this class overrules it for all
 * books when the terminal itself has gone or has not given a sign of life within the deadline.
 */
export class FreshnessState {
  #qualities: readonly DataQuality[] = $state.raw([]);
  /** Set while the terminal itself cannot be believed. */
  #hostTrouble: DataQuality | null = $state.raw(NEVER_LIVE);
  /** Tick only while something on the screen shows an age, and the screen is seen. */
  readonly #followNow = createSubscriber((update) => whileSeen(() => every(NOW_INTERVAL_MS, update), update));
  readonly #followSeconds = createSubscriber((update) => whileSeen(() => everySecond(update), update));
  readonly #stops: readonly (() => void)[];

  constructor(client: TerminalClient) {
    const host = new HostWatch(client, (trouble) => (this.#hostTrouble = trouble));
    this.#stops = [
      client.onPush('book-qualities', ({ qualities }) => (this.#qualities = qualities)),
      client.onConnection((connection) => {
        // Qualities of an old connection mean nothing. Forgotten as it ends, because those of the next may come before it
        // is open: in Electron pushes and the frame port that opens the connection travel on different lines.
        if (connection === 'closed' || connection === 'denied') this.#qualities = [];
      }),
      () => host.dispose(),
    ];
  }

  /** Quality of the book of one instrument (by its index), the terminal's own liveness included. */
  qualityOf(instrumentIndex: number): DataQuality {
    return this.#hostTrouble ?? this.#qualities[instrumentIndex] ?? NEVER_LIVE;
  }

  /** Null while the terminal gives signs of life. */
  get hostTrouble(): DataQuality | null {
    return this.#hostTrouble;
  }

  /** Wall clock, milliseconds, ten times a second in whatever reads it reactively. */
  get nowMs(): number {
    this.#followNow();
    return wallNowMs();
  }

  /** Wall clock, milliseconds, once at the beginning of each second in whatever reads it reactively. */
  get secondMs(): number {
    this.#followSeconds();
    const nowMs = wallNowMs();
    return nowMs - (nowMs % 1_000);
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }
}
