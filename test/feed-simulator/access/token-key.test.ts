import { describe, expect, it } from 'vitest';
import { newKeyJwk, tokenKeyOf } from '../../../feed-simulator/access/token-key.ts';

describe('tokenKeyOf', () => {
  it('makes of the same JWK the same key, and of another another', async () => {
    const [one, other] = [await newKeyJwk(), await newKeyJwk()];
    const ids = [one, one, other].map(async (jwk) => (await tokenKeyOf(jwk))?.id);
    const [first, again, second] = await Promise.all(ids);
    expect(first).toBe(again);
    expect(first).not.toBe(second);
  });

  it('refuses what is no key pair of Ed25519', async () => {
    const [good, other] = [await newKeyJwk(), await newKeyJwk()];
    const bad: unknown[] = [
      null,
      'key',
      {},
      { ...good, d: undefined },
      { ...good, crv: 'X25519' },
      { ...good, kty: 'EC' },
      { ...good, x: `${good.x}A` },
      { ...good, d: 'ä'.repeat(43) },
      { ...good, d: other.d },
    ];
    expect(await Promise.all(bad.map(tokenKeyOf))).toEqual(bad.map(() => null));
  });
});
