import type { PushChannel } from '../../main/contract/terminal-api.ts';
import type { ViewRequest } from '../../main/contract/view-request.ts';
import type { Instrument } from '../../main/core/instrument/instrument.ts';
import type { MarketPipeline } from '../../main/core/market-pipeline.ts';
import type { ProcessHealth } from '../../main/core/views/feed-health-view.ts';
import { FeedClient } from '../../main/feed/feed-client.ts';
import { TerminalCore } from '../../main/terminal/terminal-core.ts';
import type { TerminalWindow, WindowPort } from '../../main/terminal/terminal-types.ts';
import { FakeFeedLine, type FakeFeedConnection } from './fake-feed-line.ts';
import { readFrame, type ReadFrame, type ReadSection } from './frame-reading.ts';
import { ManualClock } from './manual-clock.ts';
import { anInstrument } from './market-events.ts';

/** A window that keeps what it is given. */
export class FakeWindowPort implements WindowPort {
  readonly frames: ReadFrame[] = [];
  readonly pushes: { readonly channel: PushChannel; readonly payload: unknown }[] = [];

  pushFrame(frame: Float64Array): void {
    this.frames.push(readFrame(frame));
  }

  push(channel: PushChannel, payload: unknown): void {
    this.pushes.push({ channel, payload });
  }

  of(channel: PushChannel): unknown[] {
    return this.pushes.filter((push) => push.channel === channel).map(({ payload }) => payload);
  }
}

export type RiggedWindow = {
  readonly port: FakeWindowPort;
  readonly window: TerminalWindow;
  readonly open: (request: ViewRequest) => Promise<number>;
  /** Sections of the frames since the last call, and acknowledges those frames. */
  readonly take: () => ReadSection[];
};

export const PROCESS: ProcessHealth = {
  loopDelayMs: { p50: 0.1, p99: 1.2, max: 6.5 },
  rssMb: 142,
  heapMb: 38,
};

/** The terminal on a manual clock, with a venue played by the test. */
export class TerminalRig {
  readonly clock = new ManualClock();
  readonly line = new FakeFeedLine();
  readonly client = new FeedClient({
    url: 'ws://venue.test/v1',
    codecs: ['msgpack', 'json'],
    clock: this.clock,
    random: () => 0.5,
    open: this.line.open,
    log: () => undefined,
  });
  /** Display frames the terminal asked for, over and over until one was published. */
  frameRequests = 0;
  readonly core = new TerminalCore({
    client: this.client,
    clock: this.clock,
    pid: 4_242,
    readProcess: () => PROCESS,
    requestFrame: () => (this.frameRequests += 1),
  });

  get venue(): FakeFeedConnection {
    return this.line.latest;
  }

  pipeline(id = 'ESZ6'): MarketPipeline {
    const fed = this.client.feed.find(id);
    if (fed === undefined) throw new Error(`expected the instrument ${id}`);
    return fed.pipeline;
  }

  openWindow(): RiggedWindow {
    const port = new FakeWindowPort();
    const window = this.core.openWindow(port);
    let taken = 0;
    return {
      port,
      window,
      open: async (request) => ((await window.request('open-view', request)) as { viewId: number }).viewId,
      take: () => {
        const frames = port.frames.slice(taken);
        taken = port.frames.length;
        for (const { frameNumber } of frames) window.acknowledge(frameNumber);
        return frames.flatMap(({ sections }) => [...sections]);
      },
    };
  }

  /** One display frame later. */
  frame(): void {
    this.clock.advance(16);
    this.core.publish();
  }

  /** Lets time pass with a beat every 50 ms. */
  pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 50) {
      this.clock.advance(Math.min(50, ms - passed));
      this.core.beat();
    }
  }
}

/** Connected, every book live at sequence 100. */
export function aLiveTerminal(
  picture: string,
  instruments: readonly Instrument[] = [anInstrument()],
): TerminalRig {
  const rig = new TerminalRig();
  rig.client.start();
  rig.venue.accept('msgpack');
  rig.venue.serve(instruments, picture);
  return rig;
}
