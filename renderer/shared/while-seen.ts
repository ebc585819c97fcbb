/**
 * Runs something only while the window can be seen: a hidden one has nobody to tell the time to.
 *
 * @param start begins it and answers the function that ends it
 * @param seenAgain is called when the window is seen again, before the new start
 * @returns the function that ends it for good
 */
export function whileSeen(start: () => () => void, seenAgain: () => void = () => {}): () => void {
  let stop = document.hidden ? null : start();
  const onChange = (): void => {
    stop?.();
    stop = null;
    if (document.hidden) return;
    seenAgain();
    stop = start();
  };
  document.addEventListener('visibilitychange', onChange);
  return () => {
    document.removeEventListener('visibilitychange', onChange);
    stop?.();
  };
}
