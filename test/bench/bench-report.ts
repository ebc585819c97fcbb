import { rounded } from './statistics.ts';

/** Where a run was made: figures of two machines are not to be compared, ratios within one run are. */
export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly os: string;
  /** Year-month-day, UTC. */
  readonly date: string;
  /** Processes that wanted to run in the minute before, as the system counts them; above `cores` it was busy. */
  readonly load: number;
};

/** Two points of one distribution. */
export type Percentiles = { readonly p50: number; readonly p99: number };

export type BenchResult = {
  readonly name: string;
  readonly unit: string;
  readonly ours: number | Percentiles;
  readonly bestPeer?: { readonly name: string; readonly value: number };
  /** How many times better ours is than the peer; below 1 the peer is better. */
  readonly ratio?: number;
};

export type BenchReport = { readonly machine: Machine; readonly results: readonly BenchResult[] };

/** Which way is up: more updates a second, or fewer nanoseconds. */
export type Better = 'higher' | 'lower';

const VALUE_DIGITS = 4;
const RATIO_DIGITS = 3;

/** A figure without a peer. */
export function soloResult(name: string, unit: string, ours: number | Percentiles): BenchResult {
  const figure =
    typeof ours === 'number'
      ? rounded(ours, VALUE_DIGITS)
      : { p50: rounded(ours.p50, VALUE_DIGITS), p99: rounded(ours.p99, VALUE_DIGITS) };
  return { name, unit, ours: figure };
}

/** A figure beside a peer's of the same run. Both above 0. */
export function comparedResult(
  { name, unit, better }: { name: string; unit: string; better: Better },
  ours: number,
  peer: { readonly name: string; readonly value: number },
): BenchResult {
  const ratio = better === 'higher' ? ours / peer.value : peer.value / ours;
  return {
    ...soloResult(name, unit, ours),
    bestPeer: { name: peer.name, value: rounded(peer.value, VALUE_DIGITS) },
    ratio: rounded(ratio, RATIO_DIGITS),
  };
}
