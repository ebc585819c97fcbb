import { mount, unmount } from 'svelte';
import { after } from '../shared/screen-clock.ts';
import type { TerminalContext } from '../state/terminal-context.ts';
import { PANEL_NAMES } from './default-layout.ts';
import { createDock, type Dock } from './dock.ts';
import { forgetLayout, readLayout, saveLayout, type LayoutStorage } from './layout-store.ts';
import { PANEL_COMPONENTS } from './panel-components.ts';
import PanelHost from './PanelHost.svelte';
import { PinnedPlace } from './pinned-place.svelte.ts';

export type Workspace = { resetLayout(): void; dispose(): void };

/** A drag changes the layout many times a second; it is saved once it rests. */
const SAVE_DELAY_MS = 400;

/** Puts the dock with its panels into `element` and keeps its layout in `storage`. */
export function openWorkspace(
  element: HTMLElement,
  terminal: TerminalContext,
  storage: LayoutStorage,
): Workspace {
  let cancelSave = (): void => {};
  const dock = createDock(element, {
    mountPanel: (panel, target, pinnedTo, onPin) => {
      const place = new PinnedPlace(pinnedTo, onPin);
      const mounted = mount(PanelHost, {
        target,
        props: { terminal, place, panel: PANEL_COMPONENTS[panel] },
      });
      return () => void unmount(mounted);
    },
    onChange: () => {
      cancelSave();
      cancelSave = after(SAVE_DELAY_MS, () => saveLayout(storage, dock.layout()));
    },
    selected: () => terminal.selection.instrument,
  });
  restoreLayout(dock, terminal, storage);
  return {
    resetLayout: () => {
      cancelSave();
      forgetLayout(storage);
      dock.showDefault();
    },
    dispose: () => {
      cancelSave();
      dock.dispose();
    },
  };
}

function restoreLayout(dock: Dock, terminal: TerminalContext, storage: LayoutStorage): void {
  const stored = readLayout(storage, PANEL_NAMES);
  if (stored.type === 'invalid') terminal.log.add({ code: 'LAYOUT_INVALID', message: stored.message });
  if (stored.type !== 'layout') {
    dock.showDefault();
    return;
  }
  try {
    dock.restore(stored.layout);
  } catch (error) {
    terminal.log.add({ code: 'LAYOUT_INVALID', message: `layout refused by the dock: ${String(error)}` });
    forgetLayout(storage);
    dock.showDefault();
  }
}
