import type { DataQuality } from '../../main/contract/data-quality.ts';
import type { HostConnection } from '../../main/contract/host-transport.ts';
import { HOST_BEAT_DEADLINE_MS } from '../../main/contract/terminal-api.ts';
import { after, wallNowMs } from '../shared/screen-clock.ts';
import type { TerminalClient } from './terminal-client.ts';

export const NEVER_LIVE: DataQuality = { isLive: false, reason: 'connecting', staleSinceMs: 0 };

/** Whether the terminal itself may be believed: connected, and a sign of life within the deadline. */
export class HostWatch {
  readonly #onChange: (trouble: DataQuality | null) => void;
  #trouble: DataQuality | null = NEVER_LIVE;
  #hasConnected = false;
  #isLost = false;
  #cancelDeadline = (): void => {};
  readonly #stops: readonly (() => void)[];

  /** @param onChange is called with what `trouble` has become; not with what it is at first */
  constructor(
    client: Pick<TerminalClient, 'onPush' | 'onConnection'>,
    onChange: (trouble: DataQuality | null) => void,
  ) {
    this.#onChange = onChange;
    this.#stops = [
      client.onPush('host-beat', () => this.#beat()),
      client.onConnection((connection) => this.#connectionChanged(connection)),
    ];
  }

  /** Null while the terminal gives signs of life. */
  get trouble(): DataQuality | null {
    return this.#trouble;
  }

  dispose(): void {
    this.#cancelDeadline();
    for (const stop of this.#stops) stop();
  }

  #beat(): void {
    // A host that let go of the frames may still be heard through its other door.
    if (this.#isLost) return;
    this.#set(null);
    this.#cancelDeadline();
    const lastBeatMs = wallNowMs();
    this.#cancelDeadline = after(HOST_BEAT_DEADLINE_MS, () => this.#silentSince(lastBeatMs));
  }

  #connectionChanged(connection: HostConnection): void {
    this.#cancelDeadline();
    this.#isLost = connection === 'closed' || connection === 'denied';
    // Nothing is believed before the first beat of a connection.
    if (connection === 'open') {
      this.#hasConnected = true;
      this.#cancelDeadline = after(HOST_BEAT_DEADLINE_MS, () => this.#silentSince(wallNowMs()));
      return;
    }
    if (this.#hasConnected && this.#trouble?.reason !== 'disconnected')
      this.#set({
        isLive: false,
        reason: 'disconnected',
        staleSinceMs: this.#trouble?.staleSinceMs || wallNowMs(),
      });
    else if (!this.#hasConnected) this.#set(NEVER_LIVE);
  }

  #silentSince(staleSinceMs: number): void {
    this.#set({ isLive: false, reason: 'host-silent', staleSinceMs });
  }

  #set(trouble: DataQuality | null): void {
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#onChange(trouble);
  }
}
