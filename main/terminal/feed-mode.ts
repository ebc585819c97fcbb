export { FEED_MODES, type FeedMode } from '../core/market-data/feed-mode.ts';
