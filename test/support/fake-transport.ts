import type { HostConnection, HostTransport } from '../../main/contract/host-transport.ts';
import {
  type InstrumentSummary,
  type PushChannel,
  type RequestChannel,
  type TerminalPushes,
} from '../../main/contract/terminal-api.ts';
import { TerminalError, type TerminalErrorCode } from '../../main/contract/terminal-error.ts';
import type { ViewChange, ViewRequest } from '../../main/contract/view-request.ts';
import type { FeedMode } from '../../main/core/market-data/feed-mode.ts';
import type { FeedHealthView } from '../../main/core/views/feed-health-view.ts';
import { buildFrame, type BuiltSection } from './frame-builder.ts';

export type AskedRequest = { readonly channel: RequestChannel; readonly input: unknown };

/**
 * A terminal host in memory. Answers requests as a real one would, unless told to refuse or to hold them; what it
 * sends is cloned, as both real hosts do.
 */
export class FakeTransport implements HostTransport {
  readonly asked: AskedRequest[] = [];
  readonly acknowledged: number[] = [];
  /** Open views by id. */
  readonly views = new Map<number, ViewRequest>();
  instruments: readonly InstrumentSummary[];
  health: FeedHealthView = LIVE_HEALTH;
  readonly #refusals = new Map<RequestChannel, TerminalErrorCode>();
  readonly #frameListeners = new Set<(frame: ArrayBuffer) => void>();
  readonly #connectionListeners = new Set<(connection: HostConnection) => void>();
  readonly #pushListeners = new Map<PushChannel, Set<(payload: unknown) => void>>();
  #held: (() => void)[] | null = null;
  #connection: HostConnection;
  #nextViewId = 1;
  #frameNumber = 0;
  #beats = 0;

  constructor(instruments: readonly InstrumentSummary[] = [], connection: HostConnection = 'open') {
    this.instruments = instruments;
    this.#connection = connection;
  }

  readonly frames = {
    onFrame: (listener: (frame: ArrayBuffer) => void): (() => void) => {
      this.#frameListeners.add(listener);
      return () => this.#frameListeners.delete(listener);
    },
    acknowledge: (frameNumber: number): void => {
      this.acknowledged.push(frameNumber);
    },
  };

