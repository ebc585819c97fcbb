import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { rendererFileAt, RENDERER_MISSING_TEXT } from '../../contract/renderer-files.ts';

export type StaticAnswer = {
  readonly status: 200 | 404 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/**
 * Answers for one file of the built renderer. A path that is not allowed and a file that is not there get the same 404;
 * a missing index.html gets a 503 that says how to build it. Never reads outside the folder, not even through a link.
 *
 * @param urlPath raw, without query; see {@link rendererFileAt}
 */
export async function staticAnswer(rendererFolder: string, urlPath: string): Promise<StaticAnswer> {
  const file = rendererFileAt(urlPath);
  if (file === null) return plainText(404, 'Not found\n');
  const body = await readInside(rendererFolder, file.path);
  if (body !== null) {
    return {
      status: 200,
      headers: { 'content-type': file.contentType, 'cache-control': file.cacheControl },
      body,
    };
  }
  return file.path === 'index.html' ? plainText(503, RENDERER_MISSING_TEXT) : plainText(404, 'Not found\n');
}

/** A short answer for a person or a tool. */
export function plainText<Status extends number>(status: Status, text: string) {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, body: new TextEncoder().encode(text) };
}

async function readInside(folder: string, path: string): Promise<Uint8Array | null> {
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    return file.startsWith(root + sep) ? await readFile(file) : null;
  } catch {
    // Missing, a directory or unreadable: for the page all the same, the file is not there.
    return null;
  }
}
