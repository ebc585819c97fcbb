import { describe, expect, it } from 'vitest';
import { tokenOf } from '../../../feed-simulator/access/bearer-token.ts';

const refused = { type: 'refused', code: 'TOKEN_INVALID', message: expect.any(String) as string };

describe('tokenOf', () => {
  it.each([
    [{ authorization: 'Bearer a.b.c' }, 'a.b.c'],
    [{ authorization: 'bearer  a.b_-c ' }, 'a.b_-c'],
    [{ authorization: undefined, queryToken: 'a.b.c' }, 'a.b.c'],
    [{ queryTokens: ['a.b.c'] }, 'a.b.c'],
    [{}, null],
    [{ authorization: undefined, queryToken: undefined, queryTokens: [] }, null],
  ])('finds in %j the token %j', (request, token) => {
    expect(tokenOf(request)).toBe(token);
  });

  it.each([
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['an empty header', { authorization: '' }],
    ['a scheme without a token', { authorization: 'Bearer ' }],
    ['a token without a scheme', { authorization: 'a.b.c' }],
    ['two in one header', { authorization: 'Bearer a.b.c d.e.f' }],
    ['an empty query', { queryTokens: [''] }],
    ['two in the query', { queryTokens: ['a.b.c', 'a.b.c'] }],
    ['one in each place', { authorization: 'Bearer a.b.c', queryToken: 'a.b.c' }],
    ['what no token is made of', { queryToken: 'a b' }],
    ['a line break', { authorization: 'Bearer a.b\nc' }],
    ['too long a token', { queryToken: 'a'.repeat(4_001) }],
  ])('refuses %s, and never takes it for nobody', (_, request) => {
    expect(tokenOf(request)).toEqual(refused);
  });
});
