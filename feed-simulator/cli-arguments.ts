import { parseArgs } from 'node:util';
import { readLimit, LIMIT_HELP } from './access/limit-settings.ts';
import { LOG_LEVELS } from './observability/log.ts';
import type { LogLevel } from './observability/log.ts';
import { DEFAULT_LIMITS } from './server/venue-limits.ts';
import type { VenueLimits } from './server/venue-limits.ts';

/** What `npm run simulate --` was asked for. */
export type CliArguments = {
  readonly port: number;
  readonly host: string;
  readonly seed: number;
  /** Level updates a second over all instruments. */
  readonly rate: number;
  readonly instruments: number;
  /** Instruments with deep books, by name, and the levels a side they are to have; null for none. */
  readonly deep: { readonly ids: readonly string[]; readonly levels: number } | null;
  /** Simulated seconds in a real one. */
  readonly speed: number;
  readonly isTls: boolean;
  readonly isAnonymousAllowed: boolean;
  readonly isControlled: boolean;
  readonly isDeflating: boolean;
  /** Name or file of a scenario to start with; null for none. */
  readonly scenario: string | null;
  readonly limits: VenueLimits;
  /** Where keys and certificates are kept; null for the usual place. */
  readonly keyFolder: string | null;
  /** Null: what fits where the lines go. */
  readonly logLevel: LogLevel | null;
  /** File for the log; null for standard error. */
  readonly logFile: string | null;
  /** For a program that reads standard output: one JSON object instead of the line for people. */
  readonly isJson: boolean;
  /** Print stylised facts of a simulated day instead of opening a venue. */
  readonly isReport: boolean;
};

export const DEFAULT_UPDATES_PER_SECOND = 2_000;
const DEFAULT_INSTRUMENTS = 12;
const DEFAULT_PORT = 7711;
const DEFAULT_DEEP_LEVELS = 20_000;

export const USAGE = `npm run simulate -- [options]
  --port N           port to listen on, 0 for any (default ${DEFAULT_PORT})
  --host ADDRESS     address to listen on (default 127.0.0.1, this machine only)
  --seed N           which market, 0 to 4294967295 (default 1)
  --rate N           load in level updates a second over all instruments, 1 to 200000 (default ${DEFAULT_UPDATES_PER_SECOND})
  --instruments N    1 to 200 (default ${DEFAULT_INSTRUMENTS})
  --deep ID[,ID]     instruments with deep books
  --deep-levels N    levels a side of those, 1000 to 20000 (default ${DEFAULT_DEEP_LEVELS})
  --speed N          simulated seconds in a real one, 0.1 to 1000 (default 1)
  --tls              https and wss, with a certificate made for this machine
  --anonymous on|off let clients in without a token (default on)
  --deflate          offer permessage-deflate
  --control          open /v1/control to tokens with the scope control
  --scenario NAME    start with these faults: a name from feed-simulator/scenarios, or a file
  --limit NAME=N     change a limit; may be given several times, names below
  --key-folder DIR   where the token key and the certificate are kept
  --log-level LEVEL  ${LOG_LEVELS.join(', ')} (default warn; info with --json or --log-file)
  --log-file FILE    append the log, one JSON object a line, to this file instead of standard error
  --json             print the address as one JSON object
  --report           print stylised facts of a simulated day beside published ones, and end
  --help             this text

npm run simulate -- token --help     make a token
npm run simulate -- control --help   switch faults on and off in a running exchange

limits:
${LIMIT_HELP.map((line) => `  ${line}`).join('\n')}`;

type Problem = { readonly problem: string };

