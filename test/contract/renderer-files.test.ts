import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rendererFileAt } from '../../main/contract/renderer-files.ts';

describe('rendererFileAt', () => {
  it('takes the root for the page, which is never cached', () => {
    expect(rendererFileAt('/')).toEqual({
      path: 'index.html',
      contentType: 'text/html; charset=utf-8',
      cacheControl: 'no-store',
    });
  });

  it.each([
    ['/assets/index-B3x_9.js', 'text/javascript; charset=utf-8'],
    ['/assets/index-B3x_9.css', 'text/css; charset=utf-8'],
    ['/assets/inter-latin-wght-normal-Dx4kXJAl.woff2', 'font/woff2'],
    ['/assets/icon.svg', 'image/svg+xml'],
    ['/assets/icon.png', 'image/png'],
  ])('serves %s as %s, to be kept', (urlPath, contentType) => {
    const cacheControl = 'public, max-age=31536000, immutable';
    expect(rendererFileAt(urlPath)).toEqual({ path: urlPath.slice(1), contentType, cacheControl });
  });

  it.each([
    '',
    'index.html',
    '/a',
    '/a.exe',
    '/a.js.map',
    '/.a.js',
    '/a/.js',
    '/a.constructor',
    '/a b.js',
    '/é.js',
  ])('knows nothing at %j', (urlPath) => {
    expect(rendererFileAt(urlPath)).toBeNull();
  });

  it('names no path that leaves the folder, however it is spelt', () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '/',
      '//',
      '\\',
      '%2e',
      '%2f',
      '%5c',
      '%00',
      '\0',
      ':',
      'a',
      'assets',
      '.js',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part, { maxLength: 10 }).map((parts) => `/${parts.join('')}`),
          fc.string(),
        ),
        (urlPath) => {
          const file = rendererFileAt(urlPath);
          if (file === null) return;
          expect(file.path.split('/').every((segment) => /^\w[\w.-]*$/.test(segment))).toBe(true);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });
});
