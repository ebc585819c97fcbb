import { STALE_REASONS, type DataQuality } from '../../contract/data-quality.ts';
import type { SectionHead } from '../frame-writer.ts';

const MICROS_PER_MS = 1_000;

/** Fills a section's head from what a pipeline says of its data. @param venueMicros of the newest data, microseconds */
export function writeHead(
  head: SectionHead,
  quality: DataQuality,
  sequence: number,
  venueMicros: number,
): void {
  head.reason = STALE_REASONS.indexOf(quality.reason);
  head.staleSinceMs = quality.staleSinceMs;
  head.sequence = sequence;
  head.dataTimeMs = venueMicros / MICROS_PER_MS;
}
