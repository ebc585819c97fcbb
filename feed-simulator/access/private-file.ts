import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import process from 'node:process';

const OWNER_ONLY = 0o600;
const FOLDER_OWNER_ONLY = 0o700;
const OTHERS = 0o077;
const MAX_BYTES = 65_536;
/** Where a file system has no hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** One line for people: what is wrong with a file and what mends it. */
export type FileProblem = { readonly problem: string };

/**
 * Text of a file that holds a secret; null when there is none. Refused when others than its owner may read or write it
 * (not judged on Windows, whose rights are not these bits), when it is no file, or is larger than 64 KiB.
 */
export async function readPrivateFile(path: string): Promise<string | null | FileProblem> {
  try {
    const file = await open(path, 'r');
    try {
      const { mode, size } = await file.stat();
      if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
        return {
          problem: `${path} may be read by others than its owner (mode ${(mode & 0o777).toString(8)}): chmod 600 it, or delete it if it may have been read`,
        };
      if (size > MAX_BYTES) return { problem: `${path} is too large to be a key` };
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? null : fileProblem(path, 'read', error);
  }
}

/**
 * Puts a file that only its owner may read in its place whole or not at all, in a folder that is made when absent.
 *
 * @returns `exists` when somebody else has put one there meanwhile: theirs stays
 */
export async function createPrivateFile(
  path: string,
  text: string,
): Promise<'created' | 'exists' | FileProblem> {
  return placed(path, text, OWNER_ONLY, async (draft) => {
    try {
      await link(draft, path);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return 'exists';
      if (!NO_LINKS.has(codeOf(error))) throw error;
      await rename(draft, path);
    }
    return 'created';
  });
}

/** Puts a file in the place of another, whole or not at all. */
export async function replaceFile(
  path: string,
  text: string,
  isPrivate: boolean,
): Promise<null | FileProblem> {
  return placed(path, text, isPrivate ? OWNER_ONLY : 0o644, async (draft) => {
    await rename(draft, path);
    return null;
  });
}

async function placed<Outcome>(
  path: string,
  text: string,
  mode: number,
  place: (draft: string) => Promise<Outcome>,
): Promise<Outcome | FileProblem> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: FOLDER_OWNER_ONLY });
    const file = await open(draft, 'wx', mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return await place(draft);
  } catch (error) {
    return fileProblem(path, 'written', error);
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

function fileProblem(path: string, what: 'read' | 'written', error: unknown): FileProblem {
  return { problem: `${path} cannot be ${what}: ${codeOf(error)}` };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
