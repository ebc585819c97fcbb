import { describe, expect, it } from 'vitest';
import { termsKey } from '../../../renderer/shared/terms-key.ts';
import { BITCOIN, INDEX_FUTURE } from '../../support/fake-transport.ts';

describe('termsKey', () => {
  it('is another for another instrument or another tick, and the same while only the state changes', () => {
    const key = termsKey(BITCOIN);
    expect(termsKey(INDEX_FUTURE)).not.toBe(key);
    expect(termsKey({ ...BITCOIN, tickUnits: BITCOIN.tickUnits + 1 })).not.toBe(key);
    expect(termsKey({ ...BITCOIN, state: 'halted' })).toBe(key);
  });
});
