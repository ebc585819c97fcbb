export { LIVE, STALE_REASONS, type DataQuality, type StaleReason } from '../core/market-data/data-quality.ts';
