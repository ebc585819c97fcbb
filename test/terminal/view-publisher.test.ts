import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FRAME_BYTES } from '../../main/contract/host-transport.ts';
import { HEADER, SECTION } from '../../main/contract/view-frame.ts';
import { CountingView, publisherOf } from '../support/publisher-rig.ts';

/** Pairs of view id and first payload value. */
function sectionsOf(frame: Float64Array): [number, number][] {
  const sections: [number, number][] = [];
  let at: number = HEADER.length;
  for (let i = 0; i < (frame[HEADER.sectionCount] ?? 0); i += 1) {
    sections.push([frame[at + SECTION.viewId] ?? -1, frame[at + SECTION.length] ?? -1]);
    at += SECTION.length + (frame[at + SECTION.payloadLength] ?? 0);
  }
  expect(at).toBe(frame.length);
  return sections;
}

describe('ViewPublisher', () => {
  it('sends one frame with every view that changed, and none when nothing did', () => {
    const [a, b, c] = [new CountingView(1), new CountingView(2), new CountingView(3)];
    const { publish, frames } = publisherOf(a, b, c);
    publish(0);
    a.set(5);
    c.set(7);
    publish(1);
    publish(2);
    expect(frames.map(sectionsOf)).toEqual([
      [
        [1, 5],
        [3, 7],
      ],
    ]);
  });

  it('keeps at most two frames unacknowledged and then shows the latest', () => {
    const view = new CountingView(1);
    const { publisher, publish, frames, counts } = publisherOf(view);
    for (let value = 1; value <= 5; value += 1) {
      view.set(value);
      publish(value);
    }
    expect(frames.map((frame) => frame[HEADER.frameNumber])).toEqual([1, 2]);
    publisher.acknowledge(1, 6);
    publish(6);
    expect(frames.map(sectionsOf).at(-1)).toEqual([[1, 5]]);
    expect(counts).toEqual({ framesPublished: 3, viewsCoalesced: 1 });
  });

  it.each([0, 3, 99, -1, 1.5, Number.NaN])(
    'gives no credit for acknowledging frame %d that was not sent',
    (number) => {
      const view = new CountingView(1);
      const { publisher, publish, frames } = publisherOf(view);
      for (let value = 1; value <= 2; value += 1) {
        view.set(value);
        publish(value);
      }
      publisher.acknowledge(number, 3);
      view.set(3);
      publish(3);
      expect(frames).toHaveLength(2);
    },
  );

  it('never sends more than 64 KB and starves no view, whatever their sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 8_000 }), { minLength: 1, maxLength: 8 }), (lengths) => {
        const views = lengths.map((length, i) => new CountingView(i + 1, length));
        const { publisher, publish, frames } = publisherOf(...views);
        for (const view of views) view.set(1);
        for (let round = 0; round < lengths.length; round += 1) {
          publish(round);
          publisher.acknowledge(frames.length, round);
        }
        const shown = new Set(frames.flatMap(sectionsOf).map(([viewId]) => viewId));
        expect(shown.size).toBe(views.length);
        for (const frame of frames) {
          expect(frame.byteLength).toBeLessThanOrEqual(MAX_FRAME_BYTES);
          expect([frame.byteOffset, frame.buffer.byteLength]).toEqual([0, frame.byteLength]);
        }
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it('lets every view through in turn when all change always and not all fit', () => {
    const views = [1, 2, 3].map((viewId) => new CountingView(viewId, 5_000));
    const { publisher, publish, frames } = publisherOf(...views);
    for (let round = 0; round < 9; round += 1) {
      for (const view of views) view.set(round);
      publish(round);
      publisher.acknowledge(frames.length, round);
    }
    const turns = frames.flatMap(sectionsOf).map(([viewId]) => viewId);
    expect([1, 2, 3].map((viewId) => turns.filter((turn) => turn === viewId).length)).toEqual([3, 3, 3]);
  });

  it('forgets a closed view, and lets it go', () => {
    const [view, other] = [new CountingView(1), new CountingView(2)];
    const { publisher, publish, frames } = publisherOf(view, other);
    view.set(1);
    expect([publisher.remove(1), publisher.remove(1)]).toEqual([true, false]);
    publish(0);
    expect(frames).toEqual([]);
    publisher.clear();
    publisher.clear();
    expect([view.closed, other.closed, publisher.viewCount]).toEqual([1, 1, 0]);
  });

  it('asks no view of a window that is behind until it acknowledges', () => {
    const view = new CountingView(1);
    const { publisher, publish } = publisherOf(view);
    expect(publisher.isWatching).toBe(true);
    for (let value = 1; value <= 3; value += 1) {
      view.set(value);
      publish(value);
    }
    expect(publisher.isWatching).toBe(false);
    let asked = 0;
    view.isDirty = () => (asked += 1) > 0;
    publish(4);
    expect(asked).toBe(0);
    publisher.acknowledge(1, 5);
    expect(publisher.isWatching).toBe(true);
  });

  it('is watched while it has views', () => {
    const { publisher } = publisherOf();
    expect(publisher.isWatching).toBe(false);
    publisher.add(new CountingView(1));
    expect(publisher.isWatching).toBe(true);
    publisher.remove(1);
    expect(publisher.isWatching).toBe(false);
  });
});
