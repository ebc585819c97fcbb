import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DevicePermissionHandlerHandlerDetails, WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import { denyPermissions } from '../../../main/hosts/electron/permissions.ts';
import { FakeSession } from '../../support/fake-electron.ts';

type RequestHandler = NonNullable<FakeSession['requestHandler']>;
type CheckHandler = NonNullable<FakeSession['checkHandler']>;
type Permission = Parameters<RequestHandler>[1];

/** Every permission name that this version of Electron knows, out of its type declarations. */
function permissionNames(): Permission[] {
  const declarations = readFileSync(
    join(import.meta.dirname, '../../../node_modules/electron/electron.d.ts'),
    'utf8',
  );
  const union =
    /setPermissionRequestHandler\(handler: \(\(webContents: WebContents, permission: ([^,]+),/.exec(
      declarations,
    );
  return [...(union?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, name]) => name as Permission);
}

describe('denyPermissions', () => {
  const session = new FakeSession();
  denyPermissions(session);

  it('knows the names it is tried with', () => {
    expect(permissionNames()).toEqual(
      expect.arrayContaining(['media', 'notifications', 'usb', 'clipboard-read']),
    );
  });

  it.each(permissionNames())('denies %s when asked and when checked', (permission) => {
    const decisions: boolean[] = [];
    const details = {} as Parameters<RequestHandler>[3];
    session.requestHandler?.(
      {} as WebContents,
      permission,
      (isGranted) => decisions.push(isGranted),
      details,
    );
    const checkDetails = {} as Parameters<CheckHandler>[3];
    expect(decisions).toEqual([false]);
    expect(session.checkHandler?.(null, permission, 'app://touchline', checkDetails)).toBe(false);
  });

  it('denies devices', () => {
    expect(session.deviceHandler?.({} as DevicePermissionHandlerHandlerDetails)).toBe(false);
  });
});
