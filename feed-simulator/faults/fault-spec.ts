import type { Channel } from '../../main/core/market-data/channel.ts';
import type { Transport } from '../server/connection.ts';

/** Every way in which the simulated exchange can misbehave. Scenario files and their tests bear these names. */
export const FAULT_KINDS = [
  'drop',
  'duplicate',
  'reorder',
  'delay',
  'gap',
  'wrong-checksum',
  'crossed-book',
  'malformed-frame',
  'half-frame',
  'oversized-frame',
  'stalled-while-connected',
  'heartbeat-loss',
  'half-open-socket',
  'disconnect-storm',
  'clock-step',
  'clock-skew',
  'server-restart',
  'slow-server',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Which connections a fault befalls; each condition left out fits all. */
export type ConnectionChoice = {
  /** As {@link ConnectionFacts} counts them. */
  readonly numbers: readonly number[] | null;
  readonly transports: readonly Transport[] | null;
  /** Part of the connections, 0 to 1, drawn by the fault's seed and the connection's number. */
  readonly share: number;
  /** `before`: only connections that were open when the fault began. */
  readonly opened: 'any' | 'before';
};

/** Numbers of a fault. One that a kind does not have is 0. */
export type FaultParameters = {
  /** How late a message comes, and how much later at most, drawn anew for each; milliseconds. */
  readonly delayMs: number;
  readonly jitterMs: number;
  /** For how long a message is overtaken by those behind it, milliseconds. */
  readonly lateMs: number;
  /** Messages of one subscription that are lost in a row. */
  readonly run: number;
  /** Milliseconds between two waves of a storm. */
  readonly everyMs: number;
  /** Milliseconds by which the venue's stamps jump; negative is back. */
  readonly stepMs: number;
  /** Speed of the venue's clock above (below) the right one, millionths. */
  readonly partsPerMillion: number;
  /** How long the venue is away, milliseconds. */
  readonly pauseMs: number;
  /** By how much a slow server gets slower each second, and where that ends; milliseconds. */
  readonly growMsPerSecond: number;
  readonly maxMs: number;
  /** Length of an oversized frame. */
  readonly bytes: number;
};

/** One fault, complete and in range, as {@link readFaultSpec} gives it. */
export type FaultSpec = FaultParameters & {
  readonly kind: FaultKind;
  /** Names or patterns. */
  readonly instruments: readonly string[] | null;
  /** Null: the market's own, see {@link MARKET_CHANNELS}. */
  readonly channels: readonly Channel[] | null;
  readonly connections: ConnectionChoice;
  /** Of each message, or in a storm of each connection, 0 to 1. */
  readonly probability: number;
  /** Milliseconds from the start of the fault until it bites. */
  readonly afterMs: number;
  /** Milliseconds it lasts then; null: until it is stopped. */
  readonly durationMs: number | null;
  /** What is drawn repeats for a seed; null: the seed of the run and the fault's number. */
  readonly seed: number | null;
};

/** What a fault without `channels` befalls. `status` and `instruments` must be named: nothing tells a client of their loss. */
export const MARKET_CHANNELS: readonly Channel[] = ['book', 'trades', 'ticker', 'candles'];