  request(channel: RequestChannel, input: unknown): Promise<unknown> {
    this.asked.push({ channel, input: structuredClone(input) });
    if (this.#connection !== 'open')
      return Promise.reject(new TerminalError('TERMINAL_HOST_GONE', 'expected an open connection'));
    return new Promise((resolve, reject) => {
      const answer = (): void => {
        const code = this.#refusals.get(channel);
        if (code === undefined) resolve(structuredClone(this.#answer(channel, input)));
        else reject(new TerminalError(code, `${channel} refused by the test`));
      };
      if (this.#held === null) answer();
      else this.#held.push(answer);
    });
  }

  subscribe(channel: PushChannel, listener: (payload: unknown) => void): () => void {
    const listeners = this.#pushListeners.get(channel) ?? new Set();
    this.#pushListeners.set(channel, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  onConnection(listener: (connection: HostConnection) => void): () => void {
    this.#connectionListeners.add(listener);
    listener(this.#connection);
    return () => this.#connectionListeners.delete(listener);
  }

  /** A host forgets all views when the connection goes. */
  setConnection(connection: HostConnection): void {
    this.#connection = connection;
    if (connection !== 'open') this.views.clear();
    for (const listener of [...this.#connectionListeners]) listener(connection);
  }

  push<C extends PushChannel>(channel: C, payload: TerminalPushes[C]): void {
    for (const listener of this.#pushListeners.get(channel) ?? []) listener(structuredClone(payload));
  }

  beat(): void {
    this.#beats += 1;
    this.push('host-beat', { beat: this.#beats, wallTimeMs: 0 });
  }

  /** Listeners of frames, pushes and connection that are still subscribed. */
  get listenerCount(): number {
    const pushes = [...this.#pushListeners.values()].reduce((sum, listeners) => sum + listeners.size, 0);
    return pushes + this.#frameListeners.size + this.#connectionListeners.size;
  }

  /** @returns its frame number */
  sendFrame(sections: readonly BuiltSection[], publishedTimeMs = 0): number {
    this.#frameNumber += 1;
    this.sendBytes(buildFrame(this.#frameNumber, sections, publishedTimeMs));
    return this.#frameNumber;
  }

  sendBytes(frame: ArrayBuffer): void {
    for (const listener of [...this.#frameListeners]) listener(frame.slice());
  }

  /** The newest open view of this kind; throws when there is none. */
  viewId(kind: ViewRequest['kind']): number {
    const found = [...this.views].findLast(([, request]) => request.kind === kind);
    if (found === undefined) throw new Error(`expected an open ${kind} view`);
    return found[0];
  }

  refuse(channel: RequestChannel, code: TerminalErrorCode | null): void {
    if (code === null) this.#refusals.delete(channel);
    else this.#refusals.set(channel, code);
  }

  /** From here on requests wait until `answerHeld`. */
  hold(): void {
    this.#held ??= [];
  }

  answerHeld(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const answer of held) answer();
  }

  #answer(channel: RequestChannel, input: unknown): unknown {
    switch (channel) {
      case 'list-instruments':
        return this.instruments;
      case 'read-feed-health':
        return this.health;
      case 'open-view': {
        const viewId = this.#nextViewId++;
        this.views.set(viewId, input as ViewRequest);
        return { viewId };
      }
      case 'change-view': {
        const { viewId, request } = input as ViewChange;
        this.views.set(viewId, request);
        return undefined;
      }
      case 'close-view':
        this.views.delete((input as { viewId: number }).viewId);
        return undefined;
      case 'set-feed-mode':
        this.health = { ...this.health, mode: (input as { mode: FeedMode }).mode };
        return undefined;
      case 'retry-feed':
        return undefined;
    }
  }
}

export const LIVE_HEALTH: FeedHealthView = {
  state: 'live',
  reason: '',
  url: 'ws://127.0.0.1:7711/v1',
  venue: 'Touchline simulator',
  transport: 'websocket',
  codec: 'flat-msgpack',
  mode: 'fast',
  receivePath: 'quick',
  sinceMs: 0,
  attempts: 0,
  nextAttemptMs: 0,
  instruments: 2,
  liveBooks: 2,
  levelUpdatesPerSecond: 2_000,
  messagesPerSecond: 410,
  dataAgeMs: 4,
  bookIntegrity: { verified: 12_345, mismatched: 0, resyncs: 0 },
  latencyMs: { p50: 0.8, p99: 2.4 },
  stages: [],
  rejected: {},
  framesPublished: 900,
  viewsCoalesced: 3,
  process: { loopDelayMs: { p50: 0.1, p99: 1.2, max: 6.5 }, rssMb: 142, heapMb: 38 },
  notes: [{ atMs: 1_763_809_200_000, text: 'Touchline simulated exchange: 12 instruments, epoch 7' }],
};

/** Two instruments of different kinds: many decimals and fractional lots, and quarter ticks with whole lots. */
export const BITCOIN: InstrumentSummary = {
  index: 0,
  id: 'BTC-USD',
  name: 'Bitcoin',
  kind: 'crypto',
  currency: 'USD',
  tickUnits: 1,
  priceDigits: 2,
  lotUnits: 1,
  sizeDigits: 4,
  state: 'trading',
};
export const INDEX_FUTURE: InstrumentSummary = {
  index: 1,
  id: 'ESZ6',
  name: 'E-mini index, December',
  kind: 'future',
  currency: 'USD',
  tickUnits: 25,
  priceDigits: 2,
  lotUnits: 1,
  sizeDigits: 0,
  state: 'trading',
};
