import { describe, expect, it } from 'vitest';
import { KEEP_ALIVE, STREAM_OPENING, eventText } from '../../../feed-simulator/http/event-text.ts';
import { EventReader } from './read-events.ts';

const read = (text: string) => new EventReader().feed(text);

describe('eventText', () => {
  it('is an event of that name with that text, and the cursor as its id', () => {
    expect(read(eventText('delta', '{"a":1}', '1-2-3'))).toEqual([
      { event: 'delta', data: '{"a":1}', id: '1-2-3' },
    ]);
    expect(read(eventText('delta', new TextEncoder().encode('{"ä":1}'), null))).toEqual([
      { event: 'delta', data: '{"ä":1}', id: '' },
    ]);
  });

  it('stays one event whatever a broken message holds', () => {
    const broken = 'a\n\nevent: x\ndata: y\r\nid: 9\rend';
    expect(read(eventText('trades', broken, null))).toEqual([
      { event: 'trades', data: broken.replaceAll(/\r\n|\r/g, '\n'), id: '' },
    ]);
  });
});

describe('STREAM_OPENING', () => {
  it('and a keep-alive are no events', () => {
    const reader = new EventReader();
    expect(reader.feed(STREAM_OPENING + KEEP_ALIVE)).toEqual([]);
    expect([reader.retryMs, reader.comments]).toEqual([1_000, ['touchline market data', 'keep-alive']]);
  });
});
