import { describe, expect, it } from 'vitest';
import { timestampMicros } from '../../main/core/units/timestamp.ts';
import { textOfBook } from '../support/book-text.ts';
import { aTicker, someCandleHistory, someCandles } from '../support/channel-events.ts';
import { aLiveClient, ClientRig, CODECS } from '../support/feed-client-rig.ts';
import { CLOCK_START_MS } from '../support/manual-clock.ts';
import {
  aHeartbeat,
  anInstrument,
  aWelcome,
  BOOK_SUBSCRIPTION,
  someTrades,
} from '../support/market-events.ts';
import { joining, SNAPSHOT } from '../support/pipeline-rig.ts';

describe('FeedClient', () => {
  it('opens the address with its codecs and is connecting until the venue speaks', () => {
    const rig = new ClientRig();
    rig.client.start();
    expect([rig.line.latest.url, rig.line.latest.offered]).toEqual(['ws://venue.test/v1', CODECS]);
    expect([rig.client.session.state, rig.client.codec]).toEqual(['connecting', null]);
  });

  it.each(CODECS)('turns bytes of %s into a live book', (codec) => {
    const { rig, venue } = aLiveClient(codec);
    expect([rig.client.session.state, rig.client.codec]).toEqual(['live', codec]);
    rig.clock.advance(3);
    const sentTime = timestampMicros((CLOCK_START_MS + 1) * 1_000);
    venue.say(joining([205, 0, 207, 3], { sentTime }));
    const pipeline = rig.client.feed.find('ESZ6')?.pipeline;
    expect(pipeline?.bookStamp.sequence).toBe(101);
    expect(pipeline && textOfBook(pipeline.book).replaceAll(' ', '')).toBe('|103|3\n|101|4\n9|100|\n2|98|');
    const { counts, latency } = rig.client;
    expect([counts.messages, counts.levelUpdates, counts.rejected.size]).toEqual([5, 2, 0]);
    expect(latency.percentile(0.5, rig.clock.monotonicMs())).toBeGreaterThan(1_900);
    expect(latency.percentile(0.5, rig.clock.monotonicMs())).toBeLessThan(2_100);
  });

  it('makes every book stale at once when the connection closes, and says why', () => {
    const { rig, venue } = aLiveClient();
    venue.close('connection closed (1006)');
    expect(rig.quality).toEqual({ isLive: false, reason: 'disconnected', staleSinceMs: CLOCK_START_MS });
    expect([rig.client.session.state, rig.client.session.reason, rig.client.codec]).toEqual([
      'backing-off',
      'connection closed (1006)',
      null,
    ]);
    expect(rig.log.at(-1)).toBe('connection 1 to ws://venue.test/v1 ended: connection closed (1006)');
  });

  it('asks for a sign of life at half the deadline, and takes the answer for one', () => {
    const { rig, venue } = aLiveClient();
    rig.pass(700);
    expect(venue.requests.filter(({ type }) => type === 'ping')).toEqual([]);
    rig.pass(100);
    const ping = venue.requestOf('ping');
    expect(ping.sentTime).toBe((CLOCK_START_MS + 800) * 1_000);
    venue.say({ type: 'pong', id: ping.id ?? 0, sentTime: timestampMicros(1) });
    rig.pass(600);
    expect([rig.client.session.state, venue.terminated]).toEqual(['live', null]);
    // It proves the line, but not the book: no heartbeat says that nothing of it was lost.
    rig.pass(800);
    expect([rig.client.session.state, venue.terminated]).toEqual(['suspect', null]);
  });

  it('makes books stale at three silent intervals, without waiting for the socket to close', () => {
    const { rig, venue } = aLiveClient();
    rig.pass(1_400);
    expect(rig.quality?.isLive).toBe(true);
    rig.pass(100);
    expect(rig.quality).toEqual({ isLive: false, reason: 'silent', staleSinceMs: CLOCK_START_MS });
    expect(venue.terminated).toBe('no message within 1.5 s');
    expect(rig.client.session.state).toBe('backing-off');
  });

  it('ends a connection on which no welcome comes', () => {
    const rig = new ClientRig();
    rig.client.start();
    rig.line.latest.accept();
    rig.pass(10_000);
    expect(rig.line.connections[0]?.terminated).toBe('no welcome within 10.0 s');
  });

  it('counts refused frames by code, and is suspect when one may have been of any book', () => {
    const { rig, venue } = aLiveClient();
    venue.sayRaw('{"type":"heartbeat","epoch":7}');
    expect(rig.client.session.state).toBe('live');
    venue.sayRaw('{"type":');
    venue.sayRaw('[1]');
    venue.sayRaw(new Uint8Array([0x80]));
    venue.sayRaw('no');
    expect(Object.fromEntries(rig.client.counts.rejected)).toEqual({
      WIRE_NOT_DECODABLE: 2,
      WIRE_NOT_A_MAP: 1,
      WIRE_WRONG_FRAME_KIND: 1,
      WIRE_BAD_FIELD: 1,
    });
    expect([rig.client.session.state, rig.client.counts.messages]).toEqual(['suspect', 9]);
    expect(rig.log.some((line) => line.startsWith('WIRE_NOT_A_MAP: '))).toBe(true);
  });

  it('counts messages of a type it does not know and otherwise ignores them', () => {
    const { rig, venue } = aLiveClient();
    venue.sayRaw('{"type":"auction","price":1}');
    expect([rig.client.counts.ignored, rig.client.counts.rejected.size, rig.quality?.isLive]).toEqual([
      1,
      0,
      true,
    ]);
  });

  it('counts what it did not ask for, which is no fault', () => {
    const { rig, venue } = aLiveClient('msgpack');
    venue.say(aTicker(), someCandles(2), someCandleHistory(2));
    expect([rig.client.counts.unasked, rig.client.counts.ignored, rig.client.counts.rejected.size]).toEqual([
      3, 0, 0,
    ]);
    expect(rig.client.session.state).toBe('live');
  });

  it('asks for a fresh book when a message of a book cannot be used, and is suspect meanwhile', () => {
    const { rig, venue } = aLiveClient();
    venue.sayRaw(`{"type":"delta","subscription":${BOOK_SUBSCRIPTION},"levels":"none"}`);
    expect([rig.quality?.reason, rig.client.session.state]).toEqual(['invalid-message', 'suspect']);
    expect(rig.client.session.reason).toBe('1 of 1 books are not live');
    venue.say({ ...SNAPSHOT, id: venue.requestOf('snapshot').id ?? 0 });
    expect(rig.client.session.state).toBe('live');
  });

  it('starts a new connection when new terms cannot be read, for old ones would misprice the book', () => {
    const { rig, venue } = aLiveClient();
    venue.sayRaw('{"type":"instrument","epoch":7,"instrument":{"id":"ESZ6","tickUnits":0}}');
    expect([rig.quality?.isLive, rig.client.session.state]).toEqual([false, 'backing-off']);
    expect(venue.terminated).toBe('the new terms of an instrument were refused: WIRE_BAD_FIELD');
  });

  it('takes several frames before the next tick, in the order they came', () => {
    const { rig, venue } = aLiveClient();
    venue.say(someTrades(1, 2), someTrades(3, 3), aHeartbeat([2, 3]));
    expect(rig.client.feed.find('ESZ6')?.pipeline.tape.count).toBe(3);
  });

  it('ends everything when it is closed', () => {
    const { rig, venue } = aLiveClient();
    rig.client.close();
    expect([venue.terminated, rig.client.session.state, rig.quality?.isLive]).toEqual([
      'closed',
      'closed',
      false,
    ]);
    venue.say(SNAPSHOT);
    venue.close('closed');
    rig.client.retry();
    rig.pass(60_000);
    expect([rig.line.connections.length, rig.client.session.state, rig.quality?.isLive]).toEqual([
      1,
      'closed',
      false,
    ]);
  });

  it('may be closed before anything came of its first attempt', () => {
    const rig = new ClientRig();
    rig.client.start();
    rig.client.close();
    rig.line.latest.accept();
    rig.line.latest.say(aWelcome([anInstrument()]));
    expect([rig.client.session.state, rig.client.feed.announcedCount]).toEqual(['closed', 0]);
  });
});
