import { STALE_REASONS, type StaleReason } from '../../main/contract/data-quality.ts';
import { FRAME_VERSION, HEADER, SECTION } from '../../main/contract/view-frame.ts';
import type { ViewId } from '../../main/contract/view-request.ts';

/** What one view has to show, out of one frame. */
export type FrameSection = {
  /** Laid out as view-frame.ts says for the view's kind. Owned by the receiver, may be kept. */
  readonly payload: Float64Array;
  /** `none` while live. */
  readonly reason: StaleReason;
  /** Wall clock, milliseconds since the Unix epoch; 0 while live or never live. */
  readonly staleSinceMs: number;
  /** The book's (ladder) or the last trade's (tape, candles) sequence; 0 for the watchlist. */
  readonly sequence: number;
  /** Venue's time of the newest data in the view, milliseconds since the Unix epoch. */
  readonly dataTimeMs: number;
  /** When the terminal published the frame, milliseconds since the Unix epoch. */
  readonly publishedTimeMs: number;
};

export type AddressedSection = {
  readonly viewId: ViewId;
  readonly kind: number;
  readonly section: FrameSection;
};

export type ReadFrame =
  | { readonly type: 'frame'; readonly frameNumber: number; readonly sections: readonly AddressedSection[] }
  /** `frameNumber` is null when not even that could be read. */
  | { readonly type: 'malformed'; readonly frameNumber: number | null; readonly message: string };

/** Most sections in a frame; a window holds no more views than this. */
const MAX_SECTIONS = 64;

/** Reads a frame without trusting a number in it. Never throws; payloads are views on the frame's own buffer. */
export function readFrame(buffer: ArrayBuffer): ReadFrame {
  if (buffer.byteLength % 8 !== 0)
    return malformed(null, `expected a multiple of 8 bytes, received ${buffer.byteLength}`);
  const words = new Float64Array(buffer);
  if (words.length < HEADER.length)
    return malformed(null, `expected at least ${HEADER.length} words, received ${words.length}`);
  const version = at(words, HEADER.version);
  if (version !== FRAME_VERSION)
    return malformed(null, `expected frame version ${FRAME_VERSION}, received ${version}`);
  const frameNumber = at(words, HEADER.frameNumber);
  if (!isCount(frameNumber, Number.MAX_SAFE_INTEGER))
    return malformed(null, `expected a frame number, received ${frameNumber}`);
  const sectionCount = at(words, HEADER.sectionCount);
  if (!isCount(sectionCount, MAX_SECTIONS))
    return malformed(frameNumber, `expected 0 to ${MAX_SECTIONS} sections, received ${sectionCount}`);
  return readSections(words, frameNumber, sectionCount);
}

function readSections(words: Float64Array, frameNumber: number, sectionCount: number): ReadFrame {
  const publishedTimeMs = at(words, HEADER.publishedTimeMs);
  const sections: AddressedSection[] = [];
  let start: number = HEADER.length;
  for (let index = 0; index < sectionCount; index++) {
    const payloadStart = start + SECTION.length;
    const payloadLength = at(words, start + SECTION.payloadLength);
    if (payloadStart > words.length || !isCount(payloadLength, words.length - payloadStart))
      return malformed(frameNumber, `section ${index} at word ${start} ends beyond ${words.length} words`);
    const viewId = at(words, start + SECTION.viewId);
    const reason = STALE_REASONS[at(words, start + SECTION.reason)];
    if (!isCount(viewId, Number.MAX_SAFE_INTEGER) || reason === undefined)
      return malformed(frameNumber, `section ${index} at word ${start} has no known view or reason`);
    const section: FrameSection = {
      payload: words.subarray(payloadStart, payloadStart + payloadLength),
      reason,
      staleSinceMs: at(words, start + SECTION.staleSinceMs),
      sequence: at(words, start + SECTION.sequence),
      dataTimeMs: at(words, start + SECTION.dataTimeMs),
      publishedTimeMs,
    };
    sections.push({ viewId, kind: at(words, start + SECTION.kind), section });
    start = payloadStart + payloadLength;
  }
  if (start !== words.length)
    return malformed(frameNumber, `expected ${start} words, received ${words.length}`);
  return { type: 'frame', frameNumber, sections };
}

function at(words: Float64Array, index: number): number {
  return words[index] ?? Number.NaN;
}

function isCount(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= max;
}

function malformed(frameNumber: number | null, message: string): ReadFrame {
  return { type: 'malformed', frameNumber, message };
}
