import { parseArgs } from 'node:util';
import { SCOPES } from '../server/rights.ts';
import type { Scope } from '../server/rights.ts';
import { INSTRUMENT_PATTERN, MAX_PATTERNS, MAX_SUBJECT_LENGTH } from './token-claims.ts';
import type { TokenGrant } from './token-desk.ts';

/** What `npm run simulate -- token` was asked for. */
export type TokenArguments = {
  readonly grant: TokenGrant;
  /** Null for the usual place. */
  readonly keyFolder: string | null;
  readonly isJson: boolean;
};

const UNIT_SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const SPAN = /^(\d{1,9})([smhd])$/;
const MAX_SPAN_SECONDS = 366 * UNIT_SECONDS.d;

export const TOKEN_USAGE = `npm run simulate -- token [options]
  --subject NAME         whom it is for, 1 to ${MAX_SUBJECT_LENGTH} characters (default developer)
  --scope SCOPE[,SCOPE]  ${SCOPES.join(', ')} (default market-data)
  --instruments ID[,ID]  names or patterns such as 'BTC-*' that it may read (default all)
  --life SPAN            how long it holds: 30s, 15m, 12h, 7d; 1s to 366d (default 1h)
  --refresh-for SPAN     how long it can be renewed, not less than --life; 0s for never (default 0s)
  --key-folder DIR       where the key is that the simulated exchange uses
  --json                 print the token with its claims as one JSON object
  --help                 this text`;

type Problem = { readonly problem: string };

/** @param argv what follows `token`. @returns the arguments, `'help'`, or one line that says what is wrong with them */
export function readTokenArguments(argv: readonly string[]): TokenArguments | 'help' | Problem {
  const flags = readFlags(argv);
  if ('problem' in flags) return flags;
  if (flags.help === true) return 'help';
  const { subject = 'developer' } = flags;
  if (subject.length === 0 || subject.length > MAX_SUBJECT_LENGTH)
    return expected(`1 to ${MAX_SUBJECT_LENGTH} characters`, 'subject', subject);
  const scopes = readScopes(flags.scope ?? 'market-data');
  if ('problem' in scopes) return scopes;
  const instruments = flags.instruments === undefined ? null : readPatterns(flags.instruments);
  if (instruments !== null && 'problem' in instruments) return instruments;
  const lifeSeconds = readSpan('life', flags.life ?? '1h', 1);
  if (typeof lifeSeconds !== 'number') return lifeSeconds;
  const refreshForSeconds = readSpan('refresh-for', flags['refresh-for'] ?? '0s', 0);
  if (typeof refreshForSeconds !== 'number') return refreshForSeconds;
  if (refreshForSeconds !== 0 && refreshForSeconds < lifeSeconds)
    return { problem: 'expected --refresh-for not to be shorter than --life' };
  if (flags['key-folder'] === '')
    return { problem: 'expected a folder after --key-folder, received nothing' };
  const grant = { subject, scopes, instruments, lifeSeconds, refreshForSeconds };
  return { grant, keyFolder: flags['key-folder'] ?? null, isJson: flags.json ?? false };
}

const text = { type: 'string' } as const;
const FLAGS = {
  subject: text,
  scope: text,
  instruments: text,
  life: text,
  'refresh-for': text,
  'key-folder': text,
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Flags = ReturnType<typeof parseFlags>;

function parseFlags(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options: FLAGS, strict: true, allowPositionals: false }).values;
}

function readFlags(argv: readonly string[]): Flags | Problem {
  try {
    return parseFlags(argv);
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split(/\.\s/, 1)[0] ?? '') : String(error) };
  }
}

function readScopes(given: string): Scope[] | Problem {
  const names = given.split(',');
  const scopes = SCOPES.filter((scope) => names.includes(scope));
  const isKnown = names.every((name) => scopes.some((scope) => scope === name));
  return isKnown ? scopes : expected(`some of ${SCOPES.join(', ')}`, 'scope', given);
}

function readPatterns(given: string): string[] | Problem {
  const patterns = [...new Set(given.split(',').map((pattern) => pattern.trim()))];
  const isRight =
    patterns.length <= MAX_PATTERNS && patterns.every((entry) => INSTRUMENT_PATTERN.test(entry));
  if (isRight) return patterns;
  return expected(`1 to ${MAX_PATTERNS} names of A-Z 0-9 . - _ / and * for any run`, 'instruments', given);
}

function readSpan(flag: string, given: string, leastSeconds: number): number | Problem {
  const [, count, unit] = SPAN.exec(given) ?? [];
  const seconds = Number(count) * UNIT_SECONDS[(unit ?? 's') as keyof typeof UNIT_SECONDS];
  if (seconds >= leastSeconds && seconds <= MAX_SPAN_SECONDS) return seconds;
  return expected(`a time from ${leastSeconds}s to 366d such as 15m`, flag, given);
}

function expected(what: string, flag: string, received: string): Problem {
  return { problem: `expected ${what} after --${flag}, received ${JSON.stringify(received)}` };
}
