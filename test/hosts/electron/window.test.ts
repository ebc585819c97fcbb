import { describe, expect, it } from 'vitest';
import { secureWebPreferences, windowSize } from '../../../main/hosts/electron/window.ts';

describe('secureWebPreferences', () => {
  it('is exactly this', () => {
    expect(secureWebPreferences('/app/preload.cjs', false)).toEqual({
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
  });
});

describe('windowSize', () => {
  it.each([
    [
      { width: 2_560, height: 1_440 },
      { width: 1_440, height: 900, minWidth: 1_024, minHeight: 700 },
    ],
    [
      { width: 1_280, height: 720 },
      { width: 1_280, height: 720, minWidth: 1_024, minHeight: 700 },
    ],
    [
      { width: 800, height: 600 },
      { width: 800, height: 600, minWidth: 800, minHeight: 600 },
    ],
  ])('fits a work area of %j', (workArea, size) => {
    expect(windowSize(workArea)).toEqual(size);
  });
});
