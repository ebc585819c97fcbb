import type { Clock } from '../../main/core/clock.ts';
import { DEFAULT_LIMITS } from '../server/venue-limits.ts';
import { TOKEN_USAGE, readTokenArguments } from './token-arguments.ts';
import { TokenDesk } from './token-desk.ts';
import { tokenKeyIn } from './token-key-file.ts';

const DONE = 0;
const FAILED = 1;
const WRONG_USE = 2;

export type TokenCommandSurroundings = {
  /** Whole lines for standard output, with their line end. */
  readonly print: (text: string) => void;
  /** A line for standard error, without line end. */
  readonly complain: (line: string) => void;
  readonly clock: Clock;
  /** A new unguessable name for the token. */
  readonly newTokenId: () => string;
  /** Where the key is kept unless `--key-folder` says otherwise. */
  readonly keyFolder: string;
};

/**
 * `npm run simulate -- token`: prints a token that a simulated exchange with the same key folder accepts, and nothing else.
 *
 * @param argv what follows `token`
 * @returns the exit code: 0, 1 when there is no key to sign with, 2 for wrong use
 */
export async function tokenCommand(
  argv: readonly string[],
  { print, complain, clock, newTokenId, keyFolder }: TokenCommandSurroundings,
): Promise<number> {
  const read = readTokenArguments(argv);
  if (read === 'help') {
    print(`${TOKEN_USAGE}\n`);
    return DONE;
  }
  if ('problem' in read) {
    complain(`token: ${read.problem}`);
    return WRONG_USE;
  }
  const key = await tokenKeyIn(read.keyFolder ?? keyFolder);
  if ('problem' in key) {
    complain(`token: ${key.problem}`);
    return FAILED;
  }
  const desk = new TokenDesk({ key, limits: DEFAULT_LIMITS, newTokenId });
  try {
    const { token, tokenId, expiresAt } = await desk.issue(read.grant, clock.wallMicros());
    const { subject, scopes, instruments } = read.grant;
    const all = { token, tokenId, subject, scopes, instruments: instruments ?? ['*'], expiresAt };
    print(read.isJson ? `${JSON.stringify(all)}\n` : `${token}\n`);
    return DONE;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Only their number together can still be wrong: 256 patterns of 64 characters make too long a token.
    complain(`token: ${error.message}: name fewer instruments, or patterns`);
    return WRONG_USE;
  }
}
