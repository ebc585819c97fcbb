import { parseArgs } from 'node:util';

/** What `npm run simulate --` was asked for. */
export type CliArguments = {
  readonly port: number;
  readonly seed: number;
  readonly rate: number;
  readonly host: string;
  /** For a program that reads standard output: one JSON object instead of the line for people. */
  readonly isJson: boolean;
};

export const USAGE = `npm run simulate -- [options]
  --port N        port to listen on, 0 for any (default 7711)
  --host ADDRESS  address to listen on (default 127.0.0.1, this machine only)
  --seed N        which market, 0 to 4294967295 (default 1)
  --rate N        load, 0.1 to 50 (default 1, about 2,000 level updates/s)
  --json          print the address as one JSON object
  --help          this text`;

const DEFAULT_PORT = 7711;
const MAX_PORT = 65_535;
const MAX_SEED = 0xffff_ffff;
const MIN_RATE = 0.1;
const MAX_RATE = 50;

/** @returns the arguments, `'help'`, or one line that says what is wrong with them */
export function readCliArguments(
  argv: readonly string[],
): CliArguments | 'help' | { readonly problem: string } {
  const flags = readFlags(argv);
  if ('problem' in flags) return flags;
  if (flags.help === true) return 'help';
  const port = numberBetween('--port', flags.port ?? String(DEFAULT_PORT), 0, MAX_PORT, true);
  const seed = numberBetween('--seed', flags.seed ?? '1', 0, MAX_SEED, true);
  const rate = numberBetween('--rate', flags.rate ?? '1', MIN_RATE, MAX_RATE, false);
  for (const value of [port, seed, rate]) if (typeof value === 'string') return { problem: value };
  const host = flags.host ?? '127.0.0.1';
  if (host === '') return { problem: 'expected an address after --host, received nothing' };
  return { port: Number(port), seed: Number(seed), rate: Number(rate), host, isJson: flags.json ?? false };
}

type Flags = { port?: string; seed?: string; rate?: string; host?: string; json?: boolean; help?: boolean };

function readFlags(argv: readonly string[]): Flags | { readonly problem: string } {
  try {
    const text = { type: 'string' } as const;
    const yes = { type: 'boolean' } as const;
    const options = { port: text, seed: text, rate: text, host: text, json: yes, help: yes } as const;
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split('. ', 1)[0] ?? '') : String(error) };
  }
}

/** The number, or the text of the complaint. */
function numberBetween(
  flag: string,
  text: string,
  least: number,
  most: number,
  isWhole: boolean,
): number | string {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const isRight = value >= least && value <= most && (!isWhole || Number.isInteger(value));
  const kind = isWhole ? 'a whole number' : 'a number';
  return isRight
    ? value
    : `expected ${kind} from ${least} to ${most} after ${flag}, received ${JSON.stringify(text)}`;
}
