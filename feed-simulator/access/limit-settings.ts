import { DEFAULT_LIMITS } from '../server/venue-limits.ts';
import type { VenueLimits } from '../server/venue-limits.ts';

type LimitName = keyof VenueLimits;
type LimitRule = { readonly least: number; readonly most: number; readonly meaning: string };

const MANY = 1_000_000;
const HOUR_MS = 3_600_000;
const MIB = 1_048_576;

/** What each limit may be set to. Rates may have a fraction, everything else is whole. */
const RULES: Readonly<Record<LimitName, LimitRule>> = {
  connections: rule(1, MANY, 'connections at once'),
  connectionsPerAddress: rule(1, MANY, 'of them from one address'),
  connectionsPerToken: rule(1, MANY, 'of them under one token'),
  connectBurst: rule(1, MANY, 'connections an address or a token may open at once'),
  connectsPerSecond: rule(0.1, MANY, 'and per second from then on'),
  messageBurst: rule(1, MANY, 'messages a connection may send at once'),
  messagesPerSecond: rule(0.1, MANY, 'and per second from then on'),
  addressBurst: rule(1, MANY, 'messages and HTTP requests of one address at once'),
  addressPerSecond: rule(0.1, MANY, 'and per second from then on'),
  tokenBurst: rule(1, MANY, 'messages and HTTP requests under one token at once'),
  tokenPerSecond: rule(0.1, MANY, 'and per second from then on'),
  subscriptions: rule(1, 1_024, 'subscriptions of one connection'),
  anonymousSubscriptions: rule(0, 1_024, 'the same without a token'),
  messageBytes: rule(256, MIB, 'bytes of one client message'),
  badMessages: rule(1, MANY, 'bad messages until a connection is closed'),
  subscribeWithinMs: rule(0, HOUR_MS, 'until something must be subscribed, 0 for no limit'),
  slowAboveBytes: rule(1_024, 64 * MIB, 'unsent bytes above which a reader is slow'),
  slowBelowBytes: rule(0, 64 * MIB, 'unsent bytes under which it is quick again'),
  slowForMs: rule(100, HOUR_MS, 'after which a slow reader is cut'),
  unsentBytes: rule(1_024, 256 * MIB, 'unsent bytes at which it is cut at once'),
};

const NAMES = Object.keys(RULES) as LimitName[];
const SETTING = /^([A-Za-z]+)=(\d{1,12}(?:\.\d{1,6})?)$/;

/** One line for each limit, for `--help`: name, usual value, what it is. */
export const LIMIT_HELP: readonly string[] = NAMES.map(
  (name) => `${name.padEnd(24)}${String(DEFAULT_LIMITS[name]).padEnd(10)}${RULES[name].meaning}`,
);

/**
 * The limits with one of them set by `name=value`.
 *
 * @returns one line that says what is wrong: the form, the name, the range, or that the marks of slow readers would not
 *   be `slowBelowBytes` < `slowAboveBytes` <= `unsentBytes`, which with several settings also depends on their order
 */
export function readLimit(setting: string, limits: VenueLimits): VenueLimits | { readonly problem: string } {
  const [, given = '', value = ''] = SETTING.exec(setting) ?? [];
  const name = NAMES.find((known) => known === given);
  if (given !== '' && name === undefined)
    return { problem: `expected one of ${NAMES.join(', ')} before =, received ${JSON.stringify(given)}` };
  if (name === undefined)
    return { problem: `expected a limit as name=number, received ${JSON.stringify(setting)}` };
  const number = Number(value);
  const { least, most } = RULES[name];
  const isRate = least === 0.1;
  if (number < least || number > most || (!isRate && !Number.isInteger(number)))
    return {
      problem: `expected ${name} as ${isRate ? 'a number' : 'a whole number'} from ${least} to ${most}, received ${value}`,
    };
  const changed = { ...limits, [name]: number };
  return marksFault(changed) ?? changed;
}

function marksFault({
  slowBelowBytes,
  slowAboveBytes,
  unsentBytes,
}: VenueLimits): { problem: string } | null {
  if (slowBelowBytes < slowAboveBytes && slowAboveBytes <= unsentBytes) return null;
  const received = `${slowBelowBytes}, ${slowAboveBytes} and ${unsentBytes}`;
  return { problem: `expected slowBelowBytes < slowAboveBytes <= unsentBytes, received ${received}` };
}

function rule(least: number, most: number, meaning: string): LimitRule {
  return { least, most, meaning };
}
