import { LIVE, type DataQuality } from '../../main/contract/data-quality.ts';
import type { FrameSection } from '../api/terminal-client.ts';

/** Of what is shown while nothing vouches for it: the panel could not be seen or the connection was lost, and the first section is not here. */
export const AWAITING_SECTION: DataQuality = { isLive: false, reason: 'syncing', staleSinceMs: 0 };

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
