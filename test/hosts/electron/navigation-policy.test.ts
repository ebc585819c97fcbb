import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  externalLink,
  isAllowedNavigation,
  lockNavigation,
} from '../../../main/hosts/electron/navigation-policy.ts';
import { FakeContents, FakeElectron } from '../../support/fake-electron.ts';

describe('externalLink', () => {
  it('lets the attribution link out, as the parser writes it', () => {
    expect(externalLink('https://www.tradingview.com/')).toBe('https://www.tradingview.com/');
    expect(externalLink('HTTPS://WWW.TradingView.com')).toBe('https://www.tradingview.com/');
  });

  it.each([
    'http://www.tradingview.com/',
    'https://tradingview.com/',
    'https://www.tradingview.com.evil.example/',
    'https://evil.example/www.tradingview.com',
    'https://www.tradingview.com@evil.example/',
    'https://me:secret@www.tradingview.com/',
    'https://www.tradingview.com:8443/',
    'https:\\\\evil.example\\www.tradingview.com',
    'javascript:alert(1)//https://www.tradingview.com/',
    'file:///etc/passwd',
    'smb://www.tradingview.com/share',
    'ms-settings:www.tradingview.com',
    'data:text/html,x',
    'vbscript:x',
    '',
    '//www.tradingview.com/',
  ])('keeps %j in', (url) => {
    expect(externalLink(url)).toBeNull();
  });

  it('lets out nothing but https to its hosts, whatever the text', () => {
    const scheme = fc.constantFrom(
      'https:',
      'http:',
      'file:',
      'javascript:',
      'app:',
      'HTTPS:',
      ' https:',
      'ht\ttps:',
    );
    const slashes = fc.constantFrom('//', '/', '\\\\', '', '///');
    const part = fc.constantFrom(
      'www.tradingview.com',
      'evil.example',
      '@',
      ':',
      '.',
      '/',
      '#',
      '?',
      '%2f',
      '\n',
      'ｗｗｗ',
    );
    const hostile = fc
      .tuple(scheme, slashes, fc.array(part, { maxLength: 6 }))
      .map(([a, b, c]) => a + b + c.join(''));
    fc.assert(
      fc.property(fc.oneof(hostile, fc.webUrl(), fc.string()), (url) => {
        const link = externalLink(url);
        if (link !== null) expect(link.startsWith('https://www.tradingview.com/')).toBe(true);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('isAllowedNavigation', () => {
  it.each(['app://touchline/', 'app://touchline/index.html', 'app://touchline/index.html?x=1#y'])(
    'allows %s',
    (url) => {
      expect(isAllowedNavigation(url, true)).toBe(true);
      expect(isAllowedNavigation(url, false)).toBe(false);
    },
  );

  it.each([
    'app://touchline/assets/index-a1.js',
    'app://touchline.evil/index.html',
    'app://me@touchline/index.html',
    'app://touchline:1/index.html',
    'app:touchline/index.html',
    'https://touchline/index.html',
    'https://evil.example/app://touchline/',
    'file:///index.html',
    'about:blank',
    'data:text/html,x',
    'blob:app://touchline/x',
    'javascript:void 0',
    '',
  ])('refuses %j', (url) => {
    expect(isAllowedNavigation(url, true)).toBe(false);
  });
});

describe('lockNavigation', () => {
  const electron = new FakeElectron();
  const contents = new FakeContents();
  lockNavigation(contents, electron.shell, () => undefined);

  it('prevents foreign pages in any frame, redirects and webviews', () => {
    expect(
      contents.isPrevented('will-frame-navigate', { url: 'https://evil.example/', isMainFrame: false }),
    ).toBe(true);
    expect(contents.isPrevented('will-frame-navigate', { url: 'app://touchline/', isMainFrame: true })).toBe(
      false,
    );
    expect(contents.isPrevented('will-redirect', { url: 'app://touchline/', isMainFrame: true })).toBe(true);
    expect(contents.isPrevented('will-attach-webview')).toBe(true);
  });

  it('opens no window of its own and hands only allowed links to the system', () => {
    for (const url of ['https://evil.example/', 'file:///etc/passwd', 'https://www.tradingview.com/']) {
      expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' });
    }
    expect(electron.opened).toEqual(['https://www.tradingview.com/']);
  });

  it('reports when the system cannot open a link', async () => {
    const faults: unknown[] = [];
    const other = new FakeContents();
    const shell = { openExternal: () => Promise.reject(new Error('no browser')) };
    lockNavigation(other, shell, (fault) => faults.push(fault));
    other.openHandler?.({ url: 'https://www.tradingview.com/' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(faults).toEqual([new Error('no browser')]);
  });
});
