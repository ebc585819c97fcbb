import { describe, expect, it } from 'vitest';
import { coversFigures } from '../../../renderer/painting/page-fonts.ts';

describe('coversFigures', () => {
  it.each([
    ['U+0-FF, U+131, U+152-153', true],
    ['U+0000-00FF,U+0131', true],
    ['U+131, U+30', true],
    ['U+0-10FFFF', true],
    ['U+460-52F, U+1C80-1C8A', false],
    ['U+31-FF', false],
    ['', false],
  ])('says of %j: %j', (range, covers) => {
    expect(coversFigures(range)).toBe(covers);
  });
});
