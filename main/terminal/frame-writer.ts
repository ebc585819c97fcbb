import { FRAME_VERSION, HEADER, SECTION, type ViewKindCode } from '../contract/view-frame.ts';
import { MAX_FRAME_BYTES } from '../contract/host-transport.ts';

/** What a view says of itself beside its payload. Filled by the view while it writes. */
export type SectionHead = {
  /** Index of STALE_REASONS, 0 while live. */
  reason: number;
  staleSinceMs: number;
  sequence: number;
  dataTimeMs: number;
};

/** What fills a section. */
export type SectionWriter = {
  readonly viewId: number;
  readonly kind: ViewKindCode;
  /**
   * Fills the payload, which starts at `start` and ends at the frame's end, and the head.
   *
   * @returns the payload's length, or -1 when it needs more room than there is
   */
  write(frame: Float64Array, start: number, head: SectionHead): number;
};

const CAPACITY = MAX_FRAME_BYTES / Float64Array.BYTES_PER_ELEMENT;

/** Builds frames of the layout in contract/view-frame.ts, one at a time, in one buffer that is reused. */
export class FrameWriter {
  readonly #buffer = new Float64Array(CAPACITY);
  readonly #head: SectionHead = { reason: 0, staleSinceMs: 0, sequence: 0, dataTimeMs: 0 };
  #length: number = HEADER.length;
  #sections = 0;

  get sectionCount(): number {
    return this.#sections;
  }

  begin(): void {
    this.#length = HEADER.length;
    this.#sections = 0;
  }

  /**
   * Appends one section.
   *
   * @returns false when it did not fit; the frame is as before
   */
  append(view: SectionWriter): boolean {
    const start = this.#length + SECTION.length;
    if (start >= CAPACITY) return false;
    const length = view.write(this.#buffer, start, this.#head);
    if (length < 0) return false;
    const at = this.#length;
    this.#buffer[at + SECTION.viewId] = view.viewId;
    this.#buffer[at + SECTION.kind] = view.kind;
    this.#buffer[at + SECTION.payloadLength] = length;
    this.#buffer[at + SECTION.reason] = this.#head.reason;
    this.#buffer[at + SECTION.staleSinceMs] = this.#head.staleSinceMs;
    this.#buffer[at + SECTION.sequence] = this.#head.sequence;
    this.#buffer[at + SECTION.dataTimeMs] = this.#head.dataTimeMs;
    this.#length = start + length;
    this.#sections += 1;
    return true;
  }

  /** @returns the frame as an array that owns its whole buffer */
  finish(frameNumber: number, publishedTimeMs: number): Float64Array {
    this.#buffer[HEADER.version] = FRAME_VERSION;
    this.#buffer[HEADER.frameNumber] = frameNumber;
    this.#buffer[HEADER.publishedTimeMs] = publishedTimeMs;
    this.#buffer[HEADER.sectionCount] = this.#sections;
    return this.#buffer.slice(0, this.#length);
  }
}
