import { join } from 'node:path';
import { createPrivateFile, readPrivateFile } from './private-file.ts';
import type { FileProblem } from './private-file.ts';
import { newKeyJwk, tokenKeyOf } from './token-key.ts';
import type { TokenKey } from './token-key.ts';

export const TOKEN_KEY_FILE = 'simulator-key.json';

/**
 * The key kept in a folder, made when there is none: every simulator and every `token` command with this folder share it.
 * A file that is broken or open to others is refused, never replaced: tokens may be in use that it signed.
 */
export async function tokenKeyIn(folder: string): Promise<TokenKey | FileProblem> {
  const path = join(folder, TOKEN_KEY_FILE);
  const found = await readPrivateFile(path);
  if (found !== null) return keyFrom(path, found);
  const text = `${JSON.stringify(await newKeyJwk())}\n`;
  const outcome = await createPrivateFile(path, text);
  if (typeof outcome !== 'string') return outcome;
  // Somebody else may have been quicker by a moment: the file says whose key counts.
  return keyFrom(path, (await readPrivateFile(path)) ?? '');
}

async function keyFrom(path: string, text: string | FileProblem): Promise<TokenKey | FileProblem> {
  if (typeof text !== 'string') return text;
  const key = await tokenKeyOf(parsed(text));
  return (
    key ?? {
      problem: `${path} holds no Ed25519 key: delete it to have a new one made (tokens of the old one end)`,
    }
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
