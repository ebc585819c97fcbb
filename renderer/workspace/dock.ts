import { createDockview, type DockviewApi, type IContentRenderer, type ITabRenderer } from 'dockview';
import 'dockview/dist/styles/dockview.css';
import './dock.css';
import {
  defaultLayout,
  MIN_PANEL_WIDTH,
  PANEL_NAMES,
  PANEL_TITLES,
  type PanelName,
} from './default-layout.ts';

export type Dock = {
  /** @throws whatever dockview throws for a layout it cannot build */
  restore(layout: object): void;
  showDefault(): void;
  /** JSON of the present layout. */
  layout(): object;
  dispose(): void;
};

export type DockOptions = {
  /** Puts a panel into the element. @returns the function that takes it away */
  readonly mountPanel: (panel: PanelName, element: HTMLElement) => () => void;
  /** The person moved or resized something. */
  readonly onChange: () => void;
};

/** What a person takes hold of to change the layout. */
const MOVABLE = '.dv-sash, .dv-tabs-and-actions-container';

/** The dock: the one file that knows dockview. */
export function createDock(element: HTMLElement, options: DockOptions): Dock {
  const api = createDockview(element, {
    theme: { name: 'touchline', className: 'touchline-dock', colorScheme: 'dark', dndTabIndicator: 'line' },
    // A panel outside the window's grid would hide others without saying so.
    disableFloatingGroups: true,
    // A dragged-out panel would be another document, which animation frames and styles do not follow.
    getTabContextMenuItems: () => [],
    createComponent: ({ name }) => panelContent(name, options),
    createTabComponent: () => panelTab(),
    defaultTabComponent: 'title',
  });
  // A window that is merely opened or resized changes the layout too, but nobody chose that.
  let isTouched = false;
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
  for (const { panel, beside } of placed) {
    api.addPanel({
      id: panel,
      component: panel,
      title: PANEL_TITLES[panel],
      minimumWidth: MIN_PANEL_WIDTH[panel],
      minimumHeight: 100,
      inactive: beside !== undefined,
      ...(beside === undefined
        ? {}
        : { position: { referencePanel: beside.panel, direction: beside.direction } }),
    });
  }
  // Each panel added takes room from its neighbours, and a new size takes it from the right one: all must be there, and
  // the left one comes first.
  for (const { panel, width, height } of placed) {
    const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
    if (width !== undefined || height !== undefined) api.getPanel(panel)?.api.setSize(size);
  }
}

function panelContent(name: string, options: DockOptions): IContentRenderer {
  const element = document.createElement('div');
  element.className = 'dock-panel';
  let unmount = (): void => {};
  return {
    element,
    init: () => {
      const panel = PANEL_NAMES.find((known) => known === name);
      if (panel === undefined)
        throw new RangeError(`expected a panel of ${PANEL_NAMES.join(', ')}, received ${name}`);
      unmount = options.mountPanel(panel, element);
    },
    dispose: () => unmount(),
  };
}

/** A title and nothing else: a panel cannot be closed, because there is no list yet to bring it back from. */
function panelTab(): ITabRenderer {
  const element = document.createElement('div');
  element.className = 'dock-tab';
  return {
    element,
    init: ({ title }) => {
      element.textContent = title;
    },
  };
}
