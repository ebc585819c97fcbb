import type { Browser, CDPSession, Page } from 'playwright-core';
import type { HeapSample } from './heap-slope.ts';
import { isKept, TRACE_CATEGORIES, type TraceEvent } from './trace-events.ts';

/** Megabytes of trace that Chromium may hold before it would forget some. */
const TRACE_BUFFER_KB = 1_500_000;
const HEAP_EVERY_MS = 2_000;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What Chromium tells of itself over its debugging protocol. */
export class BrowserReadings {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async of(browser: Browser): Promise<BrowserReadings> {
    return new BrowserReadings(await browser.newBrowserCDPSession());
  }

  /** @throws Error when Chromium could not keep all of it: figures of a part would be none of the whole */
  async trace(seconds: number): Promise<readonly TraceEvent[]> {
    const events: TraceEvent[] = [];
    const session = this.#session;
    const collect = ({ value }: { value: object[] }): void => {
      for (const event of value as TraceEvent[]) if (isKept(event)) events.push(event);
    };
    session.on('Tracing.dataCollected', collect);
    await session.send('Tracing.start', {
      transferMode: 'ReportEvents',
      traceConfig: {
        recordMode: 'recordAsMuchAsPossible',
        traceBufferSizeInKb: TRACE_BUFFER_KB,
        includedCategories: [...TRACE_CATEGORIES],
      },
    });
    await pause(seconds * 1_000);
    const complete = new Promise<{ dataLossOccurred: boolean }>((resolve) =>
      session.once('Tracing.tracingComplete', resolve),
    );
    await session.send('Tracing.end');
    const { dataLossOccurred } = await complete;
    session.off('Tracing.dataCollected', collect);
    if (dataLossOccurred) throw new Error('the trace is incomplete; shorten it with --seconds');
    return events;
  }

  /** Process that holds the page: the renderer that has worked most. */
  async rendererProcess(): Promise<number> {
    const renderers = (await this.#processes()).filter(({ type }) => type === 'renderer');
    const busiest = renderers.reduce((most, next) => (next.cpuTime > most.cpuTime ? next : most));
    return busiest.id;
  }

  /** Per cent of a core that renderers and the GPU process take in so many seconds. */
  async cpuPercent(seconds: number): Promise<number> {
    const [beforeMs, before] = [performance.now(), await this.#pageSeconds()];
    await pause(seconds * 1_000);
    const used = (await this.#pageSeconds()) - before;
    return (used * 100_000) / (performance.now() - beforeMs);
  }

  async #pageSeconds(): Promise<number> {
    const processes = await this.#processes();
    return processes
      .filter(({ type }) => type === 'renderer' || type === 'GPU')
      .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  }

  async #processes(): Promise<readonly { type: string; id: number; cpuTime: number }[]> {
    return (await this.#session.send('SystemInfo.getProcessInfo')).processInfo;
  }
}

/** The page's heap after a forced collection, every two seconds. */
export async function sampleHeap(page: Page, seconds: number): Promise<readonly HeapSample[]> {
  const session = await page.context().newCDPSession(page);
  const samples: HeapSample[] = [];
  const endMs = performance.now() + seconds * 1_000;
  while (performance.now() < endMs || samples.length < 2) {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    samples.push({ atMs: performance.now(), bytes: usedSize });
    await pause(HEAP_EVERY_MS);
  }
  await session.detach();
  return samples;
}
