import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HIDDEN, maskSecrets, withoutSecrets } from '../../../feed-simulator/observability/secret-free.ts';

const TOKEN = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJkZXNrIn0.c2lnbmF0dXJl';

describe('maskSecrets', () => {
  it.each([
    ['GET /v1?access_token=abc&x=1', `GET /v1?access_token=${HIDDEN}&x=1`],
    ['Authorization: Bearer abc.def', `Authorization: Bearer ${HIDDEN}`],
    [`received ${TOKEN}, refused`, `received ${HIDDEN}, refused`],
    ['{"token":"abc","id":7}', `{"token":"${HIDDEN}","id":7}`],
    [String.raw`said {\"token\":\"abc\"}`, String.raw`said {\"token\":\"${HIDDEN}\"}`],
    ['https://desk:pass@example.org/', `https://desk:${HIDDEN}@example.org/`],
    ['next=%2Fv1%3Faccess_token%3Dabc', `next=%2Fv1%3Faccess_token%3D${HIDDEN}`],
  ])('hides the secret in %s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  it.each(['code TOKEN_EXPIRED for BTC-USD', 'tokenId 7f3a, subject desk', 'instruments=BTC-USD,ETH-*'])(
    'leaves alone what is no secret: %s',
    (text) => {
      expect(maskSecrets(text)).toBe(text);
    },
  );

  it('changes nothing more in what it has masked', () => {
    const masked = maskSecrets(`{"token":"abc"} Bearer abc access_token=abc ${TOKEN}`);
    expect(maskSecrets(masked)).toBe(masked);
  });
});

describe('withoutSecrets', () => {
  it('hides a field with a secret name whole, whatever it holds, and keeps the id of the token', () => {
    expect(
      withoutSecrets({
        token: { inner: 'abc' },
        Authorization: ['Bearer abc'],
        sessionCookie: 7,
        tokenId: 'j-1',
        subject: 'desk',
      }),
    ).toEqual({
      token: HIDDEN,
      Authorization: HIDDEN,
      sessionCookie: HIDDEN,
      tokenId: 'j-1',
      subject: 'desk',
    });
  });

  it('knows a parameter by its decoded name', () => {
    expect(withoutSecrets('/v1/poll?wait=5&access%5Ftoken=abc')).toBe(
      `/v1/poll?wait=5&access%5Ftoken=${HIDDEN}`,
    );
    expect(withoutSecrets('/v1?%zz=1')).toBe('/v1?%zz=1');
  });

  it('hides the value after its name in a raw list of headers', () => {
    expect(withoutSecrets(['host', 'x', 'Authorization', 'abc'])).toEqual([
      'host',
      'x',
      'Authorization',
      HIDDEN,
    ]);
  });

  it('writes an error with its code and without its other fields', () => {
    const error = Object.assign(new Error('no room for Bearer abc'), { code: 'ENOSPC', request: 'abc' });
    expect(withoutSecrets(error)).toEqual({
      type: 'Error',
      code: 'ENOSPC',
      message: `no room for Bearer ${HIDDEN}`,
      stack: expect.stringMatching(/^Error: no room for Bearer \[hidden\]\n/) as unknown,
    });
  });

  it('names what it does not know by its class', () => {
    expect(withoutSecrets({ map: new Map([['token', 'abc']]), bytes: Buffer.from('abc') })).toEqual({
      map: '[Map]',
      bytes: '[Buffer]',
    });
    expect(withoutSecrets(new URL('http://x/?access_token=abc'))).toBe(`http://x/?access_token=${HIDDEN}`);
  });

  it('has a bound in every direction', () => {
    const deep: Record<string, unknown> = {};
    deep['self'] = deep;
    expect(JSON.stringify(withoutSecrets(deep))).toMatch(/^(\{"self":){6}"\[deeper\]"\}+$/);
    expect(withoutSecrets(Array.from({ length: 1_000 }, () => 1))).toHaveLength(64);
    expect(withoutSecrets('x'.repeat(10_000))).toHaveLength(2_048 + '...'.length);
  });

  it('never throws, whatever it is given', () => {
    const throwing = {
      get field(): never {
        throw new Error('no');
      },
    };
    expect(withoutSecrets(throwing)).toBe('[unreadable]');
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), (value) => {
        JSON.stringify(withoutSecrets(value));
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
