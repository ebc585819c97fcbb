import { describe, expect, it } from 'vitest';
import { pressLadderKey } from '../../../../renderer/panels/ladder/ladder-keys.ts';

function pressed(key: string): { calls: unknown[]; isMine: boolean } {
  const calls: unknown[] = [];
  const ladder = {
    wantedStep: 10,
    position: { topRow: 100, rows: 21, step: 10, isPinned: false },
    scrollBy: (rows: number) => calls.push(['scrollBy', rows]),
    recentre: () => calls.push(['recentre']),
    groupBy: (step: number) => calls.push(['groupBy', step]),
  };
  return { isMine: pressLadderKey(ladder, key), calls };
}

describe('pressLadderKey', () => {
  it.each([
    ['ArrowUp', ['scrollBy', 1]],
    ['ArrowDown', ['scrollBy', -1]],
    ['PageUp', ['scrollBy', 19]],
    ['PageDown', ['scrollBy', -19]],
    [' ', ['recentre']],
    ['+', ['groupBy', 20]],
    ['=', ['groupBy', 20]],
    ['-', ['groupBy', 5]],
  ])('carries out %s', (key, call) => {
    expect(pressed(key)).toEqual({ isMine: true, calls: [call] });
  });

  it('leaves other keys to others', () => {
    expect(pressed('a')).toEqual({ isMine: false, calls: [] });
  });
});
