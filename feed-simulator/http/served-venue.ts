import type { Venue } from '../server/venue.ts';

/** What HTTP needs of the venue. */
export type ServedVenue = Pick<
  Venue,
  | 'epoch'
  | 'isBusy'
  | 'spend'
  | 'openTopics'
  | 'tradeHistory'
  | 'candleHistory'
  | 'definitions'
  | 'judgeReading'
  | 'welcomeFor'
  | 'heartbeatFor'
  | 'goingAway'
>;
