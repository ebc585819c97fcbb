/** One file of the built renderer, as a host may serve it. */
export type RendererFile = {
  /** Below the renderer's folder, segments joined by '/'; safe to join to it on every system. */
  readonly path: string;
  readonly contentType: string;
  readonly cacheControl: string;
};

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  woff2: 'font/woff2',
  svg: 'image/svg+xml',
  png: 'image/png',
};

const MAX_PATH_LENGTH = 256;
/** What the build names its files. No percent sign, backslash, colon, NUL or leading dot, so nothing needs decoding. */
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const ENTRY = 'index.html';

/**
 * The renderer file a URL path asks for, or null for everything the build cannot have written: what is not plainly
 * allowed is refused undecoded, so no spelling of `..` or of an absolute path leads out of the folder.
 *
 * @param urlPath from the leading slash, without query or fragment, as it came (percent escapes not decoded)
 */
export function rendererFileAt(urlPath: string): RendererFile | null {
  if (urlPath === '/') return rendererFileAt(`/${ENTRY}`);
  if (!urlPath.startsWith('/') || urlPath.length > MAX_PATH_LENGTH) return null;
  const path = urlPath.slice(1);
  if (!path.split('/').every((segment) => SEGMENT.test(segment))) return null;
  const extension = path.slice(path.lastIndexOf('.') + 1);
  if (!Object.hasOwn(CONTENT_TYPES, extension)) return null;
  const contentType = CONTENT_TYPES[extension];
  return contentType === undefined ? null : { path, contentType, cacheControl: cacheControlOf(path) };
}

/** Names under assets/ carry a hash of their content and never change; the rest is asked for anew each time. */
function cacheControlOf(path: string): string {
  return path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-store';
}

/** What a window shows, as plain text, when the renderer was never built. */
export const RENDERER_MISSING_TEXT = 'The screen has not been built yet. Run: npm run build\n';
