import type { IHeaderActionsRenderer } from 'dockview';
import { isPinnable, PANEL_TITLES } from './default-layout.ts';

/**
 * The cross at the end of a group's tabs: another panel of the kind in front, pinned to the instrument it shows.
 *
 * @param add is told the id of the panel in front
 */
export function addButton(add: (beside: string) => void): IHeaderActionsRenderer {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'dock-add';
  element.textContent = '+';
  let ends: (() => void)[] = [];
  return {
    element,
    init: ({ api, group }) => {
      const show = (): void => {
        const kind = group.activePanel?.view.contentComponent;
        element.hidden = !isPinnable(kind);
        if (!isPinnable(kind)) return;
        const title = PANEL_TITLES[kind].toLowerCase();
        element.title = `Another ${title} beside this one, pinned to the instrument shown`;
        element.setAttribute('aria-label', `Add a ${title}`);
      };
      const press = (): void => {
        if (group.activePanel !== undefined) add(group.activePanel.id);
      };
      element.addEventListener('click', press);
      const fronts = api.onDidActivePanelChange(show);
      ends = [() => fronts.dispose(), () => element.removeEventListener('click', press)];
      show();
    },
    dispose: () => {
      for (const end of ends) end();
    },
  };
}
