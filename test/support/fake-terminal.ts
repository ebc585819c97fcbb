import { TerminalError } from '../../main/contract/terminal-error.ts';
import type {
  HealthReport,
  Terminal,
  TerminalWindow,
  WindowPort,
} from '../../main/terminal/terminal-types.ts';

type Asked = { readonly channel: string; readonly input: unknown };

/** One window of a {@link FakeTerminal}: keeps what it was asked and lets a test push to it. */
export class FakeTerminalWindow implements TerminalWindow {
  readonly asked: Asked[] = [];
  readonly acknowledged: number[] = [];
  /** Times `close` was called. */
  closed = 0;
  readonly port: WindowPort;
  readonly #answer: (asked: Asked) => Promise<unknown>;

  constructor(port: WindowPort, answer: (asked: Asked) => Promise<unknown>) {
    this.port = port;
    this.#answer = answer;
  }

  request(channel: string, input: unknown): Promise<unknown> {
    const asked = { channel, input };
    this.asked.push(asked);
    return this.#answer(asked);
  }

  acknowledge(frameNumber: number): void {
    this.acknowledged.push(frameNumber);
  }

  close(): void {
    this.closed += 1;
  }
}

/** A terminal without a feed: answers by the function given, by default as a real one does with an unknown channel. */
export class FakeTerminal implements Terminal {
  readonly windows: FakeTerminalWindow[] = [];
  closed = 0;
  answer: (asked: Asked) => Promise<unknown> = ({ channel }) =>
    Promise.reject(new TerminalError('TERMINAL_UNKNOWN_CHANNEL', `expected a channel, received ${channel}`));

  openWindow(port: WindowPort): FakeTerminalWindow {
    const window = new FakeTerminalWindow(port, (asked) => this.answer(asked));
    this.windows.push(window);
    return window;
  }

  /** The newest window. */
  get window(): FakeTerminalWindow {
    const newest = this.windows.at(-1);
    if (newest === undefined) throw new Error('no window was opened');
    return newest;
  }

  health(): HealthReport {
    return {
      feed: {
        state: 'live',
        reason: '',
        url: 'ws://127.0.0.1:7711/v1',
        transport: 'websocket',
        codec: 'flat-msgpack',
        mode: 'fast',
        receivePath: 'quick',
        liveBooks: 12,
        attempts: 0,
      },
      instruments: 12,
      levelUpdatesPerSecond: 2_000,
      messagesPerSecond: 400,
      bookIntegrity: { verified: 7, mismatched: 0, resyncs: 0 },
      latencyMs: { p50: 1, p99: 3 },
      stages: [],
      rejected: {},
      totals: {
        messages: 41_000,
        levelUpdates: 200_000,
        ignored: 0,
        framesPublished: 900,
        viewsCoalesced: 3,
      },
      process: { loopDelayMs: { p50: 0.1, p99: 1.2, max: 6.5 }, rssMb: 142, heapMb: 38 },
      notes: [],
      windows: this.windows.length,
      uptimeMs: 1_000,
      pid: 1,
    };
  }

  onFirstLive(listener: () => void): void {
    listener();
  }

  close(): void {
    this.closed += 1;
  }
}
