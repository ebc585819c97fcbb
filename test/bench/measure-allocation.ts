import { PerformanceObserver } from 'node:perf_hooks';
import { soloResult, type BenchResult } from './bench-report.ts';
import { makeBookStream, type BookStreamOptions } from './book-stream.ts';
import { deltasOf, frameBytes } from './delta-stream.ts';
import { systemClock } from '../../main/terminal/system-clock.ts';
import { median } from './statistics.ts';
import { openLiveClient } from './stream-venue.ts';
import { livedIn } from './there-and-back.ts';

/** Frames that one read of the socket brings when it is busy. */
const FRAMES_A_READ = 64;
const READS_A_WINDOW = 40;

/**
 * Bytes that the JavaScript heap grows by for each delta of ten levels, from its bytes to the verified book, once the
 * compiler has settled. See {@link allocatedBytes} for how.
 */
export async function measureAllocation(shape: BookStreamOptions): Promise<BenchResult> {
  const stream = livedIn(makeBookStream(shape), 3);
  const frames = deltasOf(stream, systemClock().wallMicros()).map((delta) =>
    frameBytes('flat-msgpack', delta),
  );
  const { deliverRead, client } = openLiveClient(stream, 'flat-msgpack');
  const reads: Uint8Array[][] = [];
  for (let at = 0; at < frames.length; at += FRAMES_A_READ) reads.push(frames.slice(at, at + FRAMES_A_READ));
  const settled = reads.length >> 1;
  for (const read of reads.slice(0, settled)) deliverRead(read);
  let next = settled;
  const bytes = await allocatedBytes(() => {
    const end = Math.min(next + READS_A_WINDOW, reads.length);
    for (; next < end; next += 1) deliverRead(reads[next] ?? []);
    return next < reads.length;
  });
  if (client.feed.liveCount !== stream.opening.length)
    throw new Error('expected every book to be live at the end');
  client.close();
  return soloResult(
    'alloc/bytes-per-message',
    'bytes',
    Math.max(0, bytes / (FRAMES_A_READ * READS_A_WINDOW)),
  );
}

/**
 * Bytes of heap that one call of `work` takes: the median of many calls, each a window in which nothing was collected
 * (windows with a collection in them do not count), so that what was made and dropped at once is counted too.
 *
 * @param work answers whether it can be called again
 */
export async function allocatedBytes(work: () => boolean): Promise<number> {
  const collections: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) collections.push(entry.startTime);
  });
  observer.observe({ entryTypes: ['gc'] });
  const windows: { readonly from: number; readonly to: number; readonly bytes: number }[] = [];
  let isMore = true;
  while (isMore) {
    globalThis.gc?.();
    const from = performance.now();
    const before = process.memoryUsage().heapUsed;
    isMore = work();
    const bytes = process.memoryUsage().heapUsed - before;
    const to = performance.now();
    if (isMore || windows.length === 0) windows.push({ from, to, bytes });
    await new Promise((done) => setImmediate(done)); // collections are told of after the turn
  }
  observer.disconnect();
  const quiet = windows.filter(({ from, to }) => !collections.some((at) => at >= from && at <= to));
  if (quiet.length === 0) throw new Error('expected a window without a collection');
  return median(quiet.map(({ bytes }) => bytes));
}
