import { getHeapStatistics } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { VIEW_KIND } from '../../main/contract/view-frame.ts';
import { NO_CHANGE, ViewPublisher, type PublishedView } from '../../main/terminal/view-publisher.ts';
import { LadderSection } from '../../main/terminal/views/ladder-section.ts';
import { SharedLadders } from '../../main/terminal/views/shared-ladders.ts';
import { TapeSection } from '../../main/terminal/views/tape-section.ts';
import { joining, PICTURE } from '../support/pipeline-rig.ts';
import { aLiveTerminal } from '../support/terminal-rig.ts';

const LADDERS = 8;
/** Of the frame's own objects: its numbers lie outside the heap. Measured with Node 24: 200. */
const FRAME_BYTES = 240;
/** Measured: 13. A closure is 64, a subarray 100, an array of a few numbers as much. */
const BYTES_PER_SECTION = 32;
const BOUND = FRAME_BYTES + BYTES_PER_SECTION * LADDERS;
/** The engine must have compiled the path before it stops boxing numbers. */
const WARM_UP = 3_000;
const MEASURED = 401;

/** Bytes of heap for one frame of eight ladders that all changed, beside a quiet tape: the median, which no collection moves. */
function bytesPerPublish(...more: PublishedView[]): { bytes: number; frames: number } {
  const rig = aLiveTerminal(PICTURE);
  const fed = rig.client.feed.find('ESZ6');
  if (fed === undefined) throw new Error('expected the instrument');
  const published = { framesPublished: 0, viewsCoalesced: 0 };
  const publisher = new ViewPublisher({
    send: () => undefined,
    counts: published,
    stages: rig.client.stages,
  });
  const ladders = new SharedLadders();
  for (let i = 0; i < LADDERS; i += 1) {
    const request = {
      kind: 'ladder',
      instrument: 'ESZ6',
      groupStep: 1,
      rows: 20 + i,
      centreTicks: null,
    } as const;
    publisher.add(new LadderSection(i + 1, request, fed, ladders));
  }
  publisher.add(new TapeSection(LADDERS + 1, fed));
  for (const view of more) publisher.add(view);
  const changes = [joining([205, 5]), joining([205, 6])];
  const moment = { wallMs: 0, monotonicMs: 0, changedMs: NO_CHANGE };
  const measured: number[] = [];
  for (let step = 0; step < WARM_UP + MEASURED; step += 1) {
    const change = changes[step % 2];
    if (change !== undefined)
      rig.venue.say({ ...change, previousSequence: 100 + step, sequence: 101 + step });
    moment.wallMs += 16;
    moment.monotonicMs += 16;
    moment.changedMs = moment.monotonicMs - 3;
    const before = getHeapStatistics().used_heap_size;
    const ready = getHeapStatistics().used_heap_size;
    publisher.publish(moment);
    const after = getHeapStatistics().used_heap_size;
    publisher.acknowledge(published.framesPublished, moment.monotonicMs);
    if (step >= WARM_UP) measured.push(after - ready - (ready - before));
  }
  const sorted = measured.sort((a, b) => a - b);
  return { bytes: sorted[MEASURED >> 1] ?? Number.NaN, frames: published.framesPublished };
}

describe('ViewPublisher, what a frame costs in memory', () => {
  it('makes nothing in steady state but the frame it hands over', () => {
    const { bytes, frames } = bytesPerPublish();
    expect(frames).toBe(WARM_UP + MEASURED);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(BOUND);
  });

  it('is seen to make more when a view makes a list for each frame', () => {
    let last: unknown[] = [];
    const wasteful: PublishedView = {
      viewId: 99,
      kind: VIEW_KIND.watchlist,
      isDirty: (nowMs) => (last = Array.from({ length: 40 }, (_, i) => ({ i, nowMs }))).length < 0,
      write: () => -1,
      close: () => undefined,
    };
    expect(bytesPerPublish(wasteful).bytes).toBeGreaterThan(BOUND);
    expect(last).toHaveLength(40);
  });
});
