import type { DataQuality } from '../../../main/contract/data-quality.ts';
import { priceText, type PriceFormat } from '../../shared/format.ts';
import { focusTicks, type LadderTouch } from './ladder-frame.ts';
import { isResting, type LadderPosition } from './ladder-geometry.ts';

/** "Spread 0.50", or which side is missing. */
export function spreadWords(touch: LadderTouch, format: PriceFormat): string {
  const { bestBidTicks: bid, bestAskTicks: ask } = touch;
  if (bid < 0 && ask < 0) return 'Empty book';
  if (bid < 0) return 'No bids';
  if (ask < 0) return 'No asks';
  // Below zero only while the book is crossed, which is shown as stale.
  const spread = ask - bid;
  return `Spread ${spread < 0 ? 'crossed' : priceText(spread, format)}`;
}

/** "1 tick", "12 ticks"; '' when a side is missing or the book is crossed. */
export function spreadTicksWords(touch: LadderTouch): string {
  const spread = touch.bestAskTicks - touch.bestBidTicks;
  if (touch.bestBidTicks < 0 || touch.bestAskTicks < 0 || spread < 0) return '';
  return spread === 1 ? '1 tick' : `${spread} ticks`;
}

/** What keeps the rows where they are: "following", "pinned" or "held" (by the pointer over them). */
export function positionWord(position: LadderPosition, isHeld: boolean): 'following' | 'pinned' | 'held' {
  if (position.isPinned) return 'pinned';
  return isHeld ? 'held' : 'following';
}

/** Where the touch is, seen from the panel; '' while it is near the middle. */
export function touchDirection(touch: LadderTouch | null, position: LadderPosition): '' | '▲' | '▼' {
  const focus = touch === null ? null : focusTicks(touch);
  if (focus === null || isResting(position, focus)) return '';
  return focus > (position.topRow - position.rows / 2) * position.step ? '▲' : '▼';
}

export type Picture = {
  readonly kind: 'connecting' | 'disconnected' | 'empty' | 'halted';
  readonly title: string;
  readonly advice: string;
};

/** What takes the place of the rows while there are none to show; null when there are. */
export function pictureFor(
  touch: LadderTouch | null,
  quality: DataQuality,
  state: 'trading' | 'halted' | 'closed',
): Picture | null {
  if (touch === null) {
    const isLost = quality.reason === 'disconnected' || quality.reason === 'host-silent';
    return isLost
      ? {
          kind: 'disconnected',
          title: 'No book',
          advice: 'It is asked for as soon as the connection is back.',
        }
      : { kind: 'connecting', title: 'Waiting for the book', advice: 'The terminal has asked for it.' };
  }
  if (touch.bestBidTicks >= 0 || touch.bestAskTicks >= 0) return null;
  if (!quality.isLive)
    return {
      kind: 'connecting',
      title: 'Waiting for a snapshot',
      advice: 'The book is shown once it is verified.',
    };
  if (state !== 'trading')
    return { kind: 'halted', title: `Trading is ${state}`, advice: 'No orders rest in the book.' };
  return { kind: 'empty', title: 'Empty book', advice: 'No orders rest on either side.' };
}
