import { createDockview, type DockviewApi } from 'dockview';
import 'dockview/dist/styles/dockview.css';
import './dock.css';
import { addButton } from './dock-add-button.ts';
import { panelContent, panelTab, type PanelMount } from './dock-panel.ts';
import {
  defaultLayout,
  isPinnable,
  MIN_PANEL_WIDTH,
  PANEL_TITLES,
  panelTitle,
  type PanelName,
} from './default-layout.ts';
import { MAX_PANELS } from './layout-store.ts';

export type Dock = {
  /** @throws whatever dockview throws for a layout it cannot build */
  restore(layout: object): void;
  showDefault(): void;
  /** JSON of the present layout. */
  layout(): object;
  dispose(): void;
};

export type DockOptions = {
  readonly mountPanel: PanelMount;
  /** The person moved, resized, pinned, added or closed something. */
  readonly onChange: () => void;
  /** Id of the selected instrument; '' before there is one. */
  readonly selected: () => string;
};

/** What a person takes hold of to change the layout. */
const MOVABLE = '.dv-sash, .dv-tabs-and-actions-container';

/** The dock. Only the files named dock* know dockview. */
export function createDock(element: HTMLElement, options: DockOptions): Dock {
  // A window that is merely opened or resized changes the layout too, but nobody chose that.
  let isTouched = false;
  const changed = (): void => {
    isTouched = true;
    options.onChange();
  };
  const api = createDockview(element, {
    theme: { name: 'touchline', className: 'touchline-dock', colorScheme: 'dark', dndTabIndicator: 'line' },
    // A panel outside the window's grid would hide others without saying so.
    disableFloatingGroups: true,
    // A dragged-out panel would be another document, which animation frames and styles do not follow.
    getTabContextMenuItems: () => [],
    createComponent: ({ name }) => panelContent(name, { mount: options.mountPanel, onChange: changed }),
    createTabComponent: () => panelTab(changed),
    createRightHeaderActionComponent: () =>
      addButton((beside) => {
        addPinned(api, beside, options.selected());
        changed();
      }),
    defaultTabComponent: 'title',
  });
  const touch = (event: Event): void => {
    isTouched ||= event.target instanceof Element && event.target.closest(MOVABLE) !== null;
  };
  element.addEventListener('pointerdown', touch, { capture: true });
  const changes = api.onDidLayoutChange(() => {
    if (isTouched) options.onChange();
  });
  return {
    restore: (layout) => api.fromJSON(layout as Parameters<DockviewApi['fromJSON']>[0]),
    showDefault: () => {
      isTouched = false;
      api.clear();
      placePanels(api);
    },
    layout: () => api.toJSON(),
    dispose: () => {
      element.removeEventListener('pointerdown', touch, { capture: true });
      changes.dispose();
      api.dispose();
    },
  };
}

function placePanels(api: DockviewApi): void {
  const placed = defaultLayout(api.width, api.height);
  for (const { panel, beside } of placed)
    api.addPanel({
      ...panelOptions(panel),
      id: panel,
      title: PANEL_TITLES[panel],
      inactive: beside !== undefined,
      ...(beside === undefined
        ? {}
        : { position: { referencePanel: beside.panel, direction: beside.direction } }),
    });
  // Each panel added takes room from its neighbours, and a new size takes it from the right one: all must be there, and
  // the left one comes first.
  for (const { panel, width, height } of placed) {
    const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
    if (width !== undefined || height !== undefined) api.getPanel(panel)?.api.setSize(size);
  }
}

/** Another panel of the same kind to the right of `beside`, pinned to the instrument that one shows now. */
function addPinned(api: DockviewApi, beside: string, selected: string): void {
  const neighbour = api.getPanel(beside);
  const kind = neighbour?.view.contentComponent;
  if (neighbour === undefined || !isPinnable(kind) || api.totalPanels >= MAX_PANELS) return;
  const pinnedTo = String(neighbour.params?.['instrument'] ?? '') || selected;
  let number = 2;
  while (api.getPanel(`${kind}-${number}`) !== undefined) number += 1;
  api.addPanel({
    ...panelOptions(kind),
    id: `${kind}-${number}`,
    title: panelTitle(kind, pinnedTo),
    params: { instrument: pinnedTo },
    position: { referencePanel: neighbour, direction: 'right' },
  });
}

function panelOptions(panel: PanelName) {
  return { component: panel, minimumWidth: MIN_PANEL_WIDTH[panel], minimumHeight: 100 };
}
