import { describe, expect, it } from 'vitest';
import { Deadlines } from '../../../feed-simulator/server/deadlines.ts';

describe('Deadlines', () => {
  it('gives each name once, when its moment has come', () => {
    const deadlines = new Deadlines<'late' | 'soon'>();
    deadlines.set('late', 20);
    deadlines.set('soon', 10);
    expect([9, 10, 11, 30].map((nowMs) => deadlines.takeDue(nowMs))).toEqual([[], ['soon'], [], ['late']]);
  });

  it('takes the last moment set for a name, and none that was cleared', () => {
    const deadlines = new Deadlines<'a' | 'b'>();
    deadlines.set('a', 10);
    deadlines.set('a', 30);
    deadlines.set('b', 10);
    deadlines.clear('b');
    expect([deadlines.takeDue(29), deadlines.takeDue(30)]).toEqual([[], ['a']]);
  });
});
