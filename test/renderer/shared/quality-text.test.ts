import { describe, expect, it } from 'vitest';
import { LIVE } from '../../../main/contract/data-quality.ts';
import { qualityText, staleAgeText } from '../../../renderer/shared/quality-text.ts';

const GAP = { isLive: false, reason: 'gap', staleSinceMs: 1_000 } as const;

describe('qualityText', () => {
  it('says live, or for how long not and why', () => {
    expect(qualityText(LIVE, 0)).toBe('live');
    expect(qualityText(GAP, 2_250)).toBe('stale 1.2 s · gap');
  });

  it('claims no age for what never was live', () => {
    expect(qualityText({ isLive: false, reason: 'connecting', staleSinceMs: 0 }, 5_000)).toBe('connecting');
  });
});

describe('staleAgeText', () => {
  it('is empty while live', () => {
    expect([staleAgeText(LIVE, 9_000), staleAgeText(GAP, 4_000)]).toEqual(['', '3.0 s']);
  });
});
