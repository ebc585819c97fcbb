import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findDesktopWindow } from '../../main/launch/desktop-window.ts';

describe('findDesktopWindow', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'touchline-desktop-'));
    mkdirSync(join(root, 'node_modules/electron/dist'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function fetchBinary(): string {
    const binary = join(root, 'node_modules/electron/dist/electron');
    writeFileSync(join(root, 'node_modules/electron/path.txt'), 'electron');
    writeFileSync(binary, '');
    return binary;
  }

  it('says how to get a binary when there is none', () => {
    expect(findDesktopWindow(root, { DISPLAY: ':0' }, 'linux')).toEqual({
      missing: 'no Electron binary (npx install-electron downloads it from GitHub)',
    });
  });

  it('says that there is no display on a bare Linux', () => {
    fetchBinary();
    expect(findDesktopWindow(root, {}, 'linux')).toEqual({
      missing: 'no display (neither DISPLAY nor WAYLAND_DISPLAY is set)',
    });
  });

  it.each([
    ['linux', { DISPLAY: ':0' }],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }],
    ['darwin', {}],
  ])('finds the binary on %s with %j', (platform, environment) => {
    const binary = fetchBinary();
    expect(findDesktopWindow(root, environment, platform)).toEqual({ binary });
  });
});
