import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AccessGate } from '../../../feed-simulator/access/access-gate.ts';
import type { Admission, Visitor } from '../../../feed-simulator/access/access-gate.ts';
import type { AccessRefusal } from '../../../feed-simulator/server/access-refusal.ts';
import { Counts } from '../../../feed-simulator/server/counts.ts';
import { DEFAULT_LIMITS } from '../../../feed-simulator/server/venue-limits.ts';
import type { VenueLimits } from '../../../feed-simulator/server/venue-limits.ts';
import { ManualClock } from '../../support/manual-clock.ts';

function gateWith(limits: Partial<VenueLimits>, maxEntries?: number) {
  const [clock, counts] = [new ManualClock(), new Counts()];
  const all = { ...DEFAULT_LIMITS, ...limits };
  const options = { limits: all, clock, counts };
  return {
    gate: new AccessGate(maxEntries === undefined ? options : { ...options, maxEntries }),
    clock,
    counts,
  };
}

function visitor(address: string, tokenId: string | null = null): Visitor {
  return { address, rights: { tokenId } };
}

function admitted(outcome: Admission | AccessRefusal): Admission {
  if (outcome.type === 'refused') throw new Error(`expected an admission, received ${outcome.code}`);
  return outcome;
}

const refused = (code: string, retryAfterMs: number): unknown =>
  expect.objectContaining({ type: 'refused', code, retryAfterMs });

describe('AccessGate.admit', () => {
  it('takes no more connections than the venue may have, until one is given back', () => {
    const { gate, counts } = gateWith({ connections: 2 });
    const first = admitted(gate.admit(visitor('192.0.2.1')));
    admitted(gate.admit(visitor('192.0.2.2')));
    expect(gate.admit(visitor('192.0.2.3'))).toEqual(refused('VENUE_CONNECTION_LIMIT', 5_000));
    first.release();
    first.release();
    expect(gate.openConnections).toBe(1);
    admitted(gate.admit(visitor('192.0.2.3')));
    expect(gate.admit(visitor('192.0.2.4'))).toMatchObject({ code: 'VENUE_CONNECTION_LIMIT' });
    expect(counts.entries('refusals')).toEqual([{ labels: ['VENUE_CONNECTION_LIMIT'], value: 2 }]);
  });

  it('takes no more connections from one address than it may have, and others still', () => {
    const { gate } = gateWith({ connectionsPerAddress: 1 });
    const only = admitted(gate.admit(visitor('2001:db8::1')));
    expect(gate.admit(visitor('2001:db8::2'))).toEqual(refused('ADDRESS_CONNECTION_LIMIT', 5_000));
    admitted(gate.admit(visitor('2001:db8:0:1::1')));
    only.release();
    admitted(gate.admit(visitor('2001:db8::2')));
  });

  it('takes no more connections under one token than it may have, from wherever they come', () => {
    const { gate } = gateWith({ connectionsPerToken: 1 });
    const only = admitted(gate.admit(visitor('192.0.2.1', 'a')));
    expect(gate.admit(visitor('192.0.2.2', 'a'))).toEqual(refused('TOKEN_CONNECTION_LIMIT', 5_000));
    admitted(gate.admit(visitor('192.0.2.2', 'b')));
    admitted(gate.admit(visitor('192.0.2.2')));
    only.release();
    admitted(gate.admit(visitor('192.0.2.2', 'a')));
  });

  it('takes connections no quicker from one address than it may open them', () => {
    const { gate, clock } = gateWith({ connectBurst: 2, connectsPerSecond: 4 });
    for (let i = 0; i < 2; i += 1) admitted(gate.admit(visitor('192.0.2.1'))).release();
    expect(gate.admit(visitor('192.0.2.1'))).toEqual(refused('CONNECT_RATE_LIMITED', 250));
    admitted(gate.admit(visitor('192.0.2.2')));
    clock.advance(250);
    admitted(gate.admit(visitor('192.0.2.1')));
  });

  it('takes connections no quicker under one token, from wherever they come', () => {
    const { gate, clock } = gateWith({ connectBurst: 2, connectsPerSecond: 4 });
    for (let i = 0; i < 2; i += 1) admitted(gate.admit(visitor(`192.0.2.${i}`, 'one'))).release();
    expect(gate.admit(visitor('192.0.2.7', 'one'))).toEqual(refused('CONNECT_RATE_LIMITED', 250));
    admitted(gate.admit(visitor('192.0.2.8', 'other')));
    clock.advance(250);
    admitted(gate.admit(visitor('192.0.2.9', 'one')));
  });

  it('counts exactly what is open, in whatever order connections come and go', () => {
    const step = fc.record({
      address: fc.nat(2),
      token: fc.nat(3),
      isLeaving: fc.boolean(),
      which: fc.nat(),
    });
    const property = fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const limits = { connections: 6, connectionsPerAddress: 3, connectionsPerToken: 2 };
      const { gate } = gateWith({ ...limits, connectBurst: 1_000 });
      const open: { address: string; tokenId: string | null; admission: Admission }[] = [];
      for (const { address, token, isLeaving, which } of steps) {
        if (isLeaving && open.length > 0) {
          open.splice(which % open.length, 1)[0]?.admission.release();
          continue;
        }
        const who = { address: `192.0.2.${address}`, tokenId: token === 3 ? null : String(token) };
        const outcome = gate.admit(visitor(who.address, who.tokenId));
        const ofAddress = open.filter((other) => other.address === who.address).length;
        const ofToken = open.filter((other) => other.tokenId === who.tokenId).length;
        const isRoom =
          open.length < limits.connections &&
          ofAddress < limits.connectionsPerAddress &&
          (who.tokenId === null || ofToken < limits.connectionsPerToken);
        expect(outcome.type).toBe(isRoom ? 'admission' : 'refused');
        if (outcome.type === 'admission') open.push({ ...who, admission: outcome });
        expect(gate.openConnections).toBe(open.length);
      }
    });
    fc.assert(property, { seed: 7, numRuns: 200 });
  });
});

