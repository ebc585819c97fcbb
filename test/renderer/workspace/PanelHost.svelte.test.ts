import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { flushSync, tick, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTerminalClient } from '../../../renderer/api/terminal-client.ts';
import PanelHeader from '../../../renderer/shared/PanelHeader.svelte';
import { createTerminalContext, type TerminalContext } from '../../../renderer/state/terminal-context.ts';
import type { PanelSource } from '../../../renderer/workspace/panel-components.ts';
import PanelHost from '../../../renderer/workspace/PanelHost.svelte';
import { PinnedPlace } from '../../../renderer/workspace/pinned-place.svelte.ts';
import { BITCOIN, FakeTransport } from '../../support/fake-transport.ts';

let terminal: TerminalContext;
beforeEach(() => {
  terminal = createTerminalContext(createTerminalClient(new FakeTransport([BITCOIN]), () => () => {}));
});
afterEach(() => {
  cleanup();
  terminal.dispose();
});

async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  await tick();
  flushSync();
}

/** A panel that is a header of Bitcoin's and nothing else. */
const Header: Component = (anchor) =>
  (PanelHeader as Component<{ title: string; instrument: string }>)(anchor, {
    title: 'Ladder',
    instrument: 'BTC-USD',
  });

function host(panel: PanelSource, pinnedTo = ''): { readonly pinned: string[] } {
  const pinned: string[] = [];
  const place = new PinnedPlace(pinnedTo, (instrument) => pinned.push(instrument));
  render(PanelHost, { terminal, place, panel });
  return { pinned };
}

describe('PanelHost', () => {
  it('lets a person pin the panel to the instrument it shows, and let it follow again', async () => {
    const { pinned } = host({ type: 'ready', component: Header });
    const pin = screen.getByRole('button', { name: 'pin' });
    expect(pin.getAttribute('aria-pressed')).toBe('false');
    await fireEvent.click(pin);
    expect([pin.getAttribute('aria-pressed'), pin.title]).toEqual([
      'true',
      'Pinned to BTC-USD. Press to follow the watchlist again',
    ]);
    await fireEvent.click(pin);
    expect([pin.getAttribute('aria-pressed'), pinned]).toEqual(['false', ['BTC-USD', '']]);
  });

  it('shows a panel whose code comes late once it is there', async () => {
    host({ type: 'late', load: () => Promise.resolve(Header) });
    expect(screen.queryByTestId('panel-instrument')).toBeNull();
    await settle();
    expect(screen.getByTestId('panel-instrument').textContent).toBe('BTC-USD');
  });

  it('says what to do when the code does not come', async () => {
    host({ type: 'late', load: () => Promise.reject(new Error('gone')) });
    await settle();
    expect(screen.getByTestId('state-picture').textContent).toContain('This panel could not be loaded');
  });
});
