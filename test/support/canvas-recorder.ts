import type { Page } from 'playwright-core';

/** One text as it stands on a canvas now: where, in the canvas's own units, and what. */
export type StandingText = { readonly x: number; readonly y: number; readonly text: string };

/**
 * Records what is written on every canvas of the page, by wrapping the real drawing calls before the page loads: a text
 * stands until something is painted or cleared over its anchor point. The pixels are drawn as ever.
 */
export async function recordCanvasText(page: Page): Promise<void> {
  await page.addInitScript(() => {
    type Recorded = HTMLCanvasElement & { standing?: Map<string, { x: number; y: number; text: string }> };
    const proto = CanvasRenderingContext2D.prototype;
    const standingOn = (context: CanvasRenderingContext2D): NonNullable<Recorded['standing']> =>
      ((context.canvas as Recorded).standing ??= new Map());
    const wipe = (context: CanvasRenderingContext2D, x: number, y: number, w: number, h: number): void => {
      for (const [key, text] of standingOn(context)) {
        if (text.x >= x && text.x <= x + w && text.y >= y && text.y <= y + h) standingOn(context).delete(key);
      }
    };
    // eslint-disable-next-line @typescript-eslint/unbound-method -- each is called with its own `this` below
    const { fillText, fillRect, clearRect } = proto;
    proto.fillText = function (text, x, y, ...rest) {
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
  });
}

/** What stands on a canvas, as lines from top to bottom, each from left to right without spaces. */
export async function textLines(page: Page, selector: string, lineHeight: number): Promise<string[]> {
  const standing = await page.evaluate((wanted) => {
    const canvas: (Element & { standing?: Map<string, StandingText> }) | null =
      document.querySelector(wanted);
    return [...(canvas?.standing?.values() ?? [])];
  }, selector);
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