describe('AccessGate.take', () => {
  it('bounds the requests of one address over all its connections and tokens', () => {
    const { gate, clock, counts } = gateWith({ addressBurst: 2, addressPerSecond: 10 });
    expect(gate.take(visitor('192.0.2.1', 'a'))).toBeNull();
    expect(gate.take(visitor('192.0.2.1', 'b'))).toBeNull();
    expect(gate.take(visitor('192.0.2.1'))).toEqual(refused('ADDRESS_RATE_LIMITED', 100));
    expect(gate.take(visitor('192.0.2.2'))).toBeNull();
    clock.advance(100);
    expect(gate.take(visitor('192.0.2.1'))).toBeNull();
    expect(counts.entries('refusals')).toEqual([{ labels: ['ADDRESS_RATE_LIMITED'], value: 1 }]);
  });

  it('bounds the requests under one token, from wherever they come', () => {
    const { gate, clock } = gateWith({ tokenBurst: 2, tokenPerSecond: 10 });
    expect(gate.take(visitor('192.0.2.1', 'a'))).toBeNull();
    expect(gate.take(visitor('192.0.2.2', 'a'))).toBeNull();
    expect(gate.take(visitor('192.0.2.3', 'a'))).toEqual(refused('TOKEN_RATE_LIMITED', 100));
    expect(gate.take(visitor('192.0.2.3', 'b'))).toBeNull();
    clock.advance(100);
    expect(gate.take(visitor('192.0.2.3', 'a'))).toBeNull();
  });

  it('turns newcomers away, with a time, rather than remember more than it may', () => {
    const { gate, clock } = gateWith({ addressBurst: 10, addressPerSecond: 2 }, 3);
    for (const last of [1, 2, 3]) expect(gate.take(visitor(`192.0.2.${last}`))).toBeNull();
    expect(gate.take(visitor('192.0.2.4'))).toEqual(refused('ADDRESS_RATE_LIMITED', 500));
    expect(gate.take(visitor('192.0.2.3'))).toBeNull();
    clock.advance(500);
    expect(gate.take(visitor('192.0.2.4'))).toBeNull();
  });

  it('never names a time beyond an hour, the most the protocol can say', () => {
    const { gate } = gateWith({ addressBurst: 1_000_000, addressPerSecond: 0.1 }, 1);
    for (let i = 0; i < 500; i += 1) gate.take(visitor('192.0.2.1'));
    expect(gate.take(visitor('192.0.2.2'))).toEqual(refused('ADDRESS_RATE_LIMITED', 3_600_000));
  });
});

describe('AccessGate.exhausted', () => {
  it('refuses an address that has nothing left, and takes nothing', () => {
    const { gate } = gateWith({ addressBurst: 1, addressPerSecond: 10 });
    expect([gate.exhausted('192.0.2.1'), gate.exhausted('192.0.2.1')]).toEqual([null, null]);
    expect(gate.take(visitor('192.0.2.1'))).toBeNull();
    expect(gate.exhausted('192.0.2.1')).toEqual(refused('ADDRESS_RATE_LIMITED', 100));
  });
});
