import { describe, expect, it } from 'vitest';
import type { CodecName } from '../../../main/wire/codec.ts';
import { encodeServerMessage } from '../../../main/wire/encode-message.ts';
import type { EncodedFrame } from '../../../feed-simulator/server/shared-message.ts';
import { readFrame } from '../../support/second-reader-flat.ts';
import { readMessagePack } from '../../support/second-reader-message-pack.ts';
import { FakeConnection, VenueFixture, ask as asks, bid, type Client } from './venue-fixture.ts';

const BOOK = { type: 'subscribe', id: 1, instrument: 'AAA', channel: 'book' } as const;
const TRADES = { type: 'subscribe', id: 2, instrument: 'AAA', channel: 'trades' } as const;
const LATE = 2_000_000;

/** Keeps the types of what came as an array, and of what came as a map. */
class SortingConnection extends FakeConnection {
  readonly arrays = new Set<string>();
  readonly maps = new Set<string>();

  override send(frame: EncodedFrame): void {
    super.send(frame);
    const value: unknown = typeof frame === 'string' ? JSON.parse(frame) : readMessagePack(frame);
    (Array.isArray(value) ? this.arrays : this.maps).add(this.messages.at(-1)?.type ?? '');
  }
}

/** One life of a client under a codec: a slow time with a gap, a cut, a resume, a past book. */
function lived(codec: CodecName): { messages: unknown[]; arrays: string[]; maps: string[] } {
  const fixture = new VenueFixture();
  const connections: SortingConnection[] = [];
  const come = (): Client => {
    const connection = new SortingConnection(codec);
    connections.push(connection);
    return fixture.connect(connection);
  };
  const first = come();
  first.ask(BOOK);
  first.ask(TRADES);
  fixture.change([...bid(100, 11), ...asks(104, 2 ** 33)], [fixture.trade(101, 3), fixture.trade(101, 1)]);
  const book = first.connection.ofType('subscribed')[0]?.subscription;
  first.ask({ type: 'snapshot', id: 3, subscription: book, atSequence: 1 });
  first.connection.unsentBytes = LATE;
  for (let i = 0; i < 5_001; i += 1) fixture.change(bid(99, i + 1), [fixture.trade(100, 1)]);
  first.connection.unsentBytes = 0;
  fixture.pass(5);
  fixture.venue.endSession(first.session);
  fixture.change(bid(98, 0), [fixture.trade(100, 7)]);
  const { ask } = come();
  ask({ ...BOOK, resume: { epoch: 7, sequence: 5_003 } });
  ask({ ...TRADES, resume: { epoch: 7, sequence: 5_003 } });
  fixture.change(Array.from({ length: 90 }, (_, i) => bid(90 - i, i + 1)).flat());
  fixture.pass(500);
  return {
    messages: connections.flatMap(({ messages }) => messages),
    arrays: [...new Set(connections.flatMap(({ arrays }) => [...arrays]))].sort(),
    maps: [...new Set(connections.flatMap(({ maps }) => [...maps]))].sort(),
  };
}

describe('Session under a flat codec', () => {
  const maps = lived('json');

  it.each(['flat-json', 'flat-msgpack'] as const)(
    'says in %s what it says in maps, with deltas, snapshots and trades as arrays and nothing else',
    (codec) => {
      const flat = lived(codec);
      expect(flat.messages).toEqual(maps.messages);
      expect(flat.arrays).toEqual(['delta', 'snapshot', 'trades']);
      expect(flat.maps).toEqual(['gap', 'heartbeat', 'subscribed', 'welcome']);
      expect(maps.arrays).toEqual([]);
    },
  );

  it('is caught by the reader when it sends a delta as a map', () => {
    const delta = maps.messages.find((message) => (message as { type: string }).type === 'delta');
    const frame = encodeServerMessage('json', delta as never);
    expect(() => readFrame('flat-json', frame)).toThrow('expected delta as an array');
  });
});
