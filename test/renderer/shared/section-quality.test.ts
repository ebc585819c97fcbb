import { describe, expect, it } from 'vitest';
import { LIVE, type DataQuality } from '../../../main/contract/data-quality.ts';
import { qualityOfSection, worseQuality } from '../../../renderer/shared/section-quality.ts';

const GAP: DataQuality = { isLive: false, reason: 'gap', staleSinceMs: 5 };

describe('qualityOfSection', () => {
  it('tells why and since when a section is not live', () => {
    expect(qualityOfSection({ reason: 'none', staleSinceMs: 0 })).toBe(LIVE);
    expect(qualityOfSection({ reason: 'gap', staleSinceMs: 5 })).toEqual(GAP);
  });
});

describe('worseQuality', () => {
  it('calls a view live only when both the book and its newest frame are', () => {
    expect(worseQuality(LIVE, LIVE)).toBe(LIVE);
    expect(worseQuality(GAP, LIVE)).toBe(GAP);
    expect(worseQuality(LIVE, GAP)).toBe(GAP);
  });
});
