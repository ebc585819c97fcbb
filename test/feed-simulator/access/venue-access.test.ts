import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AccessGate } from '../../../feed-simulator/access/access-gate.ts';
import type { TokenKey } from '../../../feed-simulator/access/token-key.ts';
import { VenueAccess } from '../../../feed-simulator/access/venue-access.ts';
import type { AuditEntry } from '../../../feed-simulator/server/audit-entry.ts';
import { Counts } from '../../../feed-simulator/server/counts.ts';
import { DEFAULT_LIMITS } from '../../../feed-simulator/server/venue-limits.ts';
import { NOW_SECONDS, STRANGER, TokenRig, newKey } from './token-rig.ts';

const ADDRESS = '192.0.2.1';
const LIMITS = { ...DEFAULT_LIMITS, addressBurst: 3, addressPerSecond: 1 };

let key: TokenKey;
let rig: TokenRig;
let counts: Counts;
let audited: AuditEntry[];
beforeAll(async () => {
  key = await newKey();
});
beforeEach(() => {
  [rig, counts, audited] = [new TokenRig(key), new Counts(), []];
});

function accessWith({ isAnonymousAllowed = true, limits = LIMITS } = {}): VenueAccess {
  const { clock, desk } = rig;
  const gate = new AccessGate({ limits, clock, counts });
  const audit = (entry: AuditEntry): void => void audited.push(entry);
  return new VenueAccess({ desk, gate, limits, isAnonymousAllowed, clock, counts, audit });
}

const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

