export { CALM_READ_MS, FEED_MODES, type FeedMode } from '../core/market-data/feed-mode.ts';
