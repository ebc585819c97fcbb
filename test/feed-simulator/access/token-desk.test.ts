import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { base64url, exportJWK, exportSPKI } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TokenKey } from '../../../feed-simulator/access/token-key.ts';
import { instrumentId } from '../../../main/core/instrument/instrument.ts';
import { CLAIMS, GRANT, NOW_SECONDS, TokenRig, newKey, tokenText } from './token-rig.ts';

let key: TokenKey;
let rig: TokenRig;
beforeAll(async () => {
  key = await newKey();
});
beforeEach(() => {
  rig = new TokenRig(key);
});

const refused = (code: string, message: string): unknown => ({
  type: 'refused',
  code,
  message: expect.stringContaining(message) as string,
});

describe('TokenDesk.issue and verify', () => {
  it('give the bearer what the token says and no more', async () => {
    const rights = await rig.verify(await rig.issue());
    expect(rights).toMatchObject({
      subject: 'amy',
      tokenId: 'token-1',
      scopes: ['market-data'],
      instruments: ['BTC-*', 'ETH-USD'],
      expiresAt: (NOW_SECONDS + 900) * 1_000_000,
      maxSubscriptions: 1_024,
    });
    const ids = ['BTC-USD', 'BTC-EUR', 'ETH-USD', 'ETH-EUR', 'SOL-USD'];
    const readable = 'type' in rights ? null : ids.filter((id) => rights.mayRead(instrumentId(id)));
    expect(readable).toEqual(['BTC-USD', 'BTC-EUR', 'ETH-USD']);
  });

  it('let a token without a list read everything', async () => {
    const rights = await rig.verify(await rig.issue({ instruments: null }));
    expect(rights).toMatchObject({ instruments: ['*'] });
    expect('type' in rights || rights.mayRead(instrumentId('SOL-USD'))).toBe(true);
  });

  it('let nothing be read with a token for control alone', async () => {
    const rights = await rig.verify(await rig.issue({ scopes: ['control'], instruments: null }));
    expect(rights).toMatchObject({ scopes: ['control'] });
    expect('type' in rights || rights.mayRead(instrumentId('BTC-USD'))).toBe(false);
  });

  it('hold a token for good until the very second in which it ends', async () => {
    const token = await rig.issue();
    rig.clock.advance(899_999);
    expect(await rig.verify(token)).toMatchObject({ subject: 'amy' });
    rig.clock.advance(1);
    expect(await rig.verify(token)).toEqual(refused('TOKEN_EXPIRED', 'the token has expired'));
  });

  it('take an audience in a list, scopes of others, and claims nobody asked for', async () => {
    const claims = {
      ...CLAIMS,
      aud: ['other', CLAIMS['aud']],
      scope: 'email control market-data',
      type: 'x',
    };
    expect(await rig.verify(await rig.signed(claims))).toMatchObject({ scopes: ['market-data', 'control'] });
  });

  it('throw for a grant that no desk would accept', async () => {
    await expect(rig.issue({ subject: '' })).rejects.toThrow('expected sub as text of 1 to 128 characters');
    await expect(rig.issue({ lifeSeconds: 0 })).rejects.toThrow('expected iat and a later exp');
    await expect(rig.issue({ instruments: ['btc'] })).rejects.toThrow('expected instruments');
    const most = Array.from({ length: 256 }, (_, index) => `${'A'.repeat(60)}${index}`);
    await expect(rig.issue({ instruments: most })).rejects.toThrow('at most 4000 characters');
  });
});

