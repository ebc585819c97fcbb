import type { PanelName, PlacedPanel } from './default-layout.ts';

/** CSS pixels. */
export type SkeletonBox = {
  readonly panel: PanelName;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** Where the panels of a layout will stand, as the dock places them. @param width and @param height of the workspace */
export function skeletonBoxes(placed: readonly PlacedPanel[], width: number, height: number): SkeletonBox[] {
  const boxes = new Map<PanelName, SkeletonBox>();
  for (const { panel, beside, ...size } of placed) {
    const host = beside === undefined ? undefined : boxes.get(beside.panel);
    if (beside === undefined || host === undefined) {
      boxes.set(panel, { panel, left: 0, top: 0, width, height });
      continue;
    }
    if (beside.direction === 'below') {
      const own = size.height ?? host.height / 2;
      boxes.set(beside.panel, { ...host, height: host.height - own });
      boxes.set(panel, { ...host, panel, top: host.top + host.height - own, height: own });
    } else {
      const kept = placed.find((other) => other.panel === beside.panel)?.width ?? host.width / 2;
      boxes.set(beside.panel, { ...host, width: kept });
      boxes.set(panel, { ...host, panel, left: host.left + kept, width: host.width - kept });
    }
  }
  return [...boxes.values()];
}
