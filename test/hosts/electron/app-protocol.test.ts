import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../main/contract/content-security-policy.ts';
import { appAnswer, appFileAt, serveApp } from '../../../main/hosts/electron/app-protocol.ts';
import { FakeSession } from '../../support/fake-electron.ts';

const HOSTILE = fc.constantFrom(
  '..',
  '%2e%2e',
  '%2E.',
  '%5c',
  '\\',
  '%00',
  '\0',
  '/',
  '//',
  'etc',
  'passwd',
  'C:',
  '~',
  'index.html',
  'a.js',
  '%252e',
);

describe('appFileAt', () => {
  it('takes the root for the page', () => {
    expect(appFileAt('app://touchline/')?.path).toBe('index.html');
    expect(appFileAt('app://touchline')).toBeNull();
    expect(appFileAt('app://touchline/assets/index-a1.js?v=1#x')?.path).toBe('assets/index-a1.js');
  });

  it.each([
    'app://other/index.html',
    'app://touchline.evil/index.html',
    'app://me@touchline/index.html',
    'app://touchline:80/index.html',
    'app:index.html',
    'https://touchline/index.html',
    'file:///index.html',
    'app://touchline/..%5csecret.js',
    'app://touchline/%2e%2e%2fsecret.js',
    'app://touchline/a.js%00.html',
    'app://touchline//etc/passwd',
    'app://touchline/C:/secret.js',
    'not a url',
  ])('knows nothing at %s', (url) => {
    expect(appFileAt(url)).toBeNull();
  });

  it('names only plain paths, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.array(HOSTILE, { maxLength: 8 }), fc.constantFrom('', '/'), (parts, glue) => {
        const path = appFileAt(`app://touchline/${parts.join(glue)}`)?.path;
        if (path !== undefined)
          expect(path).toMatch(/^(\w[\w.-]*\/)*\w[\w.-]*\.(html|js|css|woff2|svg|png)$/);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('serveApp', () => {
  let folder: string;
  const session = new FakeSession();
  const ask = async (url: string, method = 'GET'): Promise<Response> => {
    const answer = session.schemes.get('app');
    if (answer === undefined) throw new Error('app: is not served');
    // Node's Request refuses no scheme but adds nothing either; the fields used are these two.
    return answer({ url, method } as Parameters<typeof answer>[0]);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'touchline-app-'));
    await mkdir(join(folder, 'renderer'));
    await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html>');
    await writeFile(join(folder, 'secret.js'), 'secret');
    await symlink(join(folder, 'secret.js'), join(folder, 'renderer', 'linked.js'));
    serveApp(session, join(folder, 'renderer'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('serves the page with the same policy as the web host', async () => {
    const response = await ask('app://touchline/index.html');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toBe('<!doctype html>');
  });

  it('answers HEAD without a body and refuses other methods', async () => {
    expect(await (await ask('app://touchline/', 'HEAD')).text()).toBe('');
    expect((await ask('app://touchline/', 'POST')).status).toBe(405);
  });

  it('does not follow a link out of the folder', async () => {
    expect((await ask('app://touchline/linked.js')).status).toBe(404);
    expect((await ask('app://touchline/../secret.js')).status).toBe(404);
  });

  it('never serves the file outside, whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(HOSTILE, { maxLength: 6 }), async (parts) => {
        const response = await ask(`app://touchline/${parts.join('')}secret.js`);
        expect(await response.text()).not.toBe('secret');
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('says how to build the screen when it was never built', async () => {
    const response = await appAnswer({ url: 'app://touchline/', method: 'GET' }, () => Promise.resolve(null));
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm run build');
  });
});
