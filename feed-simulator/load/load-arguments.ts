import { parseArgs } from 'node:util';
import { CODEC_NAMES, type CodecName } from '../../main/wire/codec.ts';
import { CONFLATION_STEPS_MS } from '../../main/core/market-data/channel.ts';
import type { ConflationMs } from '../../main/core/market-data/channel.ts';

/** What `npm run load --` was asked for. */
export type LoadArguments = {
  readonly clients: number;
  /** Of measuring; ramping up comes before. */
  readonly seconds: number;
  /** Instruments each client follows, book and trades. */
  readonly instruments: number;
  /** Clients beside the others that stop reading in every second phase. */
  readonly slow: number;
  /** Level updates a second of the exchange that is started. */
  readonly rate: number;
  readonly seed: number;
  readonly depth: number;
  readonly conflationMs: ConflationMs;
  readonly codec: CodecName;
  /** A running exchange; null to start one. */
  readonly url: URL | null;
  readonly token: string | null;
  readonly isJson: boolean;
};

export const USAGE = `npm run load -- [options]
  --clients N        clients that follow and read, 1 to 10000 (default 1000)
  --seconds N        of measuring, after all have come, 1 to 3600 (default 20)
  --instruments N    each follows book and trades of so many, 1 to 200 (default 5)
  --slow N           besides, N clients that follow every whole book and stop reading in every second phase (default 0)
  --rate N           level updates a second of the exchange started, 1 to 200000 (default 500)
  --seed N           of its market (default 1)
  --depth N          levels a side of the books followed, 0 for all (default 10)
  --conflation MS    ${CONFLATION_STEPS_MS.join(', ')} (default 0)
  --codec NAME       ${CODEC_NAMES.join(', ')} (default flat-msgpack)
  --url ws://...     load a running exchange instead (its limits must allow it)
  --token TOKEN      for that exchange
  --json             print one JSON object as last line
  --help             this text

A delivery is a delta or trades message received by a client that reads. Delay is from its sentTime to when its bytes
were read. Ten clients (or as many as there are) verify each book message by its hash; all verify that no message is
missing. With --slow the run alternates between plain phases and such in which the slow clients do not read; before
each they ask for whole books until the venue has to hold back.`;

type Problem = { readonly problem: string };

/** @returns the arguments, `'help'`, or one line that says what is wrong with them */
export function readLoadArguments(argv: readonly string[]): LoadArguments | 'help' | Problem {
  const flags = readFlags(argv);
  if ('problem' in flags) return flags;
  if (flags.help === true) return 'help';
  const problems: string[] = [];
  const whole = (name: NumberFlag, byDefault: number, least: number, most: number): number => {
    const value = wholeNumber(flags[name] ?? String(byDefault), least, most);
    if (Number.isNaN(value))
      problems.push(expected(`a whole number from ${least} to ${most}`, name, flags[name]));
    return value;
  };
  const conflationMs = CONFLATION_STEPS_MS.find((step) => String(step) === (flags.conflation ?? '0'));
  if (conflationMs === undefined)
    problems.push(expected(`one of ${CONFLATION_STEPS_MS.join(', ')}`, 'conflation', flags.conflation));
  const codec = CODEC_NAMES.find((name) => name === (flags.codec ?? 'flat-msgpack'));
  if (codec === undefined) problems.push(expected(`one of ${CODEC_NAMES.join(', ')}`, 'codec', flags.codec));
  const url = flags.url === undefined ? null : webSocketUrl(flags.url);
  if (url === 'not a url') problems.push(expected('an address ws://host:port/v1', 'url', flags.url));
  const read = {
    clients: whole('clients', 1_000, 1, 10_000),
    seconds: whole('seconds', 20, 1, 3_600),
    instruments: whole('instruments', 5, 1, 200),
    slow: whole('slow', 0, 0, 1_000),
    rate: whole('rate', 500, 1, 200_000),
    seed: whole('seed', 1, 0, 0xffff_ffff),
    depth: whole('depth', 10, 0, 1_000),
    conflationMs: conflationMs ?? 0,
    codec: codec ?? 'flat-msgpack',
    url: url === 'not a url' ? null : url,
    token: flags.token ?? null,
    isJson: flags.json ?? false,
  } as const;
  const [problem] = problems;
  return problem === undefined ? read : { problem };
}

function expected(what: string, flag: string, received: string | undefined): string {
  return `expected ${what} after --${flag}, received ${JSON.stringify(received)}`;
}

/** NaN where the text is no such number. */
function wholeNumber(digits: string, least: number, most: number): number {
  const value = /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
  return value >= least && value <= most ? value : Number.NaN;
}

const text = { type: 'string' } as const;
const yes = { type: 'boolean' } as const;
const FLAGS = {
  clients: text,
  seconds: text,
  instruments: text,
  slow: text,
  rate: text,
  seed: text,
  depth: text,
  conflation: text,
  codec: text,
  url: text,
  token: text,
  json: yes,
  help: yes,
} as const;
type NumberFlag = 'clients' | 'seconds' | 'instruments' | 'slow' | 'rate' | 'seed' | 'depth';
type Flags = {
  [Name in keyof typeof FLAGS]?: (typeof FLAGS)[Name]['type'] extends 'boolean' ? boolean : string;
};

function readFlags(argv: readonly string[]): Flags | Problem {
  try {
    return parseArgs({ args: [...argv], options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split(/\.\s/, 1)[0] ?? '') : String(error) };
  }
}

/** Only `ws:`: what a TLS layer costs on both ends is another measurement. */
function webSocketUrl(text: string): URL | 'not a url' {
  if (!URL.canParse(text)) return 'not a url';
  const url = new URL(text);
  return url.protocol === 'ws:' ? url : 'not a url';
}
