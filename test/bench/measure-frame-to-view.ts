import { createLadderView, projectLadder } from '../../main/core/views/ladder-view.ts';
import { systemClock } from '../../main/terminal/system-clock.ts';
import type { CodecName } from '../../main/wire/codec.ts';
import { soloResult, type BenchResult, type Percentiles } from './bench-report.ts';
import { checkEnds, flatOf } from './book-ends.ts';
import { makeBookStream, type BookStream, type BookStreamOptions } from './book-stream.ts';
import { deltasOf, frameBytes } from './delta-stream.ts';
import { median, percentile } from './statistics.ts';
import { openLiveClient } from './stream-venue.ts';

const LADDER = { groupStep: 1, rows: 40, centreTicks: null };
const CODEC: CodecName = 'flat-msgpack';
const NAME = 'pipeline/frame-to-view';
const UNIT = 'µs';

/**
 * Microseconds from the bytes of a delta to a ladder of 40 rows projected from the book after it, through the product's
 * feed client with every check on; a fake connection stands for the socket. Medians of the rounds' percentiles.
 */
export function measureFrameToView(shape: BookStreamOptions, rounds: number): BenchResult[] {
  const stream = makeBookStream(shape);
  const frames = deltasOf(stream, systemClock().wallMicros()).map((delta) => frameBytes(CODEC, delta));
  const measured: Percentiles[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    globalThis.gc?.();
    const micros = timeFrames(stream, frames);
    if (round > 0) measured.push({ p50: percentile(micros, 0.5), p99: percentile(micros, 0.99) });
  }
  const p50 = median(measured.map((one) => one.p50));
  const p99 = median(measured.map((one) => one.p99));
  return [
    soloResult(NAME, UNIT, { p50, p99 }),
    soloResult(`${NAME}-p50`, UNIT, p50),
    soloResult(`${NAME}-p99`, UNIT, p99),
  ];
}

/** One figure per frame. @throws Error when a frame was refused or a book did not end as the stream says */
function timeFrames(stream: BookStream, frames: readonly Uint8Array[]): Float64Array {
  const { client, deliver } = openLiveClient(stream, CODEC);
  const { instruments } = client.feed;
  const views = instruments.map(() => createLadderView());
  const micros = new Float64Array(frames.length);
  for (let i = 0; i < frames.length; i += 1) {
    const frame = frames[i];
    const place = stream.changes[i]?.instrument ?? 0;
    const pipeline = instruments[place]?.pipeline;
    const view = views[place];
    if (frame === undefined || pipeline === undefined || view === undefined) continue;
    const start = performance.now();
    deliver(frame);
    projectLadder(pipeline.book, LADDER, pipeline.tradeSummary.last, view);
    micros[i] = (performance.now() - start) * 1_000;
  }
  if (client.feed.liveCount !== instruments.length)
    throw new Error(
      `expected ${instruments.length} live books at the end, received ${client.feed.liveCount}`,
    );
  checkEnds(stream, (place) => flatOf(instruments[place]?.pipeline.book));
  client.close();
  return micros;
}
