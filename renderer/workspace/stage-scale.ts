import type { LatencyStage } from '../../main/core/views/latency-stage.ts';
import { countText, MINUS } from '../shared/format.ts';

/** Ends of the one axis that all stages share, milliseconds: a microsecond to a second, six decades. */
const AXIS_FROM_MS = 0.001;
const DECADES = 6;

/** Marks of the axis, every second decade: text, and place as a share of its length. */
export const AXIS_MARKS: readonly { readonly text: string; readonly share: number }[] = [
  { text: '10 µs', share: 1 / DECADES },
  { text: '1 ms', share: 3 / DECADES },
  { text: '0.1 s', share: 5 / DECADES },
];

/** Place of a duration on the axis, 0 to 1; what is beyond an end stands at it. */
export function axisShare(ms: number): number {
  if (!(ms > AXIS_FROM_MS)) return 0;
  return Math.min(1, Math.log10(ms / AXIS_FROM_MS) / DECADES);
}

const LONG_MS = 10_000;

/** Milliseconds to the microsecond, so that the decimal points of a column stand in line: "0.052", "−1.250"; en dash for null. */
export function stageText(ms: number | null): string {
  if (ms === null) return '–';
  const text = Math.abs(ms) >= LONG_MS ? countText(Math.abs(ms)) : Math.abs(ms).toFixed(3);
  return ms < 0 ? `${MINUS}${text}` : text;
}

/** What a stage is, for a tooltip. */
export const STAGE_MEANINGS: Readonly<Record<LatencyStage, string>> = {
  network: 'From the venue’s send time to the read of the socket; below 0 when the clocks differ',
  decode: 'From bytes to a checked update',
  merge: 'From the update to a book whose hash agrees with the venue’s',
  publish:
    'From the change of the book to the frame that shows it; the wait for the next display frame is in it',
  paint: 'From the frame to the painter’s word that it is on the screen',
};
