import { alternatingRounds, type Contestant } from './alternating-rounds.ts';
import { spliceBooks, verifiedBooks } from './book-contestants.ts';
import { makeBookStream, type BookStreamOptions } from './book-stream.ts';
import { rankedResult, type BenchResult, type PeerValue } from './bench-report.ts';
import type { NativeLadder } from './native/native-ladder.ts';
import { livedIn } from './there-and-back.ts';
import { peerContestant, type PeerContestant } from './peers/peer-contestant.ts';
import { visitPeerKinds } from './peers/peer-kinds.ts';
import type { PeerPackages } from './peers/peer-types.ts';

const UNIT = 'level updates/s';
/** Those who are ten and more times behind get a short stream of the same shape: it is theirs that costs the minutes. */
const SLOW_INSTRUMENTS = 4;
const SLOW_SHARE = 20;
const SLOW_ROUNDS = 2;
const SLOW_WARM_UP = 1;
/** The quickest go there and back so often first: a pass of a few milliseconds would measure the clock. */
const LONGER = 2;
const MOST_WARM_UP = 3;

export type Rivals = {
  /** Null leaves them out. */
  readonly peers: PeerPackages | null;
  /** Null where the machine has no C compiler. */
  readonly native: NativeLadder | null;
};

/**
 * Level updates a second applied to the product's book with every check, beside the books of other packages, which check
 * nothing, and the same design in C with the same checks.
 *
 * @param name for example `book/shallow`
 */
export function measureBooks(
  name: string,
  shape: BookStreamOptions,
  rounds: number,
  { peers, native }: Rivals,
): BenchResult {
  const made = makeBookStream(shape);
  const stream = livedIn(made, 0);
  const long = livedIn(made, LONGER);
  const others = peers === null ? [] : visitPeerKinds(peers, (kind) => peerContestant(kind, stream));
  const quick = others.filter(({ isSlow }) => !isSlow);
  const ours = verifiedBooks(long);
  const splice = spliceBooks(stream);
  const limit = native?.contestant(long);
  const contestants = [ours, splice, ...quick, ...(limit === undefined ? [] : [limit])];
  const times = alternatingRounds(contestants, rounds, Math.min(rounds, MOST_WARM_UP));
  const rateOf = (contestant: Contestant): number => {
    const { levelUpdates } = contestant === ours || contestant === limit ? long : stream;
    return (levelUpdates * 1_000) / (times[contestants.indexOf(contestant)] ?? 1);
  };
  const values: PeerValue[] = [
    ...quick.map((peer) => ({ name: peer.name, value: rateOf(peer), endsRight: peer.endsRight() })),
    { name: splice.name, value: rateOf(splice), endsRight: true },
    ...(peers === null ? [] : measureSlow(shape, peers)),
  ];
  const native_ = limit === undefined ? null : { name: limit.name, value: rateOf(limit) };
  return rankedResult({ name, unit: UNIT, better: 'higher' }, rateOf(ours), values, native_);
}

function measureSlow(shape: BookStreamOptions, peers: PeerPackages): PeerValue[] {
  const stream = makeBookStream({
    ...shape,
    instruments: Math.min(SLOW_INSTRUMENTS, shape.instruments),
    messages: Math.max(1, Math.ceil(shape.messages / SLOW_SHARE)),
  });
  const slow: PeerContestant[] = visitPeerKinds(peers, (kind) => peerContestant(kind, stream)).filter(
    ({ isSlow }) => isSlow,
  );
  const rates = alternatingRounds(slow, SLOW_ROUNDS, SLOW_WARM_UP);
  return slow.map(({ name, endsRight }, i) => ({
    name,
    value: (stream.levelUpdates * 1_000) / (rates[i] ?? 1),
    endsRight: endsRight(),
  }));
}
