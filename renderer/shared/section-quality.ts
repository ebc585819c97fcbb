import { LIVE, type DataQuality } from '../../main/contract/data-quality.ts';
import type { FrameSection } from '../api/terminal-client.ts';

/** What the terminal said of a view's data in the frame that brought it. */
export function qualityOfSection({
  reason,
  staleSinceMs,
}: Pick<FrameSection, 'reason' | 'staleSinceMs'>): DataQuality {
  return reason === 'none' ? LIVE : { isLive: false, reason, staleSinceMs };
}

/** The more worrying of the two: what is said of the book now, and what came with the frame that is shown. */
export function worseQuality(now: DataQuality, ofFrame: DataQuality): DataQuality {
  return now.isLive ? ofFrame : now;
}
