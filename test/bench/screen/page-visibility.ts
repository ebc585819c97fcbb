import type { Page } from 'playwright-core';

/**
 * Hides or shows a page as a window manager would. A headless browser hides none, so page and workers are told what a
 * hidden page is told, and get no animation frames, as a hidden page gets none; those asked for come once it is shown.
 */
export async function setVisible(page: Page, isVisible: boolean): Promise<void> {
  await page.evaluate(keepFrames, isVisible);
  for (const worker of page.workers()) await worker.evaluate(keepFrames, isVisible);
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
      Object.defineProperty(document, 'hidden', { configurable: true, value: state === 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    isVisible ? 'visible' : 'hidden',
  );
}

type FrameScope = {
  requestAnimationFrame: (callback: (time: number) => void) => number;
  /** Those that wait, and the browser's own function; there while the page is hidden. */
  kept?: { readonly waiting: ((time: number) => void)[]; readonly own: FrameScope['requestAnimationFrame'] };
};

/** Runs in the page and in its workers: it may use nothing from outside itself. */
function keepFrames(isVisible: boolean): void {
  const scope = globalThis as unknown as FrameScope;
  const { kept } = scope;
  if (!isVisible && kept === undefined) {
    const waiting: ((time: number) => void)[] = [];
    scope.kept = { waiting, own: scope.requestAnimationFrame };
    scope.requestAnimationFrame = (callback) => waiting.push(callback);
  }
  if (isVisible && kept !== undefined) {
    scope.requestAnimationFrame = kept.own;
    delete scope.kept;
    for (const callback of kept.waiting) scope.requestAnimationFrame(callback);
  }
}
