import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FRAME_BYTES } from '../../main/contract/host-transport.ts';
import { HEADER, SECTION, VIEW_KIND } from '../../main/contract/view-frame.ts';
import { ViewPublisher, type PublishedView } from '../../main/terminal/view-publisher.ts';

/** A view whose payload is its newest value repeated; dirty whenever `set` was called after the last write. */
class CountingView implements PublishedView {
  readonly kind = VIEW_KIND.ladder;
  readonly viewId: number;
  readonly #length: number;
  #value = 0;
  #isDirty = false;

  constructor(viewId: number, length = 2) {
    this.viewId = viewId;
    this.#length = length;
  }
  set(value: number): void {
    this.#value = value;
    this.#isDirty = true;
  }
  isDirty(): boolean {
    return this.#isDirty;
  }
  write(payload: Float64Array): number {
    if (payload.length < this.#length) return -1;
    payload.fill(this.#value, 0, this.#length);
    this.#isDirty = false;
    return this.#length;
  }
}

type Setting = {
  publisher: ViewPublisher;
  frames: Float64Array[];
  counts: { framesPublished: number; viewsCoalesced: number };
};

function publisherOf(...views: PublishedView[]): Setting {
  const frames: Float64Array[] = [];
  const counts = { framesPublished: 0, viewsCoalesced: 0 };
  const publisher = new ViewPublisher((frame) => frames.push(frame), counts);
  for (const view of views) publisher.put(view);
  return { publisher, frames, counts };
}

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
    const { publisher, frames } = publisherOf(a, b, c);
    publisher.publish(0);
    a.set(5);
    c.set(7);
    publisher.publish(1);
    publisher.publish(2);
    expect(frames.map(sectionsOf)).toEqual([
      [
        [1, 5],
        [3, 7],
      ],
    ]);
  });

  it('keeps at most two frames unacknowledged and then shows the latest', () => {
    const view = new CountingView(1);
    const { publisher, frames, counts } = publisherOf(view);
    for (let value = 1; value <= 5; value += 1) {
      view.set(value);
      publisher.publish(value);
    }
    expect(frames.map((frame) => frame[HEADER.frameNumber])).toEqual([1, 2]);
    publisher.acknowledge(1);
    publisher.publish(6);
    expect(frames.map(sectionsOf).at(-1)).toEqual([[1, 5]]);
    expect(counts).toEqual({ framesPublished: 3, viewsCoalesced: 3 });
  });

  it.each([0, 3, 99, -1, 1.5, Number.NaN])(
    'gives no credit for acknowledging frame %d that was not sent',
    (number) => {
      const view = new CountingView(1);
      const { publisher, frames } = publisherOf(view);
      for (let value = 1; value <= 2; value += 1) {
        view.set(value);
        publisher.publish(value);
      }
      publisher.acknowledge(number);
      view.set(3);
      publisher.publish(3);
      expect(frames).toHaveLength(2);
    },
  );

  it('never sends more than 64 KB and starves no view, whatever their sizes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 8_000 }), { minLength: 1, maxLength: 8 }), (lengths) => {
        const views = lengths.map((length, i) => new CountingView(i + 1, length));
        const { publisher, frames } = publisherOf(...views);
        for (const view of views) view.set(1);
        for (let round = 0; round < lengths.length; round += 1) {
          publisher.publish(round);
          publisher.acknowledge(frames.length);
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
    const { publisher, frames } = publisherOf(...views);
    for (let round = 0; round < 9; round += 1) {
      for (const view of views) view.set(round);
      publisher.publish(round);
      publisher.acknowledge(frames.length);
    }
    const turns = frames.flatMap(sectionsOf).map(([viewId]) => viewId);
    expect([1, 2, 3].map((viewId) => turns.filter((turn) => turn === viewId).length)).toEqual([3, 3, 3]);
  });

  it('forgets a closed view', () => {
    const view = new CountingView(1);
    const { publisher, frames } = publisherOf(view);
    view.set(1);
    expect([publisher.remove(1), publisher.remove(1)]).toEqual([true, false]);
    publisher.publish(0);
    expect(frames).toEqual([]);
  });
});
