import { existsSync } from 'node:fs';

const SYSTEM_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** CHROMIUM_PATH, else the system's browser, else the pinned one that comes from npm. */
export async function chromiumPath(): Promise<string> {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked !== undefined && asked !== '') return asked;
  const system = SYSTEM_PLACES.find((place) => existsSync(place));
  if (system !== undefined) return system;
  const { default: pinned } = await import('@sparticuz/chromium');
  return pinned.executablePath();
}
