import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../../../main/core/market-data/market-event.ts';
import { encodeServerMessage } from '../../../main/wire/encode-message.ts';
import { RunTally } from '../../../feed-simulator/load/run-tally.ts';
import { StreamFollower } from '../../../feed-simulator/load/stream-follower.ts';
import { hashOfLevels } from '../../../feed-simulator/server/book-hash.ts';
import {
  BOOK_SUBSCRIPTION,
  NOON,
  aDelta,
  aHeartbeat,
  aSnapshot,
  anAcknowledgement,
  inParts,
  someTrades,
} from '../../support/market-events.ts';

const OPENING = [200, 5, 203, 7];
const snapshot = aSnapshot({ sequence: 10, levels: OPENING, hash: hashOfLevels(OPENING) });
const delta = aDelta({
  previousSequence: 10,
  sequence: 12,
  levels: [200, 0, 198, 4],
  hash: hashOfLevels([198, 4, 203, 7]),
  sentTime: NOON,
});

function followed(isSample: boolean, events: readonly MarketEvent[]): { tally: RunTally; seen: string[] } {
  const tally = new RunTally();
  const seen: string[] = [];
  const onEvent = (event: MarketEvent): void => void seen.push(event.type);
  const follower = new StreamFollower({ codec: 'msgpack', tally, isSample, onEvent });
  for (const event of events) {
    const bytes = Buffer.from(encodeServerMessage('msgpack', event));
    follower.take(bytes, 0, bytes.length, NOON + 2_000);
  }
  return { tally, seen };
}

describe('StreamFollower', () => {
  it('counts deltas and trades as deliveries with their delay, and nothing else', () => {
    const { tally, seen } = followed(false, [
      anAcknowledgement({ channel: 'trades', subscription: 2, sequence: 0 }),
      snapshot,
      delta,
      { ...someTrades(1, 2), sentTime: NOON },
      aHeartbeat([BOOK_SUBSCRIPTION, 12, 2, 2]),
    ]);
    expect(tally).toMatchObject({ deliveries: 2, brokenChains: 0, unreadable: 0, verifiedBooks: 0 });
    expect([tally.delays.total, tally.delays.percentileMs(1)]).toEqual([2, 2.1]);
    expect(seen).toEqual(['subscribed']);
  });

  it('verifies every book message when it belongs to the sample', () => {
    const { tally } = followed(true, [...inParts(snapshot, 1), delta]);
    expect(tally).toMatchObject({ verifiedBooks: 2, wrongBooks: 0, brokenChains: 0 });
  });

  it.each<[string, MarketEvent[]]>([
    ['a delta left out', [snapshot, { ...delta, previousSequence: 11 }]],
    ['a delta that comes twice', [snapshot, delta, delta]],
    ['a delta without a snapshot', [delta]],
    ['a heartbeat that names more than came', [snapshot, aHeartbeat([BOOK_SUBSCRIPTION, 12])]],
  ])('finds %s', (_what, events) => {
    expect(followed(false, events).tally.brokenChains).toBeGreaterThan(0);
  });

  it.each<[string, MarketEvent]>([
    ['a wrong hash', { ...delta, hash: [1, 2] }],
    ['a wrong size', { ...delta, levels: [200, 0, 198, 5] }],
    [
      'a crossed book with its own hash',
      { ...delta, levels: [204, 9], hash: hashOfLevels([...OPENING, 204, 9]) },
    ],
  ])('finds %s in the sample', (_what, wrong) => {
    expect(followed(true, [snapshot, wrong]).tally).toMatchObject({ verifiedBooks: 1, wrongBooks: 1 });
  });

  it('goes on behind a gap that the venue told of, and counts what is missing', () => {
    const gap: MarketEvent = { type: 'gap', epoch: 7, subscription: 2, from: 1, to: 4 };
    const { tally } = followed(false, [
      anAcknowledgement({ channel: 'trades', subscription: 2, sequence: 0 }),
      gap,
      someTrades(5, 6),
    ]);
    expect(tally).toMatchObject({ gaps: 4, brokenChains: 0 });
  });

  it('counts what cannot be read, and errors by code', () => {
    const { tally, seen } = followed(false, [
      { type: 'error', id: 0, code: 'SLOW_READER', message: 'x' },
      { ...snapshot, hash: [-1, 0] },
    ]);
    expect([tally.errors.get('SLOW_READER'), tally.unreadable, seen]).toEqual([1, 1, ['error']]);
  });
});
