import type { Extent } from './painting.ts';

/**
 * Tells the room inside an element at once and whenever it changes: another size, no size (a tab behind another), or
 * another pixel ratio (the window zoomed or on another screen). @returns the function that ends it
 */
export function watchExtent(box: HTMLElement, tell: (extent: Extent) => void): () => void {
  const measure = (): void =>
    tell({ width: box.clientWidth, height: box.clientHeight, pixelRatio: window.devicePixelRatio || 1 });
  const sizes = new ResizeObserver(measure);
  sizes.observe(box);
  const stopRatio = watchPixelRatio(measure);
  measure();
  return () => {
    sizes.disconnect();
    stopRatio();
  };
}

/** As {@link watchExtent}, and of no size while the window is hidden: what was shown before it was hidden is old by then. */
export function watchSeenExtent(box: HTMLElement, tell: (extent: Extent) => void): () => void {
  let extent: Extent = { width: 0, height: 0, pixelRatio: 1 };
  const show = (): void => tell(document.hidden ? { ...extent, width: 0, height: 0 } : extent);
  const stop = watchExtent(box, (next) => {
    extent = next;
    show();
  });
  document.addEventListener('visibilitychange', show);
  return () => {
    document.removeEventListener('visibilitychange', show);
    stop();
  };
}

/** A media query tells only that the ratio is no longer the one asked for, so each change asks anew. */
function watchPixelRatio(changed: () => void): () => void {
  let query: MediaQueryList | null = null;
  const ask = (): void => {
    query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', onChange, { once: true });
  };
  const onChange = (): void => {
    ask();
    changed();
  };
  ask();
  return () => query?.removeEventListener('change', onChange);
}
