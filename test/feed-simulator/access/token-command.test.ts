import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tokenCommand } from '../../../feed-simulator/access/token-command.ts';
import { TOKEN_KEY_FILE, tokenKeyIn } from '../../../feed-simulator/access/token-key-file.ts';
import { NOW_SECONDS, TokenRig } from './token-rig.ts';
import { ManualClock } from '../../support/manual-clock.ts';

let keyFolder: string;
beforeEach(() => {
  keyFolder = mkdtempSync(join(tmpdir(), 'touchline-token-'));
});
afterEach(() => {
  rmSync(keyFolder, { recursive: true });
});

async function run(...argv: string[]): Promise<{ code: number; printed: string; complaints: string[] }> {
  let printed = '';
  const complaints: string[] = [];
  const code = await tokenCommand(argv, {
    print: (text) => (printed += text),
    complain: (line) => complaints.push(line),
    clock: new ManualClock(),
    newTokenId: () => 'the-token',
    keyFolder,
  });
  return { code, printed, complaints };
}

async function verified(token: string): ReturnType<TokenRig['verify']> {
  const key = await tokenKeyIn(keyFolder);
  if ('problem' in key) throw new Error(key.problem);
  return new TokenRig(key).verify(token);
}

describe('tokenCommand', () => {
  it('prints a token alone, which a simulator with the same key folder accepts', async () => {
    const { code, printed, complaints } = await run('--subject', 'amy', '--instruments', 'BTC-*');
    expect([code, complaints]).toEqual([0, []]);
    expect(printed).toMatch(/^[\w.-]+\n$/);
    expect(await verified(printed.trim())).toMatchObject({ subject: 'amy', instruments: ['BTC-*'] });
  });

  it('prints a token with what it says as JSON', async () => {
    const { printed } = await run('--json', '--life', '15m', '--scope', 'market-data,control');
    const { token, ...rest } = JSON.parse(printed) as { token: string };
    expect(rest).toEqual({
      tokenId: 'the-token',
      subject: 'developer',
      scopes: ['market-data', 'control'],
      instruments: ['*'],
      expiresAt: (NOW_SECONDS + 900) * 1_000_000,
    });
    expect(await verified(token)).toMatchObject({ tokenId: 'the-token', scopes: ['market-data', 'control'] });
  });

  it('uses the key of another folder when told to', async () => {
    const other = join(keyFolder, 'other');
    const { printed } = await run('--key-folder', other);
    expect(await verified(printed.trim())).toMatchObject({ code: 'TOKEN_INVALID' });
    keyFolder = other;
    expect(await verified(printed.trim())).toMatchObject({ tokenId: 'the-token' });
    keyFolder = join(other, '..');
  });

  it('explains itself', async () => {
    const { code, printed } = await run('--help');
    expect([code, printed]).toEqual([0, expect.stringContaining('--refresh-for SPAN')]);
  });

  it('says in one line what is wrong, prints nothing, and tells wrong use from a missing key', async () => {
    expect(await run('--life', 'ever')).toEqual({
      code: 2,
      printed: '',
      complaints: ['token: expected a time from 1s to 366d such as 15m after --life, received "ever"'],
    });
    const most = Array.from({ length: 200 }, (_, index) => `${'A'.repeat(60)}${index}`).join(',');
    expect(await run('--instruments', most)).toEqual({
      code: 2,
      printed: '',
      complaints: ['token: expected a token of at most 4000 characters: name fewer instruments, or patterns'],
    });
    writeFileSync(join(keyFolder, TOKEN_KEY_FILE), '{}', { mode: 0o600 });
    const { code, printed, complaints } = await run();
    expect([code, printed]).toEqual([1, '']);
    expect(complaints).toEqual([expect.stringMatching(/^token: .+ holds no Ed25519 key/)]);
  });
});
