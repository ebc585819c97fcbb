import { parseArgs } from 'node:util';

/** One HTTP request to the control API of a running simulated exchange. */
export type ControlRequest = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/v1/control/`. */
  readonly path: string;
  /** What is sent as JSON; undefined for none. */
  readonly body?: unknown;
};

export type ControlArguments = {
  /** Of the simulated exchange, without path. */
  readonly url: string;
  readonly token: string;
  readonly request: ControlRequest;
};

export const CONTROL_USAGE = `npm run simulate -- control <what> [options]
  list                       faults that are on, waiting or lately ended
  scenarios                  what can be rehearsed
  start KIND [name=value]    switch on a fault, for example
                             start drop probability=0.05 instruments=BTC-USD,ETH-* durationMs=5000
  start '{"kind": ...}'      the same as JSON, also for what has more than one level
  scenario NAME              start all faults of a scenario
  stop ID | all              switch off one fault, or every one
  market                     what the market of each instrument is in the middle of
  market ID REGIME SECONDS   let it be calm, fast, trending, opening, flashCrash or halt for so long
  --url URL                  of the simulated exchange (default http://127.0.0.1:7711)
  --token TOKEN              with the scope control (default TOUCHLINE_CONTROL_TOKEN)
  --help                     this text`;

const DEFAULT_URL = 'http://127.0.0.1:7711';
/** Fields that are lists, written with commas. */
const LISTS = ['instruments', 'channels'];

type Problem = { readonly problem: string };

/** @returns the request, `'help'`, or one line that says what is wrong with the words */
export function readControlArguments(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ControlArguments | 'help' | Problem {
  const read = readWords(argv);
  if ('problem' in read) return read;
  if (read.help || read.words.length === 0) return 'help';
  const request = requestOf(read.words);
  if ('problem' in request) return request;
  const url = read.url ?? DEFAULT_URL;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    return { problem: `expected an http or https address after --url, received ${JSON.stringify(url)}` };
  const token = read.token ?? environment['TOUCHLINE_CONTROL_TOKEN'] ?? '';
  if (token === '') return { problem: 'expected a token after --token or in TOUCHLINE_CONTROL_TOKEN' };
  return { url: url.replace(/\/+$/, ''), token, request };
}

type Words = { words: string[]; help: boolean; url: string | undefined; token: string | undefined };

function readWords(argv: readonly string[]): Words | Problem {
  try {
    const text = { type: 'string' } as const;
    const options = { url: text, token: text, help: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({
      args: [...argv],
      options,
      strict: true,
      allowPositionals: true,
    });
    return { words: positionals, help: values.help ?? false, url: values.url, token: values.token };
  } catch (error) {
    return { problem: error instanceof Error ? (error.message.split(/\.\s/, 1)[0] ?? '') : String(error) };
  }
}

function requestOf([command, first, ...rest]: readonly string[]): ControlRequest | Problem {
  const isAlone = rest.length === 0;
  if (command === 'list' && first === undefined) return { method: 'GET', path: 'faults' };
  if (command === 'scenarios' && first === undefined) return { method: 'GET', path: 'scenarios' };
  if (command === 'start' && first !== undefined) return startOf(first, rest);
  if (command === 'scenario' && first !== undefined && isAlone)
    return { method: 'POST', path: `scenarios/${encodeURIComponent(first)}` };
  if (command === 'stop' && first === 'all' && isAlone) return { method: 'DELETE', path: 'faults' };
  if (command === 'stop' && isAlone && /^[1-9]\d*$/.test(first ?? ''))
    return { method: 'DELETE', path: `faults/${first}` };
  if (command === 'market' && first === undefined) return { method: 'GET', path: 'market' };
  if (command === 'market' && rest.length === 2) return regimeOf(first ?? '', rest[0] ?? '', rest[1] ?? '');
  const received = [command, first, ...rest].filter((word) => word !== undefined).join(' ');
  return {
    problem: `expected list, scenarios, market, start KIND, scenario NAME, stop ID or stop all, received ${JSON.stringify(received)}`,
  };
}

function regimeOf(instrument: string, regime: string, seconds: string): ControlRequest | Problem {
  if (!/^[1-9]\d{0,4}$/.test(seconds))
    return { problem: `expected seconds from 1 to 86400, received ${JSON.stringify(seconds)}` };
  const body = { instrument, regime, durationMs: Number(seconds) * 1_000 };
  return { method: 'POST', path: 'market', body };
}

function startOf(first: string, rest: readonly string[]): ControlRequest | Problem {
  if (first.startsWith('{')) {
    const json = parsed([first, ...rest].join(' '));
    return json === undefined
      ? { problem: `expected JSON after start, received ${first}` }
      : { method: 'POST', path: 'faults', body: json };
  }
  const fields: [string, unknown][] = [['kind', first]];
  for (const pair of rest) {
    const [, name, text] = /^([A-Za-z]+)=(.+)$/.exec(pair) ?? [];
    if (name === undefined || text === undefined)
      return { problem: `expected name=value, received ${JSON.stringify(pair)}` };
    fields.push([name, LISTS.includes(name) ? text.split(',') : (parsed(text) ?? text)]);
  }
  return { method: 'POST', path: 'faults', body: Object.fromEntries(fields) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
