import { VIEW_KIND, type ViewKindCode } from '../../main/contract/view-frame.ts';
import { StageClocks } from '../../main/core/analytics/stage-clocks.ts';
import type { StageLatency } from '../../main/core/views/latency-stage.ts';
import { NO_CHANGE, ViewPublisher, type PublishedView } from '../../main/terminal/view-publisher.ts';

/** A view whose payload is its newest value repeated; dirty whenever `set` was called after the last write. */
export class CountingView implements PublishedView {
  readonly kind: ViewKindCode;
  readonly viewId: number;
  /** Times `close` was called. */
  closed = 0;
  readonly #length: number;
  #value = 0;
  #isDirty = false;

  constructor(viewId: number, length = 2, kind: ViewKindCode = VIEW_KIND.ladder) {
    this.viewId = viewId;
    this.kind = kind;
    this.#length = length;
  }
  set(value: number): void {
    this.#value = value;
    this.#isDirty = true;
  }
  isDirty(): boolean {
    return this.#isDirty;
  }
  write(frame: Float64Array, start: number): number {
    if (frame.length - start < this.#length) return -1;
    frame.fill(this.#value, start, start + this.#length);
    this.#isDirty = false;
    return this.#length;
  }
  close(): void {
    this.closed += 1;
  }
}

export type PublisherSetting = {
  publisher: ViewPublisher;
  frames: Float64Array[];
  counts: { framesPublished: number; viewsCoalesced: number };
  /** One display frame, after a change at `changedMs` if there was one. */
  publish: (nowMs: number, changedMs?: number) => void;
  stage: (name: 'publish' | 'paint', nowMs: number) => StageLatency | undefined;
};

export function publisherOf(...views: PublishedView[]): PublisherSetting {
  const frames: Float64Array[] = [];
  const counts = { framesPublished: 0, viewsCoalesced: 0 };
  const stages = new StageClocks(0);
  const publisher = new ViewPublisher({ send: (frame) => frames.push(frame), counts, stages });
  for (const view of views) publisher.add(view);
  return {
    publisher,
    frames,
    counts,
    publish: (nowMs, changedMs = NO_CHANGE) =>
      publisher.publish({ wallMs: nowMs, monotonicMs: nowMs, changedMs }),
    stage: (name, nowMs) => stages.view(nowMs).find(({ stage }) => stage === name),
  };
}
