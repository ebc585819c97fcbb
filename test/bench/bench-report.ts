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

export type NamedValue = { readonly name: string; readonly value: number };

/** A peer that came to another end than the stream does not count, however quick it was. */
export type PeerValue = NamedValue & { readonly endsRight: boolean };

/** Two points of one distribution. */
export type Percentiles = { readonly p50: number; readonly p99: number };

export type BenchResult = {
  readonly name: string;
  readonly unit: string;
  readonly ours: number | Percentiles;
  readonly bestPeer?: NamedValue;
  /** How many times better ours is than the peer; below 1 the peer is better. */
  readonly ratio?: number;
  /** How far one could go: the same work with the same checks by other means. */
  readonly limit?: NamedValue;
  /** Ours as a part of the limit; 1 is as good. */
  readonly ofLimit?: number;
  /** Everybody who was measured beside ours, the best peer too. */
  readonly peers?: readonly PeerValue[];
  /** Other figures of the same run, each named with its unit. */
  readonly also?: Readonly<Record<string, number>>;
};

export type BenchReport = {
  readonly machine: Machine;
  /** Packages of others that took part, each with its version. */
  readonly peers: readonly string[];
  readonly results: readonly BenchResult[];
};

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

export type Heading = { readonly name: string; readonly unit: string; readonly better: Better };

/** A figure beside a peer's of the same run. Both above 0. */
export function comparedResult(heading: Heading, ours: number, peer: NamedValue): BenchResult {
  const { name, unit, better } = heading;
  return {
    ...soloResult(name, unit, ours),
    bestPeer: roundedValue(peer),
    ratio: rounded(timesBetter(better, ours, peer.value), RATIO_DIGITS),
  };
}

/**
 * A figure beside all peers and the limit of the same run; the best peer is the best of those who ended right.
 *
 * @param measure the one peer to be measured against, whoever is better; all of them when empty
 */
export function rankedResult(
  heading: Heading,
  ours: number,
  peers: readonly PeerValue[],
  limit: NamedValue | null,
  measure = '',
): BenchResult {
  const { name, unit, better } = heading;
  const right = peers.filter((peer) => peer.endsRight && (measure === '' || peer.name === measure));
  const best = right.reduce<PeerValue | undefined>(
    (best, peer) => (best === undefined || timesBetter(better, peer.value, best.value) > 1 ? peer : best),
    undefined,
  );
  const shown = peers.map((peer) => ({ ...roundedValue(peer), endsRight: peer.endsRight }));
  return {
    ...(best === undefined ? soloResult(name, unit, ours) : comparedResult(heading, ours, best)),
    ...(peers.length === 0 ? {} : { peers: shown }),
    ...(limit === null
      ? {}
      : {
          limit: roundedValue(limit),
          ofLimit: rounded(timesBetter(better, ours, limit.value), RATIO_DIGITS),
        }),
  };
}

function timesBetter(better: Better, ours: number, theirs: number): number {
  return better === 'higher' ? ours / theirs : theirs / ours;
}

function roundedValue({ name, value }: NamedValue): NamedValue {
  return { name, value: rounded(value, VALUE_DIGITS) };
}
