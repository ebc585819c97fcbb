import { afterEach, describe, expect, it } from 'vitest';
import { createTerminalClient } from '../../../renderer/api/terminal-client.ts';
import { FeedState } from '../../../renderer/state/feed-state.svelte.ts';
import { FakeTransport, LIVE_HEALTH } from '../../support/fake-transport.ts';

function hide(isHidden: boolean): void {
  Object.defineProperty(document, 'hidden', { configurable: true, value: isHidden });
  document.dispatchEvent(new Event('visibilitychange'));
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
}

async function aFeed() {
  const transport = new FakeTransport();
  const codes: string[] = [];
  const client = createTerminalClient(transport, () => () => {});
  const state = new FeedState(client, ({ code }) => codes.push(code));
  await settle();
  const push = (attempts: number): void => transport.push('feed-health', { ...LIVE_HEALTH, attempts });
  return { transport, state, codes, push };
}

describe('FeedState', () => {
  afterEach(() => {
    Reflect.deleteProperty(document, 'hidden');
  });

  it('reads the health as it connects and follows what is pushed', async () => {
    const { state, push } = await aFeed();
    expect(state.health).toEqual(LIVE_HEALTH);
    push(3);
    expect(state.health?.attempts).toBe(3);
    state.dispose();
  });

  it('shows no other health while the window is hidden, and the newest as soon as it is seen', async () => {
    const { state, push } = await aFeed();
    hide(true);
    push(4);
    push(5);
    expect(state.health?.attempts).toBe(0);
    hide(false);
    expect(state.health?.attempts).toBe(5);
    push(6);
    hide(true);
    hide(false);
    expect(state.health?.attempts).toBe(6);
    state.dispose();
  });

  it('asks for another way to read the feed and reports a refusal', async () => {
    const { transport, state, codes } = await aFeed();
    state.choose('calm');
    await settle();
    expect([state.health?.mode, codes]).toEqual(['calm', []]);
    transport.refuse('set-feed-mode', 'TERMINAL_INTERNAL');
    state.choose('fast');
    await settle();
    expect([state.health?.mode, codes]).toEqual(['calm', ['TERMINAL_INTERNAL']]);
    state.dispose();
  });
});