describe('TokenDesk.verify', () => {
  it.each([
    ['from another issuer', { iss: 'somebody' }, 'TOKEN_INVALID', 'expected the issuer touchline-simulator'],
    ['without an issuer', { iss: undefined }, 'TOKEN_INVALID', 'expected the issuer'],
    ['for another audience', { aud: 'other' }, 'TOKEN_WRONG_AUDIENCE', 'for touchline-market-data'],
    ['for other audiences', { aud: ['a', 'b'] }, 'TOKEN_WRONG_AUDIENCE', 'for touchline-market-data'],
    ['for nobody', { aud: undefined }, 'TOKEN_WRONG_AUDIENCE', 'for touchline-market-data'],
    ['that has expired', { iat: NOW_SECONDS - 9, exp: NOW_SECONDS }, 'TOKEN_EXPIRED', 'has expired'],
    ['that never expires', { exp: undefined }, 'TOKEN_INVALID', 'a later exp'],
    ['that ends before it begins', { exp: NOW_SECONDS - 1 }, 'TOKEN_INVALID', 'a later exp'],
    ['with an end in words', { exp: String(NOW_SECONDS + 900) }, 'TOKEN_INVALID', 'in whole seconds'],
    ['with an end beyond all time', { exp: 1e15 }, 'TOKEN_INVALID', 'in whole seconds'],
    ['of the future', { iat: NOW_SECONDS + 61 }, 'TOKEN_INVALID', 'not valid yet'],
    ['not valid yet', { nbf: NOW_SECONDS + 61 }, 'TOKEN_INVALID', 'not valid yet'],
    ['with an nbf in words', { nbf: 'soon' }, 'TOKEN_INVALID', 'expected nbf'],
    ['without a subject', { sub: undefined }, 'TOKEN_INVALID', 'expected sub'],
    ['with too long a subject', { sub: 'x'.repeat(129) }, 'TOKEN_INVALID', 'expected sub'],
    ['without a name of its own', { jti: undefined }, 'TOKEN_INVALID', 'expected jti'],
    ['without scopes', { scope: undefined }, 'TOKEN_INVALID', 'expected scope'],
    ['with an empty scope', { scope: '' }, 'SCOPE_MISSING', 'no scope of this venue'],
    ['with scopes of another service', { scope: 'email market-datas' }, 'SCOPE_MISSING', 'no scope'],
    ['for no instruments', { instruments: [] }, 'TOKEN_INVALID', 'expected instruments'],
    ['for one instrument in no list', { instruments: '*' }, 'TOKEN_INVALID', 'expected instruments'],
    ['with patterns of another language', { instruments: ['^.+$'] }, 'TOKEN_INVALID', 'expected instruments'],
    ['with a broken refreshUntil', { refreshUntil: -1 }, 'TOKEN_INVALID', 'expected refreshUntil'],
  ])('refuses a token %s', async (_, change, code, message) => {
    expect(await rig.verify(await rig.signed({ ...CLAIMS, ...change }))).toEqual(refused(code, message));
  });

  it('allows the clock of the issuer to be a minute ahead', async () => {
    const ahead = { iat: NOW_SECONDS + 60, nbf: NOW_SECONDS + 60 };
    expect(await rig.verify(await rig.signed({ ...CLAIMS, ...ahead }))).toMatchObject({ subject: 'amy' });
  });

  it.each([['[]'], ['null'], ['"text"'], ['{'], ['']])(
    'refuses signed text that is no map: %s',
    async (text) => {
      expect(await rig.verify(await rig.signed(text))).toMatchObject({ code: 'TOKEN_INVALID' });
    },
  );

  it.each(['none', 'None', 'NONE', ''])(
    'refuses a token that says it needs no signature: alg %j',
    async (alg) => {
      const header = { alg, kid: key.id, typ: 'JWT' };
      for (const signature of [new Uint8Array(), new Uint8Array(64)])
        expect(await rig.verify(tokenText(header, CLAIMS, signature))).toMatchObject({
          code: 'TOKEN_INVALID',
        });
    },
  );

  it('refuses a token signed with the public key as a shared secret, in every form a secret could take', async () => {
    const jwk = await exportJWK(key.publicKey);
    const secrets = [
      await exportSPKI(key.publicKey),
      JSON.stringify(jwk),
      jwk.x ?? '',
      base64url.decode(jwk.x ?? ''),
    ];
    for (const alg of ['HS256', 'EdDSA'])
      for (const secret of secrets) {
        const unsigned = tokenText({ alg, kid: key.id, typ: 'JWT' }, CLAIMS, new Uint8Array());
        const signature = createHmac('sha256', secret).update(unsigned.slice(0, -1)).digest();
        const forged = unsigned + base64url.encode(signature);
        expect(await rig.verify(forged)).toMatchObject({ type: 'refused', code: 'TOKEN_INVALID' });
      }
  });

  it('refuses a token of another key, whether it owns up to it or not', async () => {
    const other = new TokenRig(await newKey());
    const message = "the token was signed with another key than this venue's";
    expect(await rig.verify(await other.issue())).toEqual(refused('TOKEN_INVALID', message));
    const posing = await other.signed(CLAIMS, { kid: key.id });
    expect(await rig.verify(posing)).toEqual(refused('TOKEN_INVALID', 'signature'));
    const carrying = await other.signed(CLAIMS, { kid: key.id, jwk: await exportJWK(other.key.publicKey) });
    expect(await rig.verify(carrying)).toEqual(refused('TOKEN_INVALID', 'signature'));
  });

  it('refuses a token that does not name the key, or demands what the venue does not know', async () => {
    expect(await rig.verify(await rig.signed(CLAIMS, { kid: undefined }))).toMatchObject({
      code: 'TOKEN_INVALID',
    });
    const [head = '', ...rest] = (await rig.issue()).split('.');
    const header = JSON.parse(new TextDecoder().decode(base64url.decode(head))) as object;
    const demanding = base64url.encode(JSON.stringify({ ...header, crit: ['exp'], exp: 1 }));
    expect(await rig.verify([demanding, ...rest].join('.'))).toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('refuses a token of which any character of head or claims was changed', async () => {
    const token = await rig.issue();
    const change = fc.record({ at: fc.nat(token.lastIndexOf('.')), to: fc.constantFrom('A', 'z', '_', '.') });
    const property = fc.asyncProperty(change, async ({ at, to }) => {
      fc.pre(token[at] !== to);
      const changed = token.slice(0, at) + to + token.slice(at + 1);
      expect(await rig.verify(changed)).toMatchObject({ type: 'refused', code: 'TOKEN_INVALID' });
    });
    await fc.assert(property, { seed: 7, numRuns: 200 });
  });

  it('refuses any other text with a value, never an exception', async () => {
    const part = fc.oneof(fc.base64String(), fc.string(), fc.constantFrom('', 'e30', 'eyJhbGciOiJub25lIn0'));
    const text = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.')),
    );
    const property = fc.asyncProperty(text, async (garbage) => {
      expect(await rig.verify(garbage)).toMatchObject({ type: 'refused', code: 'TOKEN_INVALID' });
    });
    await fc.assert(property, { seed: 7, numRuns: 500 });
    const tooLong = `${await rig.issue()}${'A'.repeat(4_000)}`;
    expect(await rig.verify(tooLong)).toEqual(refused('TOKEN_INVALID', 'at most 4000 characters'));
  });
});

describe('TokenDesk.revoke', () => {
  it('ends a token and its renewals, and no other', async () => {
    const [first, second] = [await rig.issue(), await rig.issue()];
    const renewed = await rig.desk.refresh(first, rig.clock.wallMicros());
    expect(rig.desk.revoke('token-1')).toBe(true);
    for (const token of [first, 'token' in renewed ? renewed.token : ''])
      expect(await rig.verify(token)).toEqual(refused('TOKEN_INVALID', 'the token was revoked'));
    expect(await rig.desk.refresh(first, rig.clock.wallMicros())).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await rig.verify(second)).toMatchObject({ tokenId: 'token-2' });
  });
});

