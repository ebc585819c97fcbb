import { TerminalError } from '../contract/terminal-error.ts';
import {
  CANDLE_INTERVALS_MS,
  type CandleIntervalMs,
  type OpenedView,
  type ViewChange,
  type ViewRequest,
} from '../contract/view-request.ts';
import { FEED_MODES, type FeedMode } from '../core/market-data/feed-mode.ts';
import { MAX_GROUP_STEP, MAX_LADDER_ROWS } from '../core/views/ladder-view.ts';

const MAX_TICKS = 0x3fff_ffff;

type Fields = Readonly<Record<string, unknown>>;

/** Untrusted input to a view request. @throws TerminalError TERMINAL_INVALID_INPUT with what was expected and received */
export function readViewRequest(input: unknown): ViewRequest {
  const fields = readFields(input, 'a view request');
  switch (fields['kind']) {
    case 'watchlist':
      return { kind: 'watchlist' };
    case 'tape':
      return { kind: 'tape', instrument: readText(fields, 'instrument') };
    case 'candles':
      return {
        kind: 'candles',
        instrument: readText(fields, 'instrument'),
        intervalMs: readInterval(fields),
      };
    case 'ladder':
      return {
        kind: 'ladder',
        instrument: readText(fields, 'instrument'),
        groupStep: readInteger(fields, 'groupStep', 1, MAX_GROUP_STEP),
        rows: readInteger(fields, 'rows', 1, MAX_LADDER_ROWS),
        centreTicks: fields['centreTicks'] === null ? null : readInteger(fields, 'centreTicks', 0, MAX_TICKS),
      };
    default:
      throw invalid('kind ladder, watchlist, tape or candles', fields['kind']);
  }
}

/** @throws TerminalError as {@link readViewRequest} */
export function readViewChange(input: unknown): ViewChange {
  const fields = readFields(input, 'a view change');
  return { viewId: readViewId(fields), request: readViewRequest(fields['request']) };
}

/** @throws TerminalError as {@link readViewRequest} */
export function readOpenedView(input: unknown): OpenedView {
  return { viewId: readViewId(readFields(input, 'a view')) };
}

/** @throws TerminalError as {@link readViewRequest} */
export function readFeedMode(input: unknown): FeedMode {
  const value = readFields(input, 'a feed mode')['mode'];
  const mode = FEED_MODES.find((known) => known === value);
  if (mode === undefined) throw invalid(`mode ${FEED_MODES.join(' or ')}`, value);
  return mode;
}

function readViewId(fields: Fields): number {
  return readInteger(fields, 'viewId', 1, Number.MAX_SAFE_INTEGER);
}

function readFields(input: unknown, what: string): Fields {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw invalid(what, input);
  return input as Fields;
}

function readText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value.length >= 1 && value.length <= 32) return value;
  throw invalid(`${name} of 1 to 32 characters`, value);
}

function readInteger(fields: Fields, name: string, least: number, most: number): number {
  const value = fields[name];
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most)
    return value as number;
  throw invalid(`${name} from ${least} to ${most}`, value);
}

function readInterval(fields: Fields): CandleIntervalMs {
  const value = fields['intervalMs'];
  const interval = CANDLE_INTERVALS_MS.find((known) => known === value);
  if (interval === undefined) throw invalid(`intervalMs ${CANDLE_INTERVALS_MS.join(', ')}`, value);
  return interval;
}

function invalid(expected: string, received: unknown): TerminalError {
  return new TerminalError('TERMINAL_INVALID_INPUT', `expected ${expected}, received ${textOf(received)}`);
}

function textOf(received: unknown): string {
  try {
    return (JSON.stringify(received) ?? String(received)).slice(0, 80);
  } catch {
    return 'what has no JSON'; // a BigInt, a circle, or nested deeper than the stack
  }
}
