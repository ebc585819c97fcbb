import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { SECURITY_HEADERS } from '../../contract/content-security-policy.ts';
import { RENDERER_MISSING_TEXT, rendererFileAt, type RendererFile } from '../../contract/renderer-files.ts';
import type { ElectronLike, SessionLike } from './electron-like.ts';

const APP_SCHEME = 'app';
const APP_HOST = 'touchline';
/** Exactly how Chromium writes the origin of the pages. */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const APP_ENTRY = `${APP_ORIGIN}/index.html`;

/** Must run before the app is ready. A standard, secure scheme has an origin, `'self'` in its policy, and fetch. */
export function registerAppScheme(protocol: ElectronLike['protocol']): void {
  const privileges = {
    standard: true,
    secure: true,
    supportFetchAPI: true,
    corsEnabled: true,
    codeCache: true,
  };
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges }]);
}

/** Serves the built renderer as app://touchline/ and closes file: to every page. */
export function serveApp(session: SessionLike, rendererFolder: string): void {
  session.protocol.handle(APP_SCHEME, (request) =>
    appAnswer(request, (path) => readInside(rendererFolder, path)),
  );
  session.protocol.handle('file', () => plainText(403, 'Forbidden\n'));
}

/** The renderer file an app: URL names, or null. Any URL may be asked for; nothing but our host and plain paths is one. */
export function appFileAt(url: string): RendererFile | null {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== `${APP_SCHEME}:` || parsed.host !== APP_HOST) return null;
  if (parsed.username !== '' || parsed.password !== '') return null;
  return rendererFileAt(parsed.pathname);
}

/** @param read the bytes of a path below the renderer's folder, null when there are none */
export async function appAnswer(
  request: { readonly url: string; readonly method: string },
  read: (path: string) => Promise<Uint8Array<ArrayBuffer> | null>,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plainText(405, 'Only GET and HEAD\n');
  const file = appFileAt(request.url);
  if (file === null) return plainText(404, 'Not found\n');
  const body = await read(file.path);
  if (body === null) {
    return file.path === 'index.html' ? plainText(503, RENDERER_MISSING_TEXT) : plainText(404, 'Not found\n');
  }
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': file.contentType,
    'cache-control': file.cacheControl,
  };
  return new Response(request.method === 'HEAD' ? null : body, { status: 200, headers });
}

function plainText(status: number, text: string): Response {
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  };
  return new Response(text, { status, headers });
}

async function readInside(folder: string, path: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    return file.startsWith(root + sep) ? await readFile(file) : null;
  } catch {
    // Missing, a directory or unreadable: for the page all the same, the file is not there.
    return null;
  }
}