describe('TokenDesk.refresh', () => {
  it('gives the same claims a new life of the same length', async () => {
    const token = await rig.issue();
    rig.clock.advance(600_000);
    const renewed = await rig.desk.refresh(token, rig.clock.wallMicros());
    expect(renewed).toMatchObject({ tokenId: 'token-1', expiresAt: (NOW_SECONDS + 1_500) * 1_000_000 });
    rig.clock.advance(899_999);
    const rights = await rig.verify('token' in renewed ? renewed.token : '');
    expect(rights).toMatchObject({ subject: 'amy', instruments: GRANT.instruments, scopes: GRANT.scopes });
  });

  it('never reaches beyond refreshUntil, and ends there', async () => {
    let token = await rig.issue({ refreshForSeconds: 1_000 });
    const ends: number[] = [];
    for (const wait of [600_000, 300_000]) {
      rig.clock.advance(wait);
      const renewed = await rig.desk.refresh(token, rig.clock.wallMicros());
      if ('type' in renewed) throw new Error(renewed.message);
      token = renewed.token;
      ends.push(renewed.expiresAt / 1_000_000 - NOW_SECONDS);
    }
    expect(ends).toEqual([1_000, 1_000]);
    rig.clock.advance(100_000);
    const late = await rig.desk.refresh(token, rig.clock.wallMicros());
    expect(late).toMatchObject({ code: 'TOKEN_EXPIRED' });
  });

  it('refuses a token that may not be renewed, or no longer', async () => {
    const now = rig.clock.wallMicros();
    const never = await rig.issue({ refreshForSeconds: 0 });
    expect(await rig.desk.refresh(never, now)).toEqual(refused('NOT_ENTITLED', 'may not be renewed'));
    const over = await rig.signed({ ...CLAIMS, refreshUntil: NOW_SECONDS });
    expect(await rig.desk.refresh(over, now)).toEqual(refused('NOT_ENTITLED', 'may no longer be renewed'));
  });
});
