import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The Electron binary to run, or why there can be no desktop window here, in one line. */
export type DesktopWindow = { readonly binary: string } | { readonly missing: string };

/**
 * @param root folder of the project
 * @param environment as `process.env`
 * @param platform as `process.platform`
 */
export function findDesktopWindow(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
  platform: string,
): DesktopWindow {
  const binary = electronBinary(root, environment);
  if (binary === null)
    return { missing: 'no Electron binary (npx install-electron downloads it from GitHub)' };
  const hasDisplay =
    platform !== 'linux' || Boolean(environment['DISPLAY']) || Boolean(environment['WAYLAND_DISPLAY']);
  if (!hasDisplay) return { missing: 'no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' };
  return { binary };
}

/** The electron package writes the binary's place under dist/ to path.txt once it has fetched it. */
function electronBinary(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!existsSync(pathFile)) return null;
  const binary = join(override ?? join(folder, 'dist'), readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}
