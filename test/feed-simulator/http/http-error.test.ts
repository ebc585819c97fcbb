import { describe, expect, it } from 'vitest';
import { errorAnswer } from '../../../feed-simulator/http/http-error.ts';

describe('errorAnswer', () => {
  it('is an error message of the protocol', () => {
    expect(errorAnswer({ code: 'NOT_ENTITLED', message: 'not yours' })).toEqual({
      status: 403,
      headers: {},
      body: { type: 'error', id: 0, code: 'NOT_ENTITLED', message: 'not yours' },
    });
  });

  it('says in whole seconds when to come again, never too early and never at once', () => {
    const secondsAfter = (retryAfterMs: number) =>
      errorAnswer({ code: 'ADDRESS_RATE_LIMITED', message: '', retryAfterMs }).headers['retry-after'];
    expect([0, 1, 1_000, 1_001].map(secondsAfter)).toEqual(['1', '1', '1', '2']);
    const { status, body } = errorAnswer({ code: 'RATE_LIMITED', message: '', retryAfterMs: 20 });
    expect([status, body.retryAfterMs]).toEqual([429, 20]);
  });

  it('challenges who brought a bad token otherwise than who brought none', () => {
    const challengeOf = (code: 'TOKEN_REQUIRED' | 'TOKEN_EXPIRED' | 'SCOPE_MISSING') =>
      errorAnswer({ code, message: '' }).headers['www-authenticate'];
    expect(challengeOf('TOKEN_REQUIRED')).toBe('Bearer');
    expect(challengeOf('TOKEN_EXPIRED')).toBe('Bearer error="invalid_token"');
    expect(challengeOf('SCOPE_MISSING')).toBe('Bearer error="insufficient_scope"');
  });

  it('keeps messages within what the protocol allows', () => {
    expect(errorAnswer({ code: 'BAD_MESSAGE', message: 'x'.repeat(5_000) }).body.message).toHaveLength(1_024);
  });
});
