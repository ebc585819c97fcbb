import type { Page } from 'playwright-core';

/** One text as it stands on a canvas now: where, in the canvas's own units, and what. */
export type StandingText = { readonly x: number; readonly y: number; readonly text: string };

/** What the recorder leaves in a page's or worker's globals. */
type Recorder = {
  standing: Map<{ readonly width: number; readonly height: number }, Map<string, StandingText>>;
  /** Texts written since the start. */
  written: number;
};

/**
 * Records what is written on every canvas of the page and of its painting worker, by wrapping the real drawing calls: a
 * text stands until something is painted or cleared over its anchor point. The pixels are drawn as ever. To be called
 * before the page loads.
 */
export async function recordCanvasText(page: Page): Promise<void> {
  await page.addInitScript(recordCanvases);
  page.on('worker', (worker) => {
    worker
      .evaluate(recordCanvases)
      // What it painted before that is painted again for another look of the page.
      .then(() => page.evaluate(() => document.documentElement.setAttribute('data-recorded', '')))
      // The page was closed or loaded anew meanwhile: there is nothing to record.
      .catch(() => undefined);
  });
}

/** Stands alone, because it runs in the page and in the worker. */
function recordCanvases(): void {
  type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  const recorder: Recorder = { standing: new Map(), written: 0 };
  Object.assign(globalThis, { canvasRecorder: recorder });
  const standingOn = ({ canvas }: Context): Map<string, StandingText> => {
    const standing = recorder.standing.get(canvas) ?? new Map<string, StandingText>();
    recorder.standing.set(canvas, standing);
    return standing;
  };
  const wipe = (context: Context, x: number, y: number, w: number, h: number): void => {
    const standing = standingOn(context);
    for (const [key, text] of standing)
      if (text.x >= x && text.x <= x + w && text.y >= y && text.y <= y + h) standing.delete(key);
  };
  const scope = globalThis as { CanvasRenderingContext2D?: { prototype: CanvasRenderingContext2D } };
  const offscreen = OffscreenCanvasRenderingContext2D.prototype as unknown as CanvasRenderingContext2D;
  for (const proto of [scope.CanvasRenderingContext2D?.prototype, offscreen]) {
    if (proto === undefined) continue;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- each is called with its own `this` below
    const { fillText, fillRect, clearRect } = proto;
    proto.fillText = function (text, x, y, ...rest) {
      recorder.written += 1;
      standingOn(this).set(`${x} ${y} ${text}`, { x, y, text });
      fillText.call(this, text, x, y, ...rest);
    };
    proto.fillRect = function (x, y, w, h) {
      wipe(this, x, y, w, h);
      fillRect.call(this, x, y, w, h);
    };
    proto.clearRect = function (x, y, w, h) {
      wipe(this, x, y, w, h);
      clearRect.call(this, x, y, w, h);
    };
  }
}

/** What stands on a canvas, as lines from top to bottom, each from left to right without spaces. */
export async function textLines(page: Page, selector: string, lineHeight: number): Promise<string[]> {
  const size = await page.evaluate((wanted) => {
    const canvas = document.querySelector<HTMLCanvasElement>(wanted);
    return { width: canvas?.width ?? 0, height: canvas?.height ?? 0 };
  }, selector);
  const standing = await standingTexts(page, size);
  const lines = new Map<number, StandingText[]>();
  for (const text of standing) {
    const line = Math.floor(text.y / lineHeight);
    lines.set(line, [...(lines.get(line) ?? []), text]);
  }
  return [...lines]
    .sort(([a], [b]) => a - b)
    .map(([, texts]) =>
      texts
        .sort((a, b) => a.x - b.x)
        .map(({ text }) => text)
        .join('')
        .replaceAll(/\s/g, ''),
    );
}

/** A canvas is known by its size in pixels, wherever it is painted: the one on the page only stands for the worker's. */
async function standingTexts(
  page: Page,
  size: { readonly width: number; readonly height: number },
): Promise<StandingText[]> {
  const read = ({ width, height }: typeof size): StandingText[] => {
    const { standing } = (globalThis as unknown as { canvasRecorder: Recorder }).canvasRecorder;
    const found = [...standing].find(([canvas]) => canvas.width === width && canvas.height === height);
    return [...(found?.[1].values() ?? [])];
  };
  const [worker] = page.workers();
  return (await worker?.evaluate(read, size)) ?? page.evaluate(read, size);
}

/** Texts written on canvases by the page's painting worker since it started. */
export async function textsWrittenByWorker(page: Page): Promise<number> {
  const [worker] = page.workers();
  if (worker === undefined) throw new Error('expected a painting worker');
  return worker.evaluate(
    () => (globalThis as unknown as { canvasRecorder: Recorder }).canvasRecorder.written,
  );
}
