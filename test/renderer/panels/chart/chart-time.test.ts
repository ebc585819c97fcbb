import { describe, expect, it } from 'vitest';
import { crosshairTimeText, timeMarkText } from '../../../../renderer/panels/chart/chart-time.ts';

const AT = Date.UTC(2026, 10, 22, 14, 3, 7);

describe('timeMarkText', () => {
  it('writes UTC in a fixed language', () => {
    const marks = ['year', 'month', 'day', 'minute', 'second'] as const;
    expect(marks.map((mark) => timeMarkText(AT, mark))).toEqual([
      '2026',
      'Nov',
      '22 Nov',
      '14:03',
      '14:03:07',
    ]);
  });
});

describe('crosshairTimeText', () => {
  it('has the day and the second', () => {
    expect(crosshairTimeText(AT)).toBe('22 Nov 14:03:07');
  });
});
