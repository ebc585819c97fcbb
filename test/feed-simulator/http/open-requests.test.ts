import { describe, expect, it } from 'vitest';
import { OpenRequests } from '../../../feed-simulator/http/open-requests.ts';

function opened(places: OpenRequests, address: string): { release(): void } {
  const place = places.open(address);
  if ('code' in place) throw new Error(place.code);
  return place;
}

describe('OpenRequests', () => {
  it('bounds the requests of one address, and of all', () => {
    const places = new OpenRequests({ connections: 3, connectionsPerAddress: 2 });
    const first = opened(places, 'a');
    opened(places, 'a');
    expect(places.open('a')).toMatchObject({ code: 'ADDRESS_CONNECTION_LIMIT', retryAfterMs: 1_000 });
    opened(places, 'b');
    expect(places.open('c')).toMatchObject({ code: 'VENUE_CONNECTION_LIMIT' });
    first.release();
    opened(places, 'c');
    expect(places.count).toBe(3);
  });

  it('counts the addresses of IPv6 by their first 64 bits, as connections are counted', () => {
    const places = new OpenRequests({ connections: 3, connectionsPerAddress: 1 });
    const first = opened(places, '2001:db8:0:1::1');
    expect(places.open('2001:db8:0:1::2')).toMatchObject({ code: 'ADDRESS_CONNECTION_LIMIT' });
    opened(places, '2001:db8:0:2::1');
    first.release();
    opened(places, '2001:db8:0:1::3');
  });

  it('gives a place back once, however often it is released', () => {
    const places = new OpenRequests({ connections: 2, connectionsPerAddress: 2 });
    const first = opened(places, 'a');
    opened(places, 'a');
    first.release();
    first.release();
    expect(places.count).toBe(1);
  });
});
