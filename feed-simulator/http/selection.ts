import {
  CHANNELS,
  CONFLATION_STEPS_MS,
  VENUE_CANDLE_INTERVALS_MS,
} from '../../main/core/market-data/channel.ts';
import type { Channel, ConflationMs, VenueCandleIntervalMs } from '../../main/core/market-data/channel.ts';
import { refusal } from '../server/access-refusal.ts';
import type { AccessRefusal } from '../server/access-refusal.ts';
import type { TopicSelection } from '../server/topic-selection.ts';

/** Topics of one request; a connection's own limit of subscriptions may be lower. */
export const MAX_TOPICS = 256;
const MAX_NAMES = 256;
const MAX_LIST_LENGTH = 4_096;
const NAME = '[A-Z0-9.\\-_/*]{1,64}';

/** As the schema below lets it pass. */
export type SelectionQuery = {
  readonly channels: string;
  readonly instruments: string;
  readonly depth?: number;
  readonly conflationMs?: ConflationMs;
  readonly intervalMs?: VenueCandleIntervalMs;
};

/** JSON schema of the fields of {@link SelectionQuery}; a query is text, and Ajv makes numbers of it. */
export const SELECTION_FIELDS = {
  channels: {
    type: 'string',
    maxLength: 64,
    pattern: `^(${CHANNELS.join('|')})(,(${CHANNELS.join('|')}))*$`,
  },
  instruments: { type: 'string', maxLength: MAX_LIST_LENGTH, pattern: `^${NAME}(,${NAME})*$` },
  depth: { type: 'integer', minimum: 0, maximum: 1_000 },
  conflationMs: { type: 'integer', enum: [...CONFLATION_STEPS_MS] },
  intervalMs: { type: 'integer', enum: [...VENUE_CANDLE_INTERVALS_MS] },
} as const;

/** What the query asks for, or why it contradicts itself. A channel or a name said twice is said once. */
export function selectionOf(query: SelectionQuery): TopicSelection | AccessRefusal {
  const channels = [...new Set(query.channels.split(',') as Channel[])];
  const instruments = [...new Set(query.instruments.split(','))];
  const has = (...wanted: readonly Channel[]) => wanted.some((channel) => channels.includes(channel));
  if (instruments.length > MAX_NAMES)
    return bad(`expected at most ${MAX_NAMES} instruments or patterns, received ${instruments.length}`);
  if ((query.depth ?? 0) > 0 && !has('book')) return bad('depth is of the channel book');
  if ((query.conflationMs ?? 0) > 0 && !has('book', 'ticker', 'candles'))
    return bad('conflationMs is of the channels book, ticker and candles');
  if (has('candles') !== (query.intervalMs !== undefined))
    return bad('intervalMs belongs to the channel candles, and only there');
  const { depth, conflationMs, intervalMs } = query;
  return {
    channels,
    instruments,
    ...(depth === undefined ? {} : { depth }),
    ...(conflationMs === undefined ? {} : { conflationMs }),
    ...(intervalMs === undefined ? {} : { intervalMs }),
  };
}

function bad(message: string): AccessRefusal {
  return refusal('BAD_MESSAGE', message);
}
