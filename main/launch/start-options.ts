import { parseArgs } from 'node:util';
import { FEED_MODES, type FeedMode } from '../terminal/feed-mode.ts';

/** What `npm start --` was asked for. */
export type StartOptions = {
  readonly isHeadless: boolean;
  /** Port of the web host, 0 for any; null when not asked for. */
  readonly port: number | null;
  /** Another feed than the simulated exchange; null starts the simulated exchange. */
  readonly feedUrl: string | null;
  /** How the feed's socket is read at first; the trader may change it. */
  readonly mode: FeedMode;
  /** Offers the feed to compress what it sends. */
  readonly isDeflating: boolean;
  readonly seed: number;
  /** Level updates a second of the simulated exchange, over all its instruments. */
  readonly rate: number;
  /** Instruments of the simulated exchange. */
  readonly instruments: number;
  readonly host: 'electron' | 'web' | 'any';
  /** What was asked for and changes nothing, in a line; null when all of it counts. */
  readonly notice: string | null;
};

export const DEFAULT_WEB_PORT = 8820;
const DEFAULT_RATE = 2_000;
const DEFAULT_INSTRUMENTS = 12;

export const USAGE = `npm start -- [options]
  --headless      open nothing, only print the address
  --port N        port of the web host, 0 for any (default ${DEFAULT_WEB_PORT}, or any when that is taken)
  --feed URL      another feed than the simulated exchange, for example ws://127.0.0.1:7711/v1
  --mode M        fast (default): every message at once; calm: the feed is read every 4 ms, for less of the processor
  --deflate       the feed is asked to compress what it sends: for slow lines, at the cost of both ends' processors
  --seed N        seed of the simulated exchange, 0 to 4294967295 (default 1)
  --rate N        its load in level updates a second, 1 to 200000 (default ${DEFAULT_RATE})
  --instruments N its instruments, 1 to 200 (default ${DEFAULT_INSTRUMENTS})
  --electron      insist on the desktop window
  --web           insist on the browser
  --help          this text`;

/** A line for the person who typed the command. */
export type UsageError = { readonly usageError: string };

/** @returns the options, `'help'`, or what is wrong with them in one line */
export function readStartOptions(args: readonly string[]): StartOptions | 'help' | UsageError {
  const parsed = parse(args);
  if ('usageError' in parsed) return parsed;
  const { values } = parsed;
  if (values.help === true) return 'help';
  if (values.electron === true && values.web === true)
    return { usageError: '--electron and --web exclude each other' };
  if (values.electron === true && values.headless === true) {
    return { usageError: '--electron and --headless exclude each other' };
  }
  const isUnused =
    values.feed !== undefined &&
    [values.seed, values.rate, values.instruments].some((value) => value !== undefined);
  const port = values.port === undefined ? null : wholeNumber('--port', values.port, 0, 65_535);
  const seed = wholeNumber('--seed', values.seed ?? '1', 0, 0xffff_ffff);
  const rate = number('--rate', values.rate ?? String(DEFAULT_RATE), 1, 200_000);
  const instruments = wholeNumber('--instruments', values.instruments ?? String(DEFAULT_INSTRUMENTS), 1, 200);
  const feedUrl = values.feed === undefined ? null : feedAddress(values.feed);
  const mode = FEED_MODES.find((known) => known === (values.mode ?? 'fast')) ?? {
    usageError: `expected --mode ${FEED_MODES.join(' or ')}, received "${values.mode ?? ''}"`,
  };
  for (const value of [port, seed, rate, instruments, feedUrl, mode]) {
    if (typeof value === 'object' && value !== null) return value;
  }
  return {
    isHeadless: values.headless === true,
    port: port as number | null,
    feedUrl: feedUrl as string | null,
    mode: mode as FeedMode,
    isDeflating: values.deflate === true,
    seed: seed as number,
    rate: rate as number,
    instruments: instruments as number,
    host: values.electron === true ? 'electron' : values.web === true ? 'web' : 'any',
    notice: isUnused
      ? '--seed, --rate and --instruments change nothing: --feed replaces the simulated exchange'
      : null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        headless: { type: 'boolean' },
        port: { type: 'string' },
        feed: { type: 'string' },
        mode: { type: 'string' },
        deflate: { type: 'boolean' },
        seed: { type: 'string' },
        rate: { type: 'string' },
        instruments: { type: 'string' },
        electron: { type: 'boolean' },
        web: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return { usageError: (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '' };
  }
}

function wholeNumber(flag: string, text: string, least: number, most: number): number | UsageError {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  return { usageError: `expected ${flag} from ${least} to ${most}, received "${text}"` };
}

function number(flag: string, text: string, least: number, most: number): number | UsageError {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value >= least && value <= most) return value;
  return { usageError: `expected ${flag} from ${least} to ${most}, received "${text}"` };
}

function feedAddress(text: string): string | UsageError {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === 'ws:' || url.protocol === 'wss:') && url.hash === '') return text;
  return { usageError: `expected --feed ws://host:port/v1 or wss://..., received "${text}"` };
}
