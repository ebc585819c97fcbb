/** The part of a canvas context that the bands are drawn with. */
export type BandSurface = Pick<
  CanvasRenderingContext2D,
  | 'strokeStyle'
  | 'lineWidth'
  | 'beginPath'
  | 'rect'
  | 'clip'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'save'
  | 'restore'
>;

/** Left and right edge of a band, device pixels. */
export type Band = { readonly left: number; readonly right: number };

/** Neighbouring candles without proof make one band, so that the hatching is not cut into pieces. */
export function joinBands(centres: readonly number[], width: number): Band[] {
  const bands: { left: number; right: number }[] = [];
  for (const centre of centres) {
    const left = centre - width / 2;
    const right = centre + width / 2;
    const last = bands.at(-1);
    if (last !== undefined && left - last.right <= 1) last.right = right;
    else bands.push({ left, right });
  }
  return bands;
}

/** Hatches each band from top to bottom. @param distance of the lines, device pixels */
export function paintBands(
  surface: BandSurface,
  bands: readonly Band[],
  height: number,
  color: string,
  distance: number,
): void {
  for (const { left, right } of bands) {
    surface.save();
    surface.beginPath();
    surface.rect(left, 0, right - left, height);
    surface.clip();
    surface.strokeStyle = color;
    surface.lineWidth = Math.max(1, distance / 8);
    surface.beginPath();
    // Lines start at multiples of the distance, so that they stand still while the chart is scrolled under them.
    const first = Math.floor((left - height) / distance) * distance;
    for (let x = first; x < right; x += distance) {
      surface.moveTo(x, height);
      surface.lineTo(x + height, 0);
    }
    surface.stroke();
    surface.restore();
  }
}