/** @returns the arguments, `'help'`, or one line that says what is wrong with them */
export function readCliArguments(argv: readonly string[]): CliArguments | 'help' | Problem {
  const flags = readFlags(argv);
  if ('problem' in flags) return flags;
  if (flags.help === true) return 'help';
  const read = new FlagReader(flags);
  const limits = read.limits();
  const result: CliArguments = {
    port: read.number('port', DEFAULT_PORT, 0, 65_535, true),
    host: read.text('host', '127.0.0.1'),
    seed: read.number('seed', 1, 0, 0xffff_ffff, true),
    rate: read.number('rate', DEFAULT_UPDATES_PER_SECOND, 1, 200_000, false),
    instruments: read.number('instruments', DEFAULT_INSTRUMENTS, 1, 200, true),
    deep: read.deep(),
    speed: read.number('speed', 1, 0.1, 1_000, false),
    isTls: flags.tls ?? false,
    isAnonymousAllowed: read.oneOf('anonymous', ['on', 'off'], 'on') === 'on',
    isControlled: flags.control ?? false,
    isDeflating: flags.deflate ?? false,
    scenario: flags.scenario ?? null,
    limits,
    keyFolder: flags['key-folder'] ?? null,
    logLevel: flags['log-level'] === undefined ? null : read.oneOf('log-level', LOG_LEVELS, 'warn'),
    logFile: flags['log-file'] ?? null,
    isJson: flags.json ?? false,
    isReport: flags.report ?? false,
  };
  return read.problem === null ? result : { problem: read.problem };
}

const text = { type: 'string' } as const;
const yes = { type: 'boolean' } as const;
const FLAGS = {
  port: text,
  host: text,
  seed: text,
  rate: text,
  instruments: text,
  deep: text,
  'deep-levels': text,
  speed: text,
  tls: yes,
  anonymous: text,
  deflate: yes,
  control: yes,
  scenario: text,
  limit: { type: 'string', multiple: true },
  'key-folder': text,
  'log-level': text,
  'log-file': text,
  json: yes,
  report: yes,
  help: { type: 'boolean', short: 'h' },
} as const;

type Flags = {
  readonly [Name in keyof typeof FLAGS]?: (typeof FLAGS)[Name] extends { multiple: true }
    ? string[]
    : (typeof FLAGS)[Name]['type'] extends 'string'
      ? string
      : boolean;
};
type TextFlag = {
  [Name in keyof Flags]-?: Exclude<Flags[Name], undefined> extends string ? Name : never;
}[keyof Flags];

function readFlags(argv: readonly string[]): Flags | Problem {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split(/\.\s/, 1)[0] ?? '') : String(error) };
  }
}

/** Reads flag by flag and keeps the first complaint. */
class FlagReader {
  readonly #flags: Flags;
  problem: string | null = null;

  constructor(flags: Flags) {
    this.#flags = flags;
    for (const [name, value] of Object.entries(flags))
      if (value === '') this.#complain(`expected something after --${name}, received nothing`);
  }

  text(name: TextFlag, fallback: string): string {
    return this.#flags[name] ?? fallback;
  }

  number(name: TextFlag, fallback: number, least: number, most: number, isWhole: boolean): number {
    const given = this.text(name, String(fallback));
    const value = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
    if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
    const kind = isWhole ? 'a whole number' : 'a number';
    this.#complain(
      `expected ${kind} from ${least} to ${most} after --${name}, received ${JSON.stringify(given)}`,
    );
    return fallback;
  }

  oneOf<Choice extends string>(name: TextFlag, choices: readonly Choice[], fallback: Choice): Choice {
    const given = this.text(name, fallback);
    const choice = choices.find((candidate) => candidate === given);
    if (choice === undefined)
      this.#complain(
        `expected one of ${choices.join(', ')} after --${name}, received ${JSON.stringify(given)}`,
      );
    return choice ?? fallback;
  }

  deep(): CliArguments['deep'] {
    const levels = this.number('deep-levels', DEFAULT_DEEP_LEVELS, 1_000, 20_000, true);
    if (this.#flags.deep === undefined) {
      if (this.#flags['deep-levels'] !== undefined) this.#complain('--deep-levels needs --deep ID[,ID]');
      return null;
    }
    return { ids: this.#flags.deep.split(',').map((id) => id.trim()), levels };
  }

  limits(): VenueLimits {
    let limits = DEFAULT_LIMITS;
    for (const setting of this.#flags.limit ?? []) {
      const next = readLimit(setting, limits);
      if ('problem' in next) this.#complain(next.problem);
      else limits = next;
    }
    return limits;
  }

  #complain(problem: string): void {
    this.problem ??= problem;
  }
}
