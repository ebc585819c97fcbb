import type { SessionLike } from './electron-like.ts';

/** Denies every permission of the web platform: the terminal needs none, and Electron's default is to grant. */
export function denyPermissions(session: SessionLike): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}
