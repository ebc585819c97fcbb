import { secondsText } from '../../shared/format.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** What a mark on the time axis stands for; the order is the charting library's. */
export type TimeMark = 'year' | 'month' | 'day' | 'minute' | 'second';

/** Text of a mark on the time axis, UTC. */
export function timeMarkText(timeMs: number, mark: TimeMark): string {
  const date = new Date(timeMs);
  switch (mark) {
    case 'year':
      return String(date.getUTCFullYear());
    case 'month':
      return MONTHS[date.getUTCMonth()] ?? '';
    case 'day':
      return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''}`;
    case 'minute':
      return secondsText(timeMs).slice(0, 5);
    case 'second':
      return secondsText(timeMs);
  }
}

/** Text of the crosshair on the time axis, UTC: "22 Nov 14:03:07". */
export function crosshairTimeText(timeMs: number): string {
  return `${timeMarkText(timeMs, 'day')} ${secondsText(timeMs)}`;
}
