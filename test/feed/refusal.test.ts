import { describe, expect, it } from 'vitest';
import { refusalFrom } from '../../main/feed/refusal.ts';

const ERROR = { type: 'error', id: 0, code: 'CONNECT_RATE_LIMITED', message: 'at most 20 a second' };

describe('refusalFrom', () => {
  it('tells code and words of an error message, and when to come back', () => {
    expect(refusalFrom(429, JSON.stringify({ ...ERROR, retryAfterMs: 3_000 }))).toEqual({
      reason: 'refused with HTTP 429: CONNECT_RATE_LIMITED, at most 20 a second',
      retryAfterMs: 3_000,
    });
    expect(
      refusalFrom(401, JSON.stringify({ ...ERROR, code: 'TOKEN_EXPIRED' })).retryAfterMs,
    ).toBeUndefined();
  });

  it.each(['no sub-protocol in common', '<html>', '{"type":"welcome"}', '{"type":"error"', '[1]', ''])(
    'tells %j as it is',
    (body) => {
      expect(refusalFrom(400, ` ${body}\n`)).toEqual({
        reason: `refused with HTTP 400: ${body}`,
        retryAfterMs: undefined,
      });
    },
  );

  it('takes no waiting time from an error that breaks the protocol', () => {
    expect(refusalFrom(429, JSON.stringify({ ...ERROR, retryAfterMs: -1 })).retryAfterMs).toBeUndefined();
  });

  it('shows at most 300 characters, and no half of one', () => {
    const { reason } = refusalFrom(503, `${'x'.repeat(299)}🙂`);
    expect(reason).toBe(`refused with HTTP 503: ${'x'.repeat(299)}\ufffd`);
  });
});
