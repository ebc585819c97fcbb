import type { SubscriptionTerms } from '../core/market-data/venue-request.ts';

/**
 * Which terms go with which channel (PROTOCOL.md section 5): `depth` with `book`; `conflationMs` with `book`, `ticker` and
 * `candles`; 0 is tolerated elsewhere. `intervalMs` must stand with `candles` and nowhere else.
 *
 * @returns '' when all is well, else what is wrong
 */
export function termsFault({ channel, depth, conflationMs, intervalMs }: SubscriptionTerms): string {
  if (depth !== undefined && depth !== 0 && channel !== 'book')
    return `expected depth 0 or none for ${channel}, received ${depth}`;
  if (conflationMs !== undefined && conflationMs !== 0 && !isConflatable(channel))
    return `expected conflationMs 0 or none for ${channel}, received ${conflationMs}`;
  if (channel === 'candles' && intervalMs === undefined)
    return 'expected field "intervalMs" for candles, received nothing';
  if (channel !== 'candles' && intervalMs !== undefined)
    return `expected no intervalMs for ${channel}, received ${intervalMs}`;
  return '';
}

/** The terms that were given and nothing else; none is made up. */
export function termsOf<Terms extends SubscriptionTerms>({
  channel,
  depth,
  conflationMs,
  intervalMs,
}: Terms): Pick<Terms, 'channel' | 'depth' | 'conflationMs' | 'intervalMs'> {
  return {
    channel,
    ...(depth === undefined ? {} : { depth }),
    ...(conflationMs === undefined ? {} : { conflationMs }),
    ...(intervalMs === undefined ? {} : { intervalMs }),
  };
}

function isConflatable(channel: SubscriptionTerms['channel']): boolean {
  return channel === 'book' || channel === 'ticker' || channel === 'candles';
}
