import type { IContentRenderer, ITabRenderer } from 'dockview';
import { isPinnable, PANEL_NAMES, panelTitle, type PanelName } from './default-layout.ts';

/**
 * Puts a panel into the element.
 *
 * @param pinnedTo id of its instrument; '' to follow the selection
 * @param onPin is to be told of every other choice
 * @returns the function that takes the panel away
 */
export type PanelMount = (
  panel: PanelName,
  element: HTMLElement,
  pinnedTo: string,
  onPin: (instrument: string) => void,
) => () => void;

export type PanelContentOptions = { readonly mount: PanelMount; readonly onChange: () => void };

/** The content of one panel; where it is pinned is kept in the layout as the parameter `instrument`. */
export function panelContent(name: string, { mount, onChange }: PanelContentOptions): IContentRenderer {
  const element = document.createElement('div');
  element.className = 'dock-panel';
  let unmount = (): void => {};
  return {
    element,
    init: ({ api, params }) => {
      const panel = PANEL_NAMES.find((known) => known === name);
      if (panel === undefined)
        throw new RangeError(`expected a panel of ${PANEL_NAMES.join(', ')}, received ${name}`);
      const pinnedTo = isPinnable(panel) ? String(params['instrument'] ?? '') : '';
      unmount = mount(panel, element, pinnedTo, (instrument) => {
        api.updateParameters({ instrument });
        api.setTitle(panelTitle(panel, instrument));
        onChange();
      });
    },
    dispose: () => unmount(),
  };
}

/**
 * A title, and a cross on panels that were added: the first of each kind cannot be closed, because there is no list to
 * bring it back from.
 */
export function panelTab(onChange: () => void): ITabRenderer {
  const element = document.createElement('div');
  element.className = 'dock-tab';
  let ends: (() => void)[] = [];
  return {
    element,
    init: ({ title, api }) => {
      const words = document.createElement('span');
      element.append(words);
      const cross = PANEL_NAMES.some((first) => first === api.id)
        ? null
        : closeButton(() => {
            api.close();
            onChange();
          });
      const name = (text: string): void => {
        words.textContent = text;
        cross?.setAttribute('aria-label', `Close ${text}`);
      };
      name(title);
      const titles = api.onDidTitleChange((change) => name(change.title));
      ends = [() => titles.dispose()];
      if (cross !== null) element.append(cross);
    },
    dispose: () => {
      for (const end of ends) end();
    },
  };
}

function closeButton(close: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'dock-close';
  button.textContent = '×';
  button.title = 'Close this panel';
  // A press would begin to drag the tab.
  button.addEventListener('pointerdown', (event) => event.stopPropagation());
  button.addEventListener('click', (event) => {
    event.stopPropagation();
    close();
  });
  return button;
}
