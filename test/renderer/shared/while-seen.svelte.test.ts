import { afterEach, describe, expect, it } from 'vitest';
import { whileSeen } from '../../../renderer/shared/while-seen.ts';

function hide(isHidden: boolean): void {
  Object.defineProperty(document, 'hidden', { configurable: true, value: isHidden });
  document.dispatchEvent(new Event('visibilitychange'));
}

function watched(): { readonly calls: string[]; readonly stop: () => void } {
  const calls: string[] = [];
  const stop = whileSeen(
    () => {
      calls.push('start');
      return () => calls.push('stop');
    },
    () => calls.push('seen again'),
  );
  return { calls, stop };
}

describe('whileSeen', () => {
  afterEach(() => {
    Reflect.deleteProperty(document, 'hidden');
  });

  it('runs while the window is seen and rests while it is not', () => {
    const { calls, stop } = watched();
    hide(true);
    hide(false);
    stop();
    hide(true);
    hide(false);
    expect(calls).toEqual(['start', 'stop', 'seen again', 'start', 'stop']);
  });

  it('does not begin in a hidden window', () => {
    hide(true);
    const { calls, stop } = watched();
    expect(calls).toEqual([]);
    hide(false);
    stop();
    expect(calls).toEqual(['seen again', 'start', 'stop']);
  });
});
