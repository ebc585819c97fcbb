import { describe, expect, it } from 'vitest';
import { aFarewell } from '../support/channel-events.ts';
import { aLiveClient, ClientRig } from '../support/feed-client-rig.ts';
import { aHeartbeat, anInstrument, aWelcome } from '../support/market-events.ts';
import { joining, PICTURE, SNAPSHOT } from '../support/pipeline-rig.ts';

describe('FeedClient between connections', () => {
  it('connects again after a random part of a delay that doubles', () => {
    const rig = new ClientRig();
    rig.client.start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      rig.line.latest.close('refused');
      const waitMs = rig.client.session.nextAttemptMs(rig.clock.monotonicMs());
      waits.push(waitMs);
      rig.pass(waitMs - 1);
      expect(rig.line.connections.length).toBe(attempt + 1);
      rig.pass(1);
      expect(rig.line.connections.length).toBe(attempt + 2);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  });

  it('believes nothing any more once the machine has slept, and connects anew', () => {
    const { rig, venue } = aLiveClient();
    rig.pass(200);
    rig.clock.sleep(3_600_000);
    rig.pass(100);
    expect([rig.quality?.isLive, rig.quality?.reason]).toEqual([false, 'silent']);
    expect(venue.terminated).toBe('the machine slept for 3600 s');
    expect(rig.client.session.state).toBe('backing-off');
  });

  it('reads what came while this process stood still before it takes that for silence', () => {
    const { rig, venue } = aLiveClient();
    rig.pass(200);
    rig.clock.advance(10_000);
    rig.client.tick();
    venue.say(aHeartbeat([]));
    rig.pass(100);
    expect([venue.terminated, rig.quality?.isLive]).toEqual([null, true]);
    rig.clock.advance(10_000);
    rig.client.tick();
    rig.pass(100);
    expect([venue.terminated, rig.quality?.reason]).toEqual(['no message within 1.5 s', 'silent']);
  });

  it('comes back when a venue that goes away asked for it', () => {
    const { rig, venue } = aLiveClient();
    venue.say(aFarewell(1_700));
    expect(rig.log.at(-1)).toBe('the venue is going away: restart');
    venue.close('connection closed (1001)');
    rig.pass(1_600);
    expect(rig.line.connections).toHaveLength(1);
    rig.pass(100);
    expect(rig.line.connections).toHaveLength(2);
  });

  it('comes back no sooner than a venue that refused it said', () => {
    const rig = new ClientRig();
    rig.client.start();
    rig.line.latest.close('refused with HTTP 429: CONNECT_RATE_LIMITED, later', 4_000);
    expect(rig.client.session.nextAttemptMs(rig.clock.monotonicMs())).toBe(4_000);
  });

  it('connects anew at once when the user asks while it waits', () => {
    const { rig, venue } = aLiveClient();
    rig.random = 0.99;
    venue.close('gone');
    rig.client.retry();
    expect([rig.line.connections.length, rig.client.session.state]).toEqual([2, 'connecting']);
  });

  it('drops a standing connection when the user asks for another', () => {
    const { rig, venue } = aLiveClient();
    rig.client.retry();
    expect([venue.terminated, rig.quality?.reason]).toEqual(['retry asked for', 'disconnected']);
    rig.pass(500);
    expect(rig.line.connections).toHaveLength(2);
  });

  it('lets an old connection touch nothing any more', () => {
    const { rig, venue: old } = aLiveClient();
    old.close('gone');
    old.say(joining([205, 8]));
    rig.pass(300);
    expect(rig.line.connections).toHaveLength(2);
    const venue = rig.line.latest;
    venue.accept('msgpack');
    old.events.onOpen('json');
    old.say(aWelcome([]), aHeartbeat([]));
    old.close('gone again');
    expect([rig.client.session.state, rig.client.codec, rig.client.counts.messages]).toEqual([
      'connecting',
      'msgpack',
      4,
    ]);
    venue.serve([anInstrument()], PICTURE);
    old.say(joining([205, 8]), SNAPSHOT);
    expect([rig.client.session.state, rig.client.feed.find('ESZ6')?.pipeline.bookStamp.sequence]).toEqual([
      'live',
      100,
    ]);
    expect(old.requests.filter(({ type }) => type === 'subscribe')).toHaveLength(2);
  });
});
