import { describe, expect, it } from 'vitest';
import { checkEnds, flatOf } from './book-ends.ts';
import { makeBookStream } from './book-stream.ts';
import { deltasOf, frameBytes } from './delta-stream.ts';
import { openLiveClient } from './stream-venue.ts';
import { timestampMicros } from '../../main/core/units/timestamp.ts';

const stream = makeBookStream({ instruments: 2, levelsPerSide: 600, messages: 100 });

describe('openLiveClient', () => {
  it.each(['msgpack', 'json'] as const)(
    'carries a stream to its end through the feed client in %s',
    (codec) => {
      const { client, deliver } = openLiveClient(stream, codec);
      for (const delta of deltasOf(stream, timestampMicros(1))) deliver(frameBytes(codec, delta));
      expect(client.feed.liveCount).toBe(2);
      expect(client.counts.levelUpdates).toBe(stream.levelUpdates);
      checkEnds(stream, (place) => flatOf(client.feed.instruments[place]?.pipeline.book));
    },
  );

  it('does not begin with a book that its hash disowns', () => {
    const opening = stream.opening.map(({ levels }) => ({ levels, hash: [1, 2] as const }));
    expect(() => openLiveClient({ ...stream, opening }, 'msgpack')).toThrow(/expected 2 live books/);
  });
});