describe('VenueAccess.rightsOf', () => {
  it('lets a stranger read everything within a small allowance', async () => {
    const rights = await accessWith().rightsOf({}, ADDRESS);
    expect(rights).toEqual({ ...STRANGER, mayRead: expect.any(Function) as () => boolean });
    expect(rights).toMatchObject({ subject: '', tokenId: null, maxSubscriptions: 64, expiresAt: null });
  });

  it('lets nobody in without a token where strangers are not allowed', async () => {
    const access = accessWith({ isAnonymousAllowed: false });
    expect(await access.rightsOf({}, ADDRESS)).toMatchObject({ code: 'TOKEN_REQUIRED' });
    expect(await access.rightsOf(bearer(await rig.issue()), ADDRESS)).toMatchObject({ subject: 'amy' });
  });

  it('never takes a token that is refused for a stranger', async () => {
    const access = accessWith();
    expect(await access.rightsOf(bearer('a.b.c'), ADDRESS)).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await access.rightsOf({ queryToken: '' }, ADDRESS)).toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('counts and records each authentication, and never the token', async () => {
    const access = accessWith();
    const token = await rig.issue();
    await access.rightsOf(bearer(token), ADDRESS);
    rig.clock.advance(900_000);
    await access.rightsOf(bearer(token), ADDRESS);
    expect(audited).toEqual([
      { event: 'authentication', outcome: 'accepted', subject: 'amy', tokenId: 'token-1', address: ADDRESS },
      { event: 'authentication', outcome: 'TOKEN_EXPIRED', subject: '', tokenId: null, address: ADDRESS },
    ]);
    expect(counts.entries('authentications')).toEqual([
      { labels: ['accepted'], value: 1 },
      { labels: ['TOKEN_EXPIRED'], value: 1 },
    ]);
    expect(counts.entries('refusals')).toEqual([{ labels: ['TOKEN_EXPIRED'], value: 1 }]);
    expect(JSON.stringify(audited)).not.toContain(token);
  });

  it('verifies no more tokens for an address that has presented too many bad ones', async () => {
    const access = accessWith();
    for (let i = 0; i < LIMITS.addressBurst; i += 1)
      expect(await access.rightsOf(bearer('a.b.c'), ADDRESS)).toMatchObject({ code: 'TOKEN_INVALID' });
    const good = bearer(await rig.issue());
    const limited = { code: 'ADDRESS_RATE_LIMITED', retryAfterMs: 1_000 };
    expect(await access.rightsOf(good, ADDRESS)).toMatchObject(limited);
    expect(await access.refresh(good, ADDRESS)).toMatchObject(limited);
    expect(await access.rightsOf(good, '192.0.2.2')).toMatchObject({ subject: 'amy' });
    rig.clock.advance(1_000);
    expect(await access.rightsOf(good, ADDRESS)).toMatchObject({ subject: 'amy' });
    expect(counts.total('authentications')).toBe(LIMITS.addressBurst + 2);
  });

  it('lets good tokens cost nothing', async () => {
    const access = accessWith();
    const good = bearer(await rig.issue());
    for (let i = 0; i < LIMITS.addressBurst * 2; i += 1)
      expect(await access.rightsOf(good, ADDRESS)).toMatchObject({ subject: 'amy' });
  });
});

describe('VenueAccess.readerOf and authenticate', () => {
  it('refuse a token that is good but not for reading', async () => {
    const access = accessWith();
    const token = await rig.issue({ scopes: ['control'] });
    expect(await access.rightsOf(bearer(token), ADDRESS)).toMatchObject({ scopes: ['control'] });
    expect(await access.readerOf(bearer(token), ADDRESS)).toMatchObject({ code: 'SCOPE_MISSING' });
    expect(await access.authenticate(token, ADDRESS)).toMatchObject({ code: 'SCOPE_MISSING' });
    expect(counts.entries('refusals')).toEqual([{ labels: ['SCOPE_MISSING'], value: 2 }]);
  });

  it('let in strangers and whoever may read', async () => {
    const access = accessWith();
    const token = await rig.issue();
    expect(await access.readerOf({}, ADDRESS)).toMatchObject({ tokenId: null });
    expect(await access.readerOf({ queryTokens: [token] }, ADDRESS)).toMatchObject({ subject: 'amy' });
    expect(await access.authenticate(token, ADDRESS)).toMatchObject({ subject: 'amy' });
    expect(await access.authenticate('a.b.c', ADDRESS)).toMatchObject({ code: 'TOKEN_INVALID' });
  });
});

describe('VenueAccess.refresh', () => {
  it('renews a token and says until when', async () => {
    const access = accessWith();
    const request = bearer(await rig.issue());
    rig.clock.advance(60_000);
    expect(await access.refresh(request, ADDRESS)).toMatchObject({
      token: expect.stringMatching(/^eyJ/) as string,
      expiresAt: (NOW_SECONDS + 960) * 1_000_000,
    });
    expect(audited).toMatchObject([{ outcome: 'accepted', tokenId: 'token-1' }]);
  });

  it('refuses without a token, with a bad one, and with one that may not be renewed', async () => {
    const access = accessWith();
    const never = await rig.issue({ refreshForSeconds: 0 });
    expect(await access.refresh({}, ADDRESS)).toMatchObject({ code: 'TOKEN_REQUIRED' });
    expect(await access.refresh({ authorization: 'Basic x' }, ADDRESS)).toMatchObject({
      code: 'TOKEN_INVALID',
    });
    expect(await access.refresh(bearer(never), ADDRESS)).toMatchObject({ code: 'NOT_ENTITLED' });
  });
});

describe('VenueAccess.admit and take', () => {
  it('ask the gate', () => {
    const access = accessWith({ limits: { ...LIMITS, connections: 1, addressBurst: 1 } });
    const visitor = { address: ADDRESS, rights: STRANGER };
    expect(access.admit(visitor)).toMatchObject({ type: 'admission' });
    expect(access.admit(visitor)).toMatchObject({ code: 'VENUE_CONNECTION_LIMIT' });
    expect([access.take(visitor), access.take(visitor)]).toMatchObject([
      null,
      { code: 'ADDRESS_RATE_LIMITED' },
    ]);
  });
});
