import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TOKEN_KEY_FILE, tokenKeyIn } from '../../../feed-simulator/access/token-key-file.ts';

let root: string;
let folder: string;
let path: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'touchline-key-'));
  folder = join(root, 'a', 'b');
  path = join(folder, TOKEN_KEY_FILE);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

async function keyId(): Promise<string> {
  const key = await tokenKeyIn(folder);
  return 'problem' in key ? key.problem : key.id;
}

describe('tokenKeyIn', () => {
  it('makes a key once, with its folder, and finds it again', async () => {
    const id = await keyId();
    expect(id).toMatch(/^[\w-]{43}$/);
    expect(await keyId()).toBe(id);
    expect(readdirSync(folder)).toEqual([TOKEN_KEY_FILE]);
  });

  it('leads everybody who comes at the same time to one key', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, keyId));
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[\w-]{43}$/);
    expect(readdirSync(folder)).toEqual([TOKEN_KEY_FILE]);
  });

  it.skipIf(process.platform === 'win32')(
    'lets only the owner read it, and refuses it when others may',
    async () => {
      const id = await keyId();
      expect([statSync(path).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
      for (const mode of [0o604, 0o640, 0o620]) {
        chmodSync(path, mode);
        expect(await keyId()).toContain(
          `${path} may be read by others than its owner (mode ${mode.toString(8)})`,
        );
      }
      chmodSync(path, 0o600);
      expect(await keyId()).toBe(id);
    },
  );

  it.each(['', '{', '{}', '"key"', '{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}'])(
    'refuses a file with %j in it and leaves it as it is',
    async (text) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path, text, { mode: 0o600 });
      expect(await keyId()).toBe(
        `${path} holds no Ed25519 key: delete it to have a new one made (tokens of the old one end)`,
      );
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('says what it cannot read or write', async () => {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    expect(await keyId()).toMatch(/^.+simulator-key\.json /);
    rmSync(path, { recursive: true });
    writeFileSync(path, ' '.repeat(65_537), { mode: 0o600 });
    expect(await keyId()).toBe(`${path} is too large to be a key`);
    folder = join(path, 'below-a-file');
    expect(await keyId()).toContain('simulator-key.json cannot be read: ENOTDIR');
  });
});
