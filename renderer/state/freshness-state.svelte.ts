import { createSubscriber } from 'svelte/reactivity';
import type { DataQuality } from '../../main/contract/data-quality.ts';
import type { HostConnection } from '../../main/contract/host-transport.ts';
import { HOST_BEAT_DEADLINE_MS } from '../../main/contract/terminal-api.ts';
import type { TerminalClient } from '../api/terminal-client.ts';
import { after, every, wallNowMs } from '../shared/screen-clock.ts';

const NEVER_LIVE: DataQuality = { isLive: false, reason: 'connecting', staleSinceMs: 0 };
const NOW_INTERVAL_MS = 100;

/**
 * Whether what is on the screen may be believed. The terminal says it of each book; this class overrules it for all
 * books when the terminal itself has gone or has not given a sign of life within the deadline.
 */
export class FreshnessState {
  #qualities: readonly DataQuality[] = $state.raw([]);
  /** Set while the terminal itself cannot be believed. */
  #hostTrouble: DataQuality | null = $state.raw(NEVER_LIVE);
  #hasConnected = false;
  #isLost = false;
  #cancelDeadline = (): void => {};
  /** Ticks only while something on the screen shows an age. */
  readonly #followNow = createSubscriber((update) => every(NOW_INTERVAL_MS, update));
  readonly #stops: readonly (() => void)[];

  constructor(client: TerminalClient) {
    this.#stops = [
      client.onPush('book-qualities', ({ qualities }) => (this.#qualities = qualities)),
      client.onPush('host-beat', () => this.#beat()),
      client.onConnection((connection) => this.#connectionChanged(connection)),
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

  dispose(): void {
    this.#cancelDeadline();
    for (const stop of this.#stops) stop();
  }

  #beat(): void {
    // A host that let go of the frames may still be heard through its other door.
    if (this.#isLost) return;
    this.#hostTrouble = null;
    this.#cancelDeadline();
    const lastBeatMs = wallNowMs();
    this.#cancelDeadline = after(HOST_BEAT_DEADLINE_MS, () => {
      this.#hostTrouble = { isLive: false, reason: 'host-silent', staleSinceMs: lastBeatMs };
    });
  }

  #connectionChanged(connection: HostConnection): void {
    this.#cancelDeadline();
    this.#isLost = connection === 'closed' || connection === 'denied';
    // Nothing is believed before the first beat of a connection.
    if (connection === 'open') {
      this.#hasConnected = true;
      this.#cancelDeadline = after(HOST_BEAT_DEADLINE_MS, () => {
        this.#hostTrouble = { isLive: false, reason: 'host-silent', staleSinceMs: wallNowMs() };
      });
      return;
    }
    // Qualities of an old connection mean nothing. Forgotten as it ends, because those of the next may come before it
    // is open: in Electron pushes and the frame port that opens the connection travel on different lines.
    if (this.#isLost) this.#qualities = [];
    if (this.#hasConnected && this.#hostTrouble?.reason !== 'disconnected')
      this.#hostTrouble = { isLive: false, reason: 'disconnected', staleSinceMs: this.#staleSince() };
    else if (!this.#hasConnected) this.#hostTrouble = NEVER_LIVE;
  }

  #staleSince(): number {
    return this.#hostTrouble?.staleSinceMs || wallNowMs();
  }
}
