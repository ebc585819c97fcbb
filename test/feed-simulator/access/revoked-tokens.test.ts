import { describe, expect, it } from 'vitest';
import { RevokedTokens } from '../../../feed-simulator/access/revoked-tokens.ts';

describe('RevokedTokens', () => {
  it('says when it is full instead of forgetting what was revoked', () => {
    const revoked = new RevokedTokens(2);
    expect(['a', 'b', 'c', 'a'].map((id) => revoked.add(id))).toEqual([true, true, false, true]);
    expect(['a', 'b', 'c'].map((id) => revoked.has(id))).toEqual([true, true, false]);
  });
});
