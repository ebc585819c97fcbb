import { APP_ENTRY, APP_ORIGIN } from './app-protocol.ts';
import type { ContentsLike, ElectronLike } from './electron-like.ts';

/** Sites a click may open in the person's own browser: the attribution that the chart library's licence asks for. */
const EXTERNAL_HOSTS: readonly string[] = ['www.tradingview.com'];

/** The link as it may be handed to the operating system, or null. Judged after parsing, never by its text. */
export function externalLink(url: string): string | null {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== 'https:' || !EXTERNAL_HOSTS.includes(parsed.host)) return null;
  return parsed.username === '' && parsed.password === '' ? parsed.href : null;
}

/** Whether a frame may go there: only the main frame, and only to our one page anew (a reload from the page). */
export function isAllowedNavigation(url: string, isMainFrame: boolean): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || !isMainFrame) return false;
  parsed.search = '';
  parsed.hash = '';
  // The whole text, not its parts put together again: `app:touchline/index.html` has the same parts and no origin.
  return parsed.href === APP_ENTRY || parsed.href === `${APP_ORIGIN}/`;
}

/** Keeps any web contents where it is: no foreign page, no redirect, no webview, no second window. */
export function lockNavigation(
  contents: ContentsLike,
  shell: ElectronLike['shell'],
  onFault: (error: unknown) => void,
): void {
  // will-navigate would fire for the main frame only.
  contents.on('will-frame-navigate', (details) => {
    if (!isAllowedNavigation(details.url, details.isMainFrame)) details.preventDefault();
  });
  contents.on('will-redirect', (details) => details.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const link = externalLink(url);
    if (link !== null) shell.openExternal(link).catch(onFault);
    return { action: 'deny' };
  });
}
