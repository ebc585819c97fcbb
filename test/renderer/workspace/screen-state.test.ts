import { describe, expect, it } from 'vitest';
import { screenState, type ScreenFacts } from '../../../renderer/workspace/screen-state.ts';
import { LIVE_HEALTH } from '../../support/fake-transport.ts';

const GOOD: ScreenFacts = {
  connection: 'open',
  connectionSinceMs: 10,
  hostTrouble: null,
  health: LIVE_HEALTH,
  hasInstruments: true,
};
const CONNECTING = { isLive: false, reason: 'connecting', staleSinceMs: 0 } as const;
const SILENT = { isLive: false, reason: 'host-silent', staleSinceMs: 70 } as const;
const at = (facts: Partial<ScreenFacts>): [boolean, string | undefined, boolean | undefined] => {
  const { showsPanels, trouble } = screenState({ ...GOOD, ...facts });
  return [showsPanels, trouble?.title, trouble?.canRetry];
};

describe('screenState', () => {
  it('shows the panels and no trouble while all is well', () => {
    expect(screenState(GOOD)).toEqual({ showsPanels: true, trouble: null });
  });

  it.each([
    ['the first connection', { connection: 'connecting' }, 'Connecting to the terminal', false],
    ['a terminal that is away', { connection: 'closed' }, 'The terminal is not reachable', false],
    ['a silent terminal', { hostTrouble: SILENT }, 'The terminal is silent', false],
    [
      'a venue being connected to',
      { health: { ...LIVE_HEALTH, state: 'connecting' } },
      'Connecting to the venue',
      true,
    ],
    [
      'a venue that refuses',
      { health: { ...LIVE_HEALTH, state: 'backing-off' } },
      'The venue is not reachable',
      true,
    ],
    ['a closed feed', { health: { ...LIVE_HEALTH, state: 'closed' } }, 'The feed is closed', true],
  ] satisfies [string, Partial<ScreenFacts>, string, boolean][])(
    'fills the window with %s before there is anything to show, and only warns after',
    (_what, facts, title, canRetry) => {
      expect(at({ ...facts, hasInstruments: false })).toEqual([false, title, canRetry]);
      expect(at(facts)).toEqual([true, title, canRetry]);
    },
  );

  it('warns when no book at all is live although the venue answers', () => {
    const health = { ...LIVE_HEALTH, state: 'suspect', liveBooks: 0 } as const;
    expect(at({ health })).toEqual([true, 'No book is live', true]);
  });

  it('does not warn of single books that are not live: they say so themselves', () => {
    const health = { ...LIVE_HEALTH, state: 'suspect', reason: '1 of 12 books are not live' } as const;
    expect(screenState({ ...GOOD, health }).trouble).toBeNull();
  });

  it('shows a denied window nothing at all', () => {
    expect(at({ connection: 'denied' })).toEqual([false, 'This window may not open the terminal', false]);
  });

  it('names the nearest trouble when there are several', () => {
    const health = { ...LIVE_HEALTH, state: 'backing-off' } as const;
    expect(at({ hostTrouble: SILENT, health })[1]).toBe('The terminal is silent');
    expect(at({ connection: 'closed', hostTrouble: SILENT, health })[1]).toBe(
      'The terminal is not reachable',
    );
  });

  it('awaits the instruments when everything is connected', () => {
    const facts = { hasInstruments: false, health: null, hostTrouble: CONNECTING };
    expect(at(facts)).toEqual([false, 'Awaiting the venue’s instruments', false]);
  });

  it('tells why, how often and where the venue was tried', () => {
    const health = {
      ...LIVE_HEALTH,
      state: 'backing-off',
      reason: 'connection refused',
      attempts: 3,
    } as const;
    expect(screenState({ ...GOOD, health }).trouble).toMatchObject({
      where: 'ws://127.0.0.1:7711/v1',
      advice: 'Connection refused. Attempt 3. Trying again by itself.',
    });
  });

  it('says the same during a repeated attempt as in the pause before it', () => {
    const pause = {
      ...LIVE_HEALTH,
      state: 'backing-off',
      reason: 'connection refused',
      attempts: 3,
    } as const;
    const attempt = { ...pause, state: 'connecting' } as const;
    expect(screenState({ ...GOOD, health: attempt })).toEqual(screenState({ ...GOOD, health: pause }));
  });
});
