import type { DataQuality, StaleReason } from '../../main/contract/data-quality.ts';
import { ageText } from './format.ts';

/** A word or two for a badge. */
export const REASON_WORDS: Readonly<Record<StaleReason, string>> = {
  none: 'live',
  connecting: 'connecting',
  disconnected: 'disconnected',
  syncing: 'syncing',
  gap: 'gap',
  'hash-mismatch': 'hash mismatch',
  crossed: 'crossed book',
  'invalid-message': 'invalid message',
  'behind-heartbeat': 'behind heartbeat',
  silent: 'venue silent',
  'instrument-changed': 'terms changed',
  'host-silent': 'terminal silent',
};

/** What it means, for a tooltip. */
export const REASON_EXPLANATIONS: Readonly<Record<StaleReason, string>> = {
  none: 'The book is the venue’s, verified by its hash',
  connecting: 'Not connected yet; nothing is known',
  disconnected: 'The connection is lost; these are the last numbers received',
  syncing: 'A snapshot of the book, or trades known to be missing, have been asked for and are not here yet',
  gap: 'A message of the venue is missing; a new snapshot has been asked for',
  'hash-mismatch': 'The book’s hash is not the venue’s; a new snapshot has been asked for',
  crossed: 'Best bid at or above best ask; a new snapshot has been asked for',
  'invalid-message': 'A message of the venue could not be read; a new snapshot has been asked for',
  'behind-heartbeat': 'The venue’s heartbeat names newer data than has arrived',
  silent: 'Nothing heard from the venue for longer than its heartbeat allows',
  'instrument-changed': 'The venue announced new terms; a new snapshot has been asked for',
  'host-silent': 'No sign of life from the terminal; the numbers may be old',
};

/** Age since the data stopped being live, "1.2 s"; '' while live or never live. */
export function staleAgeText(quality: DataQuality, nowMs: number): string {
  return quality.isLive || quality.staleSinceMs === 0 ? '' : ageText(nowMs - quality.staleSinceMs);
}

/** "live", "connecting" when it never was live, else "stale 1.2 s · gap". */
export function qualityText(quality: DataQuality, nowMs: number): string {
  if (quality.isLive) return 'live';
  const word = REASON_WORDS[quality.reason];
  return quality.staleSinceMs === 0 ? word : `stale ${ageText(nowMs - quality.staleSinceMs)} · ${word}`;
}
