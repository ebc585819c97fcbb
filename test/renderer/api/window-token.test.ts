import { describe, expect, it } from 'vitest';
import { takeWindowToken, type TokenPlace } from '../../../renderer/api/window-token.ts';

function place(hash: string, stored: string | null = null) {
  const addresses: string[] = [];
  const storage = new Map(stored === null ? [] : [['touchline.token', stored]]);
  const window: TokenPlace = {
    location: { hash, pathname: '/', search: '?x=1' },
    history: { replaceState: (_state, _unused, url) => addresses.push(String(url)) },
    sessionStorage: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
    },
  };
  return { window, addresses, storage };
}

describe('takeWindowToken', () => {
  it('takes the token out of the address and keeps it for a reload', () => {
    const { window, addresses, storage } = place('#token=aB3_-x');
    expect(takeWindowToken(window)).toBe('aB3_-x');
    expect([addresses, storage.get('touchline.token')]).toEqual([['/?x=1'], 'aB3_-x']);
  });

  it('finds it in the session after a reload', () => {
    expect(takeWindowToken(place('', 'kept').window)).toBe('kept');
  });

  it('prefers the address, because the kept one may be of an earlier start', () => {
    expect(takeWindowToken(place('#token=new', 'old').window)).toBe('new');
  });

  it.each(['', '#', '#token=', '#token=a%20b', '#token=a,b', `#token=${'x'.repeat(200)}`])(
    'has none in %j',
    (hash) => {
      expect(takeWindowToken(place(hash).window)).toBe('');
    },
  );
});
